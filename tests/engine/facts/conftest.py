"""LibreOffice, where it is installed; without it the tests that need it say so and are skipped."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def convert(tmp_path: Path) -> Callable[[Path, str], Path]:
    """Opens a file in LibreOffice and saves it in another format, into a folder of its own."""
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed")

    def run(path: Path, suffix: str) -> Path:
        out = tmp_path / "converted"
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [office, profile, "--headless", "--convert-to", suffix, "--outdir", str(out), str(path)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        return out / f"{path.stem}.{suffix.partition(':')[0]}"

    return run
