"""The standards that come with the program, to be taken in without a file."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from duibiao_engine import packs

_TITLE = re.compile(r"^title:\s*(.+?)\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Pack:
    """A packaged standard by its name, with the title that stands in its text."""

    name: str
    title: str
    path: Path

    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")


@lru_cache(maxsize=1)
def packaged() -> tuple[Pack, ...]:
    """All packs at the first level; those below are made-up cases of arithmetic."""
    found = ((name, folder / packs.STANDARD) for name, folder in packs.packaged().items() if "/" not in name)
    return tuple(Pack(name, _title(path) or name, path) for name, path in found)


def _title(path: Path) -> str:
    said = _TITLE.search(path.read_text(encoding="utf-8"))
    return said.group(1).strip("\"'") if said else ""


def pack(name: str) -> Pack | None:
    return next((one for one in packaged() if one.name == name), None)
