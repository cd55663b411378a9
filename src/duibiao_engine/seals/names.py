"""Names of files and folders that every system takes, Windows first: no forbidden signs, no reserved names, not too long.

A path of the package stays short enough for Windows' 260 letters, wherever it is unpacked on an ordinary desk.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

#: Letters of one name, and of a path inside the package.
NAME, PATH = 80, 180
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$")


def safe(name: str, longest: int = NAME) -> str:
    """A name as Windows takes it; its ending is kept when it is cut."""
    plain = unicodedata.normalize("NFC", name)
    plain = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", plain)).strip(" .")
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    if len(plain) > longest:
        stem, dot, ending = plain.rpartition(".")
        tail = f"{dot}{ending}" if dot and 0 < len(ending) <= 8 else ""
        plain = (stem if tail else plain)[: longest - len(tail)].rstrip(" .") + tail
    return plain or "_"


def once(taken: set[str]) -> Callable[[str], str]:
    """Makes each path unique, also where capital and small letters count as the same: 甲.pdf, 甲 (2).pdf."""

    def give(path: str) -> str:
        folder, _slash, name = path.rpartition("/")
        stem, dot, ending = name.rpartition(".") if "." in name else (name, "", "")
        wished, number = path, 1
        while wished.casefold() in taken:
            number += 1
            wished = f"{folder}/{stem} ({number}){dot}{ending}".lstrip("/")
        taken.add(wished.casefold())
        return wished

    return give
