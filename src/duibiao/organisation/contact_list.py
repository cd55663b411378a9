"""The contact list as a document: the table that is attached to a notice, by unit."""

import io
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.run import Run

from duibiao.lib import sheets
from duibiao.lib.sheets import XLSX
from duibiao.organisation.models import Post

__all__ = ["DOCX", "XLSX", "as_docx", "as_xlsx"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def heads() -> list[str]:
    return [_("单位"), _("姓名"), _("岗位"), _("职务"), _("手机")]


def cells(post: Post) -> list[str]:
    return [post.unit.name, post.person.name, str(post.get_kind_display()), post.title, post.person.phone]


def as_xlsx(posts: Iterable[Post]) -> bytes:
    return sheets.workbook(_("通讯录"), heads(), map(cells, posts))


def as_docx(county: str, posts: Iterable[Post]) -> bytes:
    """A4, title in 二号 小标宋, table in 四号 仿宋, its first row repeated on every page."""
    document = Document()
    section = document.sections[0]
    section.orientation, section.page_width, section.page_height = WD_ORIENT.PORTRAIT, Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(title.add_run(_("%s创建工作通讯录") % county), "方正小标宋简体", 22)
    table = document.add_table(rows=1, cols=len(heads()), style="Table Grid")
    fill(table.rows[0].cells, heads(), "黑体")
    repeat = table.rows[0]._tr.get_or_add_trPr()
    repeat.append(repeat.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for post in posts:
        fill(table.add_row().cells, cells(post), "仿宋_GB2312")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def fill(places: Sequence[object], texts: Sequence[str], font: str) -> None:
    for place, text in zip(places, texts, strict=True):
        write(place.paragraphs[0].add_run(text), font, 14)  # type: ignore[attr-defined]


def write(run: Run, font: str, size: float) -> None:
    """Word takes the Chinese font from eastAsia alone."""
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
