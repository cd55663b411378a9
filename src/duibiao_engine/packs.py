"""Finding a standard: by the path of its folder, or by the name of one that comes with the program.

Its one trick: in a wheel the packs lie inside the package, in a checkout beside `src`; whoever asks need not know.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

STANDARD = "standard.yaml"
_HERE = Path(__file__).resolve().parent
_HOMES = (_HERE / "packs", _HERE.parents[1] / "packs")


def home() -> Path | None:
    """The folder of the packs that come with the program."""
    return next((folder for folder in _HOMES if folder.is_dir()), None)


def packaged() -> dict[str, Path]:
    """The packs that come with the program, by name (`fazhi-demo`, `rounding-cases/half-up`), sorted."""
    root = home()
    return {} if root is None else dict(sorted(_below(root)))


def _below(root: Path) -> Iterator[tuple[str, Path]]:
    for depth in (f"*/{STANDARD}", f"*/*/{STANDARD}"):
        for found in root.glob(depth):
            yield found.parent.relative_to(root).as_posix(), found.parent


def find(name_or_path: str) -> Path | None:
    """The folder (or YAML file) that is meant; a path that exists goes before a name."""
    path = Path(name_or_path)
    if path.is_file() or (path / STANDARD).is_file():
        return path
    known = packaged().get(name_or_path.strip("/"))
    return known or (path if path.is_dir() else None)
