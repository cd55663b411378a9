"""Zip files and the Office files that are zips inside: counted, not believed, and never unpacked to disk.

Its one trick: the parts must follow each other without overlap from the first byte to the directory at the end. A bomb made of parts
that share their bytes, and a file with another one before or behind it, both fail that.
"""

import struct
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import BinaryIO

from django.utils.translation import gettext as _

from duibiao.files.kinds import Kind, Refused

MOST_PARTS = 10_000
#: Unpacked, an Office file stays below this, and a zip of materials below that.
MOST_OFFICE, MOST_ARCHIVE = 600 << 20, 8 << 30
#: Counting is done up to so many packed bytes; a larger archive is held to what it says of itself.
COUNTED = 64 << 20
MOST_GROWTH = 300
_SMALL, _PIECE = 20 << 20, 1 << 20
_LOCAL = struct.Struct("<4s22xHH")
_END = b"PK\x05\x06"
#: What runs when somebody opens it.
_RUNS = {
    "exe", "com", "bat", "cmd", "scr", "msi", "dll", "js", "jse", "vbs", "vbe", "wsf", "ps1", "hta", "lnk", "jar", "sh",
    "docm", "xlsm", "pptm", "dotm", "xltm", "chm", "reg", "html", "htm", "svg",
}  # fmt: skip
_MACROS = ("vbaproject.bin", "xl/macrosheets/", "word/vbadata.xml")


def check(file: BinaryIO, kind: Kind) -> None:
    """Raises `Refused` for what is broken, protected, dangerous or too large inside."""
    try:
        with zipfile.ZipFile(file) as archive:
            parts = archive.infolist()
            _check_directory(archive, parts, kind)
            if kind.part:
                _check_office(archive, parts, kind)
            else:
                _check_names(parts)
            _count(file, parts, kind)
    except (zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise Refused("broken", _("文件打不开，不完整或已损坏（可能没有传完）。请重新保存后再传。")) from error


def _check_directory(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], kind: Kind) -> None:
    if len(parts) > MOST_PARTS:
        raise _bomb(_("里面有 %d 个文件") % len(parts))
    if any(part.flag_bits & 0x1 for part in parts):
        raise Refused("password", _("文件有密码，审核的人打不开。请去掉密码后再传。"))
    if archive.comment or (parts and min(part.header_offset for part in parts) != 0):
        raise Refused("two_in_one", _("一个文件里藏着另一个文件，这种文件不收。请重新保存、重新压缩后再传。"))
    most = MOST_OFFICE if kind.part else MOST_ARCHIVE
    if sum(part.file_size for part in parts) > most:
        raise _bomb(_("解开后超过 %d MB") % (most >> 20))


def _bomb(what: str) -> Refused:
    return Refused("bomb", _("%s，像是压缩炸弹，没有收。请拆成几份、重新压缩后再传。") % what)


def _check_office(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], kind: Kind) -> None:
    names = {part.filename for part in parts}
    lower = [name.lower() for name in names]
    if kind.part not in names:
        raise Refused(
            "disguised", _("名不副实：内容不是这种 Office 文件。请用原来的程序打开、另存后再传，不要改后缀名。")
        )
    if any(mark in name for name in lower for mark in _MACROS) or b"macroEnabled" in _content_types(archive, names):
        raise Refused(
            "macro", _("文件里有宏（会自动运行的程序），不收。请在 Word 或 Excel 里另存为不带宏的 docx、xlsx 再传。")
        )
    if any(_calls_out(archive, name) for name in names if name.endswith("settings.xml.rels")):
        raise Refused("macro", _("文件会从网上下载模板，不收。请新建文件，把内容粘贴进去再传。"))
    for name in names:
        if name.endswith(".xml") and b"<!DOCTYPE" in _begin(archive, name, 2048):
            raise _bomb(_("文件里有不该有的定义（DOCTYPE）"))


def _content_types(archive: zipfile.ZipFile, names: set[str]) -> bytes:
    return _begin(archive, "[Content_Types].xml", 1 << 20) if "[Content_Types].xml" in names else b""


def _calls_out(archive: zipfile.ZipFile, name: str) -> bool:
    said = _begin(archive, name, 1 << 20)
    return b"attachedTemplate" in said and b'TargetMode="External"' in said and b"http" in said


def _begin(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(name) as part:
        return part.read(most)


def _check_names(parts: list[zipfile.ZipInfo]) -> None:
    for part in parts:
        name = PurePosixPath(part.filename.replace("\\", "/"))
        if name.is_absolute() or ".." in name.parts or ":" in part.filename[:3]:
            raise Refused("path", _("压缩包里的文件名会写到别的文件夹去，不收。请用电脑自带的压缩功能重新压缩。"))
        if name.suffix.lower().lstrip(".") in _RUNS:
            raise Refused("runs", _("压缩包里有会运行的文件（%s），不收。请去掉它再压缩。") % name.name[:60])


def _count(file: BinaryIO, parts: list[zipfile.ZipInfo], kind: Kind) -> None:
    """Unpack into nothing, piece by piece; parts must not share their bytes."""
    end, left, packed = 0, MOST_OFFICE if kind.part else MOST_ARCHIVE, 0
    for part in sorted(parts, key=lambda one: one.header_offset):
        if part.header_offset < end:
            raise _bomb(_("里面的文件互相重叠"))
        begin = _begins(file, part)
        end, packed = begin + part.compress_size, packed + part.compress_size
        if packed <= COUNTED:
            left -= _inflated(file, part, begin, left)


def _begins(file: BinaryIO, part: zipfile.ZipInfo) -> int:
    file.seek(part.header_offset)
    mark, name, extra = _LOCAL.unpack(file.read(_LOCAL.size))
    if mark != b"PK\x03\x04":
        raise zipfile.BadZipFile
    return part.header_offset + _LOCAL.size + int(name) + int(extra)


def _inflated(file: BinaryIO, part: zipfile.ZipInfo, begin: int, left: int) -> int:
    if part.compress_type == zipfile.ZIP_STORED:
        return part.compress_size
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise Refused("broken", _("压缩包的格式不常见，打不开。请用电脑自带的压缩功能重新压缩成 zip。"))
    file.seek(begin)
    engine, size, most = zlib.decompressobj(-15), 0, max(_SMALL, MOST_GROWTH * part.compress_size)
    rest, unread = b"", part.compress_size
    while not engine.eof and (rest or unread):
        piece = rest or file.read(min(_PIECE, unread))
        unread -= 0 if rest else len(piece)
        size += len(engine.decompress(piece, _PIECE))
        rest = engine.unconsumed_tail
        if size > min(most, left):
            raise _bomb(_("%(name)s 解开后大得不正常") % {"name": part.filename[:60]})
    if size != part.file_size:
        raise zipfile.BadZipFile
    return size


def hung_on(file: BinaryIO) -> bool:
    """Whether an archive hangs behind a file that is none."""
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        return False
    comment = int.from_bytes(tail[at + 20 : at + 22], "little")
    directory = int.from_bytes(tail[at + 12 : at + 16], "little")
    return at + 22 + comment == len(tail) and 0 < directory < size
