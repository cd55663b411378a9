"""Translations without gettext's programs: reads .po files, writes .mo files, and finds what is not translated.

Reads the plain form that our catalogues have: msgctxt, msgid, msgid_plural, msgstr, strings over several lines.
"""

import ast
import os
import struct
from collections.abc import Iterable
from pathlib import Path

#: context and id joined as gettext does, and the translations, one per plural form.
Entries = dict[str, list[str]]
CONTEXT, PLURAL = "\x04", "\x00"


def read(po: Path) -> Entries:
    """The entries of a catalogue. A key has its context before \\x04; plural ids stand in `plurals_of`."""
    return {key.split(PLURAL)[0]: texts for key, texts in _blocks(po)}


def _blocks(po: Path) -> Iterable[tuple[str, list[str]]]:
    block: dict[str, str] = {}
    field = ""
    for line in [*po.read_text(encoding="utf-8").splitlines(), ""]:
        if not line.strip():
            if "msgid" in block:
                yield _entry(block)
            block = {}
        elif line.startswith("msg"):
            field, text = line.split(" ", 1)
            block[field] = ast.literal_eval(text)
        elif line.startswith('"'):
            block[field] += ast.literal_eval(line)


def _entry(block: dict[str, str]) -> tuple[str, list[str]]:
    key = (block["msgctxt"] + CONTEXT if "msgctxt" in block else "") + block["msgid"]
    if "msgid_plural" in block:
        key += PLURAL + block["msgid_plural"]
    return key, [text for field, text in sorted(block.items()) if field.startswith("msgstr")]


def compile_file(po: Path) -> Path:
    """Write the .mo beside the .po: a header, two tables of lengths and offsets, and the strings."""
    pairs = sorted((key.encode(), PLURAL.join(texts).encode()) for key, texts in _blocks(po))
    start = 7 * 4 + 16 * len(pairs)
    keys = b"".join(key + b"\0" for key, _ in pairs)
    texts = b"".join(text + b"\0" for _, text in pairs)
    tables = _table([key for key, _ in pairs], start) + _table([text for _, text in pairs], start + len(keys))
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, 0)
    mo = po.with_suffix(".mo")
    mo.write_bytes(head + tables + keys + texts)
    return mo


def _table(strings: list[bytes], offset: int) -> bytes:
    table = b""
    for string in strings:
        table += struct.pack("<2I", len(string), offset)
        offset += len(string) + 1
    return table


def compile_stale(folders: Iterable[Path]) -> list[Path]:
    """Compile every catalogue that is newer than its .mo, wherever it may be written."""
    found = [po for folder in folders for po in Path(folder).rglob("LC_MESSAGES/*.po")]
    return [compile_file(po) for po in found if _is_stale(po) and _is_ours(po)]


def _is_stale(po: Path) -> bool:
    mo = po.with_suffix(".mo")
    return not mo.is_file() or mo.stat().st_mtime < po.stat().st_mtime


def _is_ours(po: Path) -> bool:
    """A wheel carries catalogues compiled, installs them in any order, and often where the service may not write."""
    mo = po.with_suffix(".mo")
    return os.access(mo if mo.is_file() else po.parent, os.W_OK)
