"""The standings as files: the engine's workbook, and the table that is attached to an official paper."""

import io
from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table

from duibiao.lib.dates import day_text
from duibiao.lib.sheets import XLSX
from duibiao.organisation.contact_list import fill, write
from duibiao.scores.models import Total
from duibiao.web.base.scores.comparing import Line
from duibiao.web.base.scores.reading import english
from duibiao_engine.gap import Loss
from duibiao_engine.reports.score_sheets import ScoreSheets, losses_sheet
from duibiao_engine.reports.sheets import Report
from duibiao_engine.reports.words import period_of, title_of
from duibiao_engine.reports.workbook import as_xlsx
from duibiao_engine.results import ScoreResult
from duibiao_engine.standard.model import Standard

__all__ = ["DOCX", "XLSX", "as_of_words", "lines_of", "paper", "workbook"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def workbook(result: ScoreResult, standard: Standard, found: list[Loss]) -> bytes:
    """Units, indicators, every line and the losses: the engine's own report."""
    language = "en" if english() else "zh"
    sheets = ScoreSheets(result, standard, language, {})  # type: ignore[arg-type]
    heading = (title_of(standard, language), period_of(result.period, result.as_of, language))  # type: ignore[arg-type]
    parts = (sheets.units(), sheets.indicators(), sheets.lines(), losses_sheet(found, language))  # type: ignore[arg-type]
    return as_xlsx(Report("duibiao/score@1", heading, parts), language)  # type: ignore[arg-type]


def lines_of(totals: Iterable[Total], standard: Standard) -> list[Line]:
    """The standings of today in the shape of a fixed result."""
    vetoes = {veto.id: veto.name for veto in standard.vetoes}
    return [
        Line(
            row.unit_id, row.unit.name, standard.unit_kinds.get(row.group, "" if row.group == "*" else row.group), row.rank,
            row.total, row.full, row.rate, row.grade or "", tuple(vetoes.get(one, one) for one in row.vetoes),
        )
        for row in totals
    ]  # fmt: skip


def paper(title: str, as_of: str, found: list[Line]) -> bytes:
    """A4 in the layout of official papers: title in 二号 小标宋, a table for each group, its head on every page."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = (
        Mm(37),
        Mm(35),
        Mm(28),
        Mm(26),
    )
    _line(document, title, "方正小标宋简体", 22)
    _line(document, as_of, "楷体_GB2312", 16)
    for group in dict.fromkeys(line.group for line in found):
        if group:
            write(document.add_paragraph().add_run(group), "黑体", 16)
        _table(document.add_table(rows=1, cols=6, style="Table Grid"), [line for line in found if line.group == group])
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _line(document: object, text: str, font: str, size: float) -> None:
    paragraph = document.add_paragraph()  # type: ignore[attr-defined]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph.add_run(text), font, size)


def _table(table: Table, found: list[Line]) -> None:
    heads = [_("名次"), _("单位"), _("得分"), _("得分率"), _("等次"), _("备注")]
    fill(table.rows[0].cells, heads, "黑体")
    repeat = table.rows[0]._tr.get_or_add_trPr()
    repeat.append(repeat.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
    for line in found:
        rate = "" if line.rate is None else f"{100 * line.rate:.2f}%"
        rank = "—" if line.rank is None else str(line.rank)
        said = [rank, line.name, f"{line.total:g}", rate, line.grade, "；".join(line.vetoes)]
        fill(table.add_row().cells, said, "仿宋_GB2312")  # type: ignore[no-untyped-call]
    widths = (Mm(15), Mm(48), Mm(22), Mm(24), Mm(20), Mm(27))
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def as_of_words(since: date, until: date) -> str:
    """（考核期 … 至 …）"""
    return _("（考核期 %(since)s 至 %(until)s）") % {"since": day_text(since), "until": day_text(until)}
