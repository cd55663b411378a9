"""Materials for tests: small real files of every kind, a campaign with requirements, what was given for them."""

import hashlib
import io
import struct
import zipfile
import zlib
from datetime import date
from itertools import count
from typing import Any

import docx
import openpyxl
from pypdf import PdfWriter

from duibiao.campaigns.models import Campaign
from duibiao.files import store
from duibiao.files.models import Blob
from duibiao.ledger.models import Material, Requirement, Use
from duibiao.ledger.services import giving, requirements
from duibiao.organisation.choices import PostKind
from duibiao.organisation.models import Post, Unit, User
from duibiao.standards.models import Measure
from tests import framing
from tests.cast import Cast

_numbers = count(1)


def pdf(pages: int = 1) -> bytes:
    """Blank pages, each file another one."""
    made = PdfWriter()
    for _ in range(pages):
        made.add_blank_page(200, 300)
    made.add_metadata({"/Subject": f"{next(_numbers)}"})
    file = io.BytesIO()
    made.write(file)
    return file.getvalue()


def word(*lines: str) -> bytes:
    made = docx.Document()
    for line in lines or (f"第{next(_numbers)}份材料",):
        made.add_paragraph(line)
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def sheet(*rows: tuple[Any, ...]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows or ((next(_numbers), "件"),):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def png(width: int = 4, height: int = 4, *chunks: tuple[bytes, bytes]) -> bytes:
    """A picture with further chunks before its data."""
    rows = b"".join(b"\0" + bytes((next(_numbers) % 256,)) * width * 3 for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), *chunks, (b"IDAT", zlib.compress(rows)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*part) for part in parts)


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def archive(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def blob(content: bytes | None = None, name: str = "材料.pdf") -> Blob:
    return store.put([pdf() if content is None else content], name=name)


def requirement(cast: Cast, of: Campaign | None = None, **fields: Any) -> Requirement:
    start = {"indicator": "1.1", "title": f"专题研究会议纪要{next(_numbers)}", "kind": "minutes"}
    return requirements.add_requirement(cast.lin, of or framing.campaign(cast), **{**start, **fields})


def counted(cast: Cast, of: Campaign, **fields: Any) -> Requirement:
    """A requirement whose accepted materials are counted as meetings."""
    measure = Measure.objects.get(pk="meetings")
    return requirement(cast, of, **{"measure": measure, "posts": "count", "number": 3, **fields})


def given(
    by: User, unit: Unit, to: Requirement | None, name: str = "材料.pdf", content: bytes | None = None, **fields: Any
) -> giving.Gave:
    return giving.give(by, unit=unit, files=[giving.Given(blob(content, name), name, fields)], requirement=to)[0]


def used(cast: Cast, to: Requirement | None = None, **fields: Any) -> Use:
    gave = given(cast.wang, cast.unit_a, to or requirement(cast), **fields)
    assert gave.use is not None
    return gave.use


def newest(use: Use) -> int:
    """The version that a reviewer looks at."""
    file = use.material.files.first()
    assert file is not None
    return file.pk


def material(cast: Cast) -> Material:
    return given(cast.wang, cast.unit_a, None).material


def leads(user: User, unit: Unit) -> None:
    """Make the account's person the deputy in charge of the unit."""
    assert user.person is not None
    Post.objects.create(person=user.person, unit=unit, kind=PostKind.DEPUTY)


def window(cast: Cast, of: Campaign, closes_on: date | None = None, **fields: Any) -> None:
    requirements.set_window(cast.lin, of, closes_on=closes_on, **fields)
