"""The one form of a package as a zip: stored, in the list's order, one moment for all; part of the verifier that stands alone.

Its one trick: so every byte that is not content follows from the list, and a changed one is found by comparing.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO

from duibiao_engine.seals.claims import Outcome

BIG = 0xFFFFFFFF


def clock_of(moment: str) -> tuple[int, int]:
    """A moment as zip files write it."""
    at = datetime.strptime(moment, "%Y-%m-%dT%H:%M:%SZ")  # noqa: DTZ007
    return at.hour << 11 | at.minute << 5 | at.second // 2, (at.year - 1980) << 9 | at.month << 5 | at.day


def local_header(path: str, size: int, crc: int, moment: str) -> bytes:
    """What stands before a file."""
    name, (clock, day), big = path.encode(), clock_of(moment), size >= BIG
    extra = struct.pack("<HHQQ", 1, 16, size, size) if big else b""
    length = BIG if big else size
    head = struct.pack(
        "<4s5H3I2H", b"PK\3\4", 45 if big else 20, 0x800, 0, clock, day, crc, length, length, len(name), len(extra)
    )
    return head + name + extra


def central_entry(path: str, size: int, crc: int, moment: str, offset: int) -> bytes:
    """A file's line in the directory at the end."""
    name, (clock, day) = path.encode(), clock_of(moment)
    large = ([size, size] if size >= BIG else []) + ([offset] if offset >= BIG else [])
    extra = struct.pack(f"<HH{len(large)}Q", 1, 8 * len(large), *large) if large else b""
    length, version = min(size, BIG), 45 if large else 20
    head = (
        b"PK\1\2",
        version,
        version,
        0x800,
        0,
        clock,
        day,
        crc,
        length,
        length,
        len(name),
        len(extra),
        0,
        0,
        0,
        0x20,
    )
    return struct.pack("<4s6H3I5HI", *head) + struct.pack("<I", min(offset, BIG)) + name + extra


def end_of_zip(count: int, length: int, offset: int) -> bytes:
    """What stands last; with its 64-bit forms where one is needed."""
    end = b""
    if count >= 0xFFFF or max(length, offset) >= BIG:
        end = struct.pack("<4sQ2H2I4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, length, offset)
        end += struct.pack("<4sIQI", b"PK\6\7", 0, offset + length, 1)
    few = min(count, 0xFFFF)
    return end + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, few, few, min(length, BIG), min(offset, BIG), 0)


def entries(stream: BinaryIO, length: int, said: Outcome) -> Iterator[tuple[str, int, int]]:
    """Path, size and place of the content of each file, walked from the beginning: no directory is trusted."""
    offset, before = 0, "开头 the beginning"
    while True:
        stream.seek(offset)
        head = stream.read(30)
        if head[:4] == b"PK\1\2":
            return
        try:
            size, names, extra = struct.unpack("<IHH", head[22:30])
            path = stream.read(names).decode("utf-8")
            size = struct.unpack("<Q", stream.read(12)[4:])[0] if size == BIG else size
        except (struct.error, UnicodeDecodeError):
            head = b""
        start = offset + 30 + names + extra if head else length
        if head[:4] != b"PK\3\4" or start + size > length:
            said.wrong.append(f"压缩包第 {offset} 字节处的文件头被改动（在“{before}”之后）。A header was changed.")
            return
        yield path, size, start
        offset, before = start + size, path
