"""The county's ledger: lists of materials, small real files that were given, some returned, some late, some missing.

Its one trick: files are made by hand in a few lines each (a Word file is a zip of three texts), so that dozens cost no second.
"""

import io
import random
import struct
import zipfile
import zlib
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.files import store
from duibiao.ledger.choices import MaterialKind
from duibiao.ledger.models import Use
from duibiao.ledger.queries.completeness import Cell, completeness
from duibiao.ledger.services import giving, marking, proposing, requirements, reviewing
from duibiao.lib import sheets
from duibiao.organisation.models import User
from duibiao.standards.queries import standard_of

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_REASONS = ("缺少印章或签字", "扫描不清，看不清内容", "不是要求的时间段内形成的")
#: How many of the lines that the standard suggests are demanded, and how many pieces are given.
_LINES, _PIECES = 16, 60


def build(by: User, campaign: Campaign, day: date) -> None:
    """Lists for some indicators, what some units gave for them, and what the office said of it."""
    chance = random.Random(20261126)
    requirements.set_window(by, campaign, opens_on=date(2026, 10, 15), closes_on=date(2026, 11, 30), mend_workdays=3)
    offered = proposing.proposals(campaign, standard_of(campaign.edition))
    proposing.take_up(by, campaign, chosen=[one for one in offered if not one.fields.get("posts")][:_LINES])
    cells = completeness(campaign, day).cells
    chance.shuffle(cells)
    first = [cell for cell in cells if cell.unit.code == _unit_of("wang")]
    uses = [_given(by, cell, day, chance) for cell in islice([*first[: len(first) * 2 // 3], *cells], _PIECES)]
    for number, use in enumerate(uses):
        _review(by, use, number, day)
    _marks(by, campaign)


def _unit_of(account: str) -> str:
    unit = User.objects.get(account=account).unit
    return unit.code if unit is not None else ""


def _given(by: User, cell: Cell, day: date, chance: random.Random) -> Use:
    """A piece given within the last weeks; a few after the line's own day."""
    when = timezone.make_aware(datetime.combine(day - timedelta(days=chance.randint(3, 30)), time(chance.randint(9, 17), chance.randint(0, 59))))  # fmt: skip
    kind, title = (
        cell.requirement.kind,
        f"{cell.unit}{cell.requirement.title.partition('：')[0]}（{chance.randint(1, 9)}月）",
    )
    name, content = _file(kind, title, chance)
    fields = {"title": title, "kind": kind, "dated_on": (when - timedelta(days=chance.randint(5, 120))).date()}
    if kind == MaterialKind.PHOTO:
        fields |= {
            "taken_at": when,
            "place": f"{cell.unit}会议室",
            "people": "班子成员、业务骨干",
            "theme": title,
            "cause": "专题活动",
        }
    elif kind in (MaterialKind.DOCUMENT, MaterialKind.MINUTES):
        fields["document_number"] = f"青{cell.unit.known_as[:1]}发〔2026〕{chance.randint(1, 60)}号"
    given = giving.Given(store.put([content], name=name), name, fields)
    gave = giving.give(by, unit=cell.unit, files=[given], requirement=cell.requirement, at=when)[0]
    assert gave.use is not None
    return gave.use


def _review(by: User, use: Use, number: int, day: date) -> None:
    """Half accepted, one in six returned, the others wait."""
    file = use.material.files.first()
    if file is None or use.state != "checked":
        return
    when = use.at + timedelta(hours=20)
    if number % 6 == 5:
        reviewing.send_back(by, use, file=file.pk, reason=_REASONS[number % len(_REASONS)], at=when)
    elif number % 2 == 0:
        reviewing.accept(by, use, file=file.pk, grade="ABC"[number % 3], at=when)


def _marks(by: User, campaign: Campaign) -> None:
    leaves = [node for node in standard_of(campaign.edition).leaves if node.indicator.points]
    for unit in participants(campaign)[:3]:
        for node in leaves[:4]:
            marking.mark_self(by, campaign, unit=unit, indicator=node.code, points=node.indicator.points or 0.0)


def _file(kind: str, title: str, chance: random.Random) -> tuple[str, bytes]:
    if kind == MaterialKind.PHOTO:
        return f"{title}.png", picture(chance)
    if kind == MaterialKind.STATISTICS:
        rows = [[f"{month}月", chance.randint(3, 40), chance.randint(1, 9)] for month in range(1, 10)]
        return f"{title}.xlsx", sheets.workbook(title, ["月份", "办件", "超期"], rows)
    if kind in (MaterialKind.LIST, MaterialKind.DOCUMENT):
        return f"{title}.pdf", pages(title, chance)
    return f"{title}.docx", word(
        title, ["根据工作安排，本单位开展了有关工作。", "一、基本情况", "二、主要做法", "三、取得成效"]
    )


def word(title: str, lines: list[str]) -> bytes:
    """A Word file with a title and some lines."""
    body = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in (title, *lines))
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("[Content_Types].xml", _TYPES)
        made.writestr("_rels/.rels", _RELATIONS)
        made.writestr("word/document.xml", f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>')
    return file.getvalue()


_FONT = (
    b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[<</Type/Font/Subtype/CIDFontType0"
    b"/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>"
    b"/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 700/StemV 80"
    b"/FontBBox[0 -120 1000 880]>>/DW 1000>>]>>"
)


def pages(title: str, chance: random.Random) -> bytes:
    """A PDF of some pages that say which they are, in the font that every reader has."""
    count = chance.randint(3, 6)
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(count))
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(), _FONT]
    for n in range(count):
        lines = (
            (18, 740, title),
            (14, 690, f"第 {n + 1} 页，共 {count} 页"),
            (12, 650, f"编号 {chance.randint(1000, 9999)}"),
        )
        drawn = "".join(
            f"BT /F {size} Tf 72 {y} Td <{text.encode('utf-16-be').hex()}> Tj ET\n" for size, y, text in lines
        ).encode()
        parts.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents {5 + 2 * n} 0 R>>".encode()
        )
        parts.append(b"<</Length %d>>stream\n%sendstream" % (len(drawn), drawn))
    return _numbered(parts)


def _numbered(parts: list[bytes]) -> bytes:
    """Objects with the table of where each begins."""
    made, places = bytearray(b"%PDF-1.4\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = (len(parts) + 1, table, len(parts) + 1, len(made))
    return (
        bytes(made)
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % end
    )


def picture(chance: random.Random, width: int = 320, height: int = 200) -> bytes:
    """A hall: floor, wall, a red banner over rows of heads."""
    rows = []
    for y in range(height):
        colour = (190, 40, 35) if 30 < y < 60 else (232, 228, 218) if y < 120 else (150, 120, 90)
        row = bytearray(bytes(colour) * width)
        if y > 125:
            for x in range((y // 20 % 2) * 14 + 10, width - 20, 28):
                row[3 * x : 3 * (x + 14)] = bytes((40 + chance.randint(0, 30), 45, 60)) * 14
        rows.append(b"\0" + bytes(row))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)), (b"IDAT", zlib.compress(b"".join(rows))), (b"IEND", b"")]  # fmt: skip
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
