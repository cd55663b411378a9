"""Older and other formats through LibreOffice, where it is installed.

Its one trick: every conversion has a profile folder of its own, so that it neither waits for nor disturbs a LibreOffice
that someone has open.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

SECONDS = 120


class ConversionFailed(Exception):
    """LibreOffice gave no file; the text says why."""


def find_soffice() -> Path | None:
    """LibreOffice on this machine."""
    found = shutil.which("soffice") or shutil.which("libreoffice")
    return Path(found) if found else None


def convert(content: bytes, suffix: str, target: str, soffice: Path) -> bytes:
    """The content of a file with ending `suffix` (".doc") as `target` ("docx", "xlsx"). Raises ConversionFailed."""
    with tempfile.TemporaryDirectory(prefix="duibiao-office-") as name:
        folder = Path(name)
        source = folder / f"source{suffix}"
        source.write_bytes(content)
        command = [
            str(soffice), f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--norestore",
            "--convert-to", target, "--outdir", str(folder / "out"), str(source),
        ]  # fmt: skip
        try:
            subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, cwd=folder)
        except subprocess.TimeoutExpired:
            raise ConversionFailed(f"LibreOffice {SECONDS} 秒内没有转换完") from None
        except OSError:
            raise ConversionFailed("LibreOffice 启动不了") from None
        made = folder / "out" / f"source.{target}"
        if not made.is_file() or not made.stat().st_size:
            raise ConversionFailed("LibreOffice 打不开它")
        return made.read_bytes()
