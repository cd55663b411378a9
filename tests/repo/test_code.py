"""Style, types and floors, held by the same commands that `dev.py check` runs."""

import subprocess

import pytest

import dev
from tests.repo.tracked import ROOT


@pytest.mark.parametrize("command", dev.CHECKS, ids=" ".join)
def test_it_passes(command: tuple[str, ...]) -> None:
    done = subprocess.run((dev.program(command[0]), *command[1:]), cwd=ROOT, env=dev.environment(), capture_output=True)
    assert done.returncode == 0, (done.stdout + done.stderr).decode("utf-8", errors="replace")
