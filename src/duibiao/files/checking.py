"""Whether a file is what its name says, and harmless. Every refusal says what, why, and what to do instead.

Nothing here opens a file with a program that could be harmed by it: only bytes are looked at, and archives are counted.
"""

from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _

from duibiao.files import archives, clamd, pictures
from duibiao.files.kinds import Kind, Refused, kind_of, said_by

HEAD = 4096
#: More dots than this are no photograph of an office: what opens it would need gigabytes.
MOST_DOTS = 200_000_000
_END_OF_ZIP = b"PK\x05\x06"


def check_claim(name: str, size: int) -> Kind:
    """What can be told before a single byte has come: kind and size."""
    kind = kind_of(name)
    if size <= 0:
        raise Refused("empty", _("文件是空的。请打开看看内容，重新保存后再传。"))
    if size > settings.FILE_LARGEST:
        most = _megabytes(settings.FILE_LARGEST)
        raise Refused("large", _("文件有 %(size)s，最大只收 %(most)s。视频请压缩，资料请拆成几份再传。") % {"size": _megabytes(size), "most": most})  # fmt: skip
    return kind


def _megabytes(size: int) -> str:
    return f"{size / 2**30:.1f} GB" if size >= 2**30 else f"{size / 2**20:.0f} MB"


def check(path: Path, name: str) -> Kind:
    """The whole check of a file that has arrived. Raises `Refused`."""
    kind = check_claim(name, path.stat().st_size)
    with path.open("rb") as file:
        head = file.read(HEAD)
        if not kind.fits(head):
            raise disguised(name, head)
        if kind.begins[0][1] == b"PK\x03\x04":
            archives.check(file, kind)
        else:
            _refuse_two_in_one(kind, head, file)
        if kind.family == "image":
            _refuse_too_many_dots(file, kind)
    clamd.look_through(path)
    return kind


def disguised(name: str, head: bytes) -> Refused:
    """The name says one thing and the content another."""
    what = said_by(head)
    found = _("内容其实是%s") % what if what else _("内容不是这种文件")
    words = _("“%(name)s”名不副实：%(found)s。请用原来的程序打开、另存后再传，不要改后缀名。")
    return Refused("disguised", words % {"name": name, "found": found})


def _refuse_two_in_one(kind: Kind, head: bytes, file: BinaryIO) -> None:
    """A file that is also another one: a PDF within a picture's head, an archive hung on behind."""
    hidden = kind.family != "pdf" and b"%PDF-" in head[:1024]
    if hidden or archives.hung_on(file):
        raise Refused(
            "two_in_one",
            _("一个文件里藏着另一个文件（例如图片后面接着压缩包），这种文件不收。请用看图或阅读软件打开、另存后再传。"),
        )


def _refuse_too_many_dots(file: BinaryIO, kind: Kind) -> None:
    size = pictures.size_of(file, kind.media_type)
    if size is None:
        raise Refused("broken", _("图片打不开，像是没有传完。请重新拍或重新保存后再传。"))
    if size[0] * size[1] > MOST_DOTS:
        raise Refused("bomb", _("图片有 %(width)d×%(height)d 个像素，普通照片不会这样，像是压缩炸弹，没有收。") % {"width": size[0], "height": size[1]})  # fmt: skip
