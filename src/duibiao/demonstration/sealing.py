"""What shows seals and hints: one photo handed in twice, a paper made after its day, a number on two papers; two seals, one look."""

import io
import random
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from docx import Document
from PIL import Image, ImageDraw, ImageEnhance

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.files import store
from duibiao.ledger.models import Material
from duibiao.ledger.services import giving
from duibiao.organisation.models import Unit, User
from duibiao.seals import services as seals
from duibiao.seals.models import Check
from duibiao.seals.tasks import examine
from duibiao.truth import services as truth
from duibiao.truth.tasks import look

WHEN = datetime(2026, 3, 5, 1, 30, tzinfo=UTC)


def build(by: User, campaign: Campaign, day: date) -> None:
    """Cheap: five files, one seal before them and one after."""
    seals.seal()
    one, other = list(participants(campaign))[5:7]
    street = scene(20261126)
    _give(
        by,
        one,
        "广场宣传.jpg",
        jpeg(street),
        kind="photo",
        title="法治宣传进广场",
        taken_at=WHEN,
        place="人民广场",
        theme="法治宣传",
    )
    later = ImageEnhance.Brightness(street.crop((30, 20, 610, 460))).enhance(1.25)
    _give(by, other, "主题活动.jpg", jpeg(later, taken="2025:11:20 09:12:00"), kind="photo", title="“宪法宣传周”主题活动",
          taken_at=WHEN + timedelta(days=60), place="文化广场", theme="宪法宣传")  # fmt: skip
    made = datetime.combine(day - timedelta(days=1), time(8), UTC)
    _give(by, other, "一季度会议纪要.docx", paper("一季度法治建设工作推进会纪要", made), kind="minutes",
          title="一季度法治建设工作推进会纪要", dated_on=date(2026, 3, 20), document_number="青法办〔2026〕7号")  # fmt: skip
    _give(by, one, "责任分工.docx", paper("法治建设责任分工方案", WHEN), kind="document", title="法治建设责任分工方案",
          dated_on=date(2026, 3, 6), document_number="青法办[2026] 7号")  # fmt: skip
    look()
    doubted = Material.objects.filter(title="“宪法宣传周”主题活动").first()
    if doubted is not None:
        truth.report(by, doubted, words="照片是另一单位三月活动照片裁剪调亮而成，两家单位已当面核对（演示）")
    seals.seal()
    examine(Check.objects.create().pk)


def _give(by: User, unit: Unit, name: str, content: bytes, **fields: Any) -> None:
    giving.give(by, unit=unit, files=[giving.Given(store.put([content], name=name), name, fields)])


def scene(seed: int) -> Image.Image:
    """A square with stalls and people, drawn."""
    dice = random.Random(seed)
    picture = Image.new("RGB", (640, 480), (196, 216, 230))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 250, 640, 480), fill=(168, 160, 148))
    for place in range(6):
        left, top = place * 110 - 20, dice.randint(70, 170)
        draw.rectangle((left, top, left + 88, 260), fill=tuple(dice.randint(90, 210) for _ in range(3)))
        for row in range(top + 14, 240, 28):
            draw.rectangle((left + 12, row, left + 76, row + 12), fill=(235, 235, 220))
    draw.rectangle((90, 190, 560, 226), fill=(170, 40, 40))
    for _ in range(26):
        left, top = dice.randint(10, 600), dice.randint(260, 400)
        draw.ellipse((left, top, left + 24, top + 26), fill=(226, 190, 160))
        draw.rectangle((left - 5, top + 26, left + 29, top + 76), fill=tuple(dice.randint(20, 200) for _ in range(3)))
    return picture


def jpeg(picture: Image.Image, taken: str = "2026:03:05 09:30:00") -> bytes:
    exif, file = Image.Exif(), io.BytesIO()
    exif.get_ifd(0x8769)[0x9003] = taken
    picture.save(file, "JPEG", quality=85, exif=exif)
    return file.getvalue()


def paper(title: str, made: datetime) -> bytes:
    document, file = Document(), io.BytesIO()
    document.add_paragraph(title)
    document.core_properties.created = document.core_properties.modified = made
    document.save(file)
    return file.getvalue()
