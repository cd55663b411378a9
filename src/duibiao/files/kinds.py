"""What kinds of file are taken, and how each is known by its first bytes and not by its name."""

import unicodedata
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True)
class Kind:
    """A kind of file: its family (pdf, office, image, video, archive), its media type, and how it begins."""

    family: str
    media_type: str
    begins: tuple[tuple[int, bytes], ...]
    #: The part by which an Office file tells what it is.
    part: str = ""

    def fits(self, head: bytes) -> bool:
        return any(head[at : at + len(mark)] == mark for at, mark in self.begins)


_ZIP = ((0, b"PK\x03\x04"),)
_JPEG = Kind("image", "image/jpeg", ((0, b"\xff\xd8\xff"),))
_MP4 = ((4, b"ftyp"),)
KINDS: dict[str, Kind] = {
    "pdf": Kind("pdf", "application/pdf", ((0, b"%PDF-"),)),
    "docx": Kind("office", f"{OFFICE}wordprocessingml.document", _ZIP, "word/document.xml"),
    "xlsx": Kind("office", f"{OFFICE}spreadsheetml.sheet", _ZIP, "xl/workbook.xml"),
    "pptx": Kind("office", f"{OFFICE}presentationml.presentation", _ZIP, "ppt/presentation.xml"),
    "ofd": Kind("ofd", "application/ofd", _ZIP, "OFD.xml"),
    "jpg": _JPEG,
    "jpeg": _JPEG,
    "png": Kind("image", "image/png", ((0, b"\x89PNG\r\n\x1a\n"),)),
    "gif": Kind("image", "image/gif", ((0, b"GIF87a"), (0, b"GIF89a"))),
    "webp": Kind("image", "image/webp", ((8, b"WEBP"),)),
    "mp4": Kind("video", "video/mp4", _MP4),
    "m4v": Kind("video", "video/mp4", _MP4),
    "mov": Kind("video", "video/quicktime", _MP4),
    "webm": Kind("video", "video/webm", ((0, b"\x1aE\xdf\xa3"),)),
    "zip": Kind("archive", "application/zip", _ZIP),
}
ACCEPT = ",".join(f".{name}" for name in KINDS)
#: What is given instead, by what was handed in.
_INSTEAD = {
    "doc": "docx", "wps": "docx", "rtf": "docx", "docm": "docx", "dotm": "docx",
    "xls": "xlsx", "et": "xlsx", "xlsm": "xlsx", "xlsb": "xlsx", "xltm": "xlsx",
    "ppt": "pptx", "dps": "pptx", "pptm": "pptx", "heic": "jpg", "heif": "jpg", "bmp": "png", "tif": "png", "tiff": "png",
    "rar": "zip", "7z": "zip", "avi": "mp4", "wmv": "mp4", "mkv": "mp4",
}  # fmt: skip
#: What contents that we do not take begin with, in words.
_FOREIGN = (
    (b"MZ", "Windows 程序"), (b"\x7fELF", "Linux 程序"), (b"\xd0\xcf\x11\xe0", "老版 Office 文件"), (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"), (b"#!", "脚本"), (b"<", "网页或 XML"), (b"\x1f\x8b", "gzip 压缩包"), (b"{\\rtf", "RTF 文档"),
)  # fmt: skip
_LONGEST = 240


class Refused(Exception):
    """A file is not taken. `code` is for programs; the words say what, why, and what to do."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


def ending_of(name: str) -> str:
    return PurePath(name).suffix.lower().lstrip(".")


def media_type_of(name: str) -> str:
    kind = KINDS.get(ending_of(name))
    return kind.media_type if kind else "application/octet-stream"


def kind_of(name: str) -> Kind:
    """The kind that a name claims, else `Refused` with what to give instead."""
    ending = ending_of(name)
    if ending in KINDS:
        return KINDS[ending]
    instead = _INSTEAD.get(ending, "")
    remedy = _("请另存为 %s 再传。") % instead if instead else _("请传 pdf、docx、xlsx、pptx、图片、视频或 zip。")
    raise Refused(
        "kind", _("不收“%(ending)s”类型的文件。%(remedy)s") % {"ending": ending or _("没有后缀名"), "remedy": remedy}
    )


def safe_name(name: str) -> str:
    """The name without a path and without what only machines read; as long as a disk elsewhere bears, its ending kept."""
    flat = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    # control and format characters: among them the one that turns "fdp.exe" around
    flat = "".join(letter for letter in flat if unicodedata.category(letter)[0] != "C").strip(" .")
    flat = "".join("_" if letter in '<>:"|?*' else letter for letter in flat)
    stem, dot, ending = flat.rpartition(".")
    if not dot:
        stem, ending = flat, ""
    return (stem.strip(" .")[: _LONGEST - len(ending)] or _("未命名")) + dot + ending


def said_by(head: bytes) -> str:
    """What a content is by its first bytes, in words; empty where that cannot be told."""
    for ending, kind in KINDS.items():
        if kind.fits(head):
            return _("Office 文件或压缩包") if kind.begins == _ZIP else ending.upper()
    begins = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    return next((words for mark, words in _FOREIGN if begins.startswith(mark)), "")
