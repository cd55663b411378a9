"""The files that git keeps, as the tests about the repository see them."""

import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
WRITTEN_BY_TOOLS = {"package-lock.json"}  # and requirements/*.txt
TEXT = {"", ".py", ".md", ".txt", ".toml", ".yaml", ".yml", ".json", ".js", ".mjs", ".css", ".html", ".csv", ".po"}


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that git tracks and that still lies in the work tree."""
    answer = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in answer.decode("utf-8").split("\0") if name)
    return tuple(path for path in paths if path.is_file())


@cache
def text_of(path: Path) -> str:
    """A tracked file's words; nothing for a picture or a workbook."""
    if path.suffix not in TEXT:
        return ""
    return path.read_bytes().decode("utf-8", errors="replace")


def named(path: Path, line: int | None = None) -> str:
    """Where something is wrong, as an editor understands it."""
    place = path.relative_to(ROOT).as_posix()
    return place if line is None else f"{place}:{line}"
