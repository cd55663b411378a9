"""Whether an Office file (a zip) may be opened at all.

Its one trick: what a zip says of itself is not believed. Every part is unpacked into nothing, piece by piece, and counted,
before any program that would keep it in memory sees it.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from duibiao_engine.facts.findings import Findings, Words

#: All parts together may unpack to so much; a workbook of a million rows stays below it.
MOST_BYTES = 600 << 20
#: A single part may grow by this factor, unless it stays small (very regular sheets pack well).
MOST_GROWTH = 300
SMALL_PART = 20 << 20
MOST_PARTS = 5_000
_PIECE = 1 << 20
_LOCAL_HEADER = struct.Struct("<4s22xHH")


class _Refused(Exception):
    """Carries the words out of the depth of counting."""

    def __init__(self, code: str, words: Words) -> None:
        super().__init__(code)
        self.code, self.words = code, words


def safe_zip(file: str, content: bytes, findings: Findings) -> zipfile.ZipFile | None:
    """The opened archive when it is whole and of a sane size; else None, and the findings say why."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        _check(archive, content)
    except _Refused as refused:
        findings.add(refused.code, file, "", refused.words)
        return None
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, OSError, NotImplementedError, EOFError):
        findings.add("facts.broken-workbook", file, "", _broken())
        return None
    return archive


def _broken() -> Words:
    return Words("工作簿打不开", "文件不完整或已损坏（可能没有传完）", "重新下载或重新保存后再试")


def _bomb(what: str) -> Words:
    return Words(
        what,
        "正常的工作簿不会这样，像是压缩炸弹，没有打开",
        "在 Excel 里新建工作簿，只把数据粘贴进去再保存；数据很多时请用 CSV 或 Parquet",
    )


def _check(archive: zipfile.ZipFile, content: bytes) -> None:
    parts = archive.infolist()
    if len(parts) > MOST_PARTS:
        raise _Refused("facts.zip-bomb", _bomb(f"里面有 {len(parts)} 个部件，最多 {MOST_PARTS} 个"))
    if len({part.filename for part in parts}) < len(parts):
        raise _Refused("facts.broken-workbook", _broken())
    _within(sum(part.file_size for part in parts))
    left = MOST_BYTES
    for part in parts:
        left -= _counted(part, content, left)


def _within(size: int) -> None:
    if size > MOST_BYTES:
        raise _Refused("facts.zip-bomb", _bomb(f"解开后超过 {MOST_BYTES >> 20} MB"))


def _counted(part: zipfile.ZipInfo, content: bytes, left: int) -> int:
    """How many bytes the part really holds."""
    if part.flag_bits & 0x1:
        raise _Refused("facts.password", password_words())
    packed = _packed(part, content)
    size = len(packed) if part.compress_type == zipfile.ZIP_STORED else _inflated(part, packed, left)
    _within(size if size > left else 0)
    if size > SMALL_PART and size > MOST_GROWTH * max(len(packed), 1):
        raise _Refused(
            "facts.zip-bomb", _bomb(f"部件 {part.filename[:60]} 解开后大了 {size // max(len(packed), 1)} 倍")
        )
    if size != part.file_size:
        raise _Refused("facts.broken-workbook", _broken())
    return size


def _packed(part: zipfile.ZipInfo, content: bytes) -> bytes:
    mark, name, extra = _LOCAL_HEADER.unpack_from(content, part.header_offset)
    begin = part.header_offset + _LOCAL_HEADER.size + name + extra
    if mark != b"PK\x03\x04" or begin + part.compress_size > len(content):
        raise zipfile.BadZipFile
    return content[begin : begin + part.compress_size]


def _inflated(part: zipfile.ZipInfo, packed: bytes, left: int) -> int:
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    engine, size, rest = zlib.decompressobj(-15), 0, packed
    while rest and not engine.eof:
        size += len(engine.decompress(rest, _PIECE))
        rest = engine.unconsumed_tail
        if size > left:
            raise _Refused("facts.zip-bomb", _bomb(f"解开后超过 {MOST_BYTES >> 20} MB"))
    size += len(engine.flush())
    if not engine.eof:
        raise zipfile.BadZipFile
    return size


def password_words() -> Words:
    """What is said of a protected file."""
    return Words("文件有打开密码", "有密码的文件读不了", "在 Excel 里取消密码（文件—信息—保护工作簿）后另存一份")
