"""The standings as files: the engine's workbook, and the table that is attached to an official paper."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text
from duibiao.lib.papers import DOCX, Paper
from duibiao.lib.sheets import XLSX
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
WIDTHS = (15, 48, 22, 24, 20, 27)  # millimetres


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
    """The title, the period, and a table for each group."""
    written = Paper()
    written.title(title)
    written.under_title(as_of)
    heads = [_("名次"), _("单位"), _("得分"), _("得分率"), _("等次"), _("备注")]
    for group in dict.fromkeys(line.group for line in found):
        if group:
            written.heading(group)
        written.table(heads, [_cells(line) for line in found if line.group == group], WIDTHS)
    return written.file()


def _cells(line: Line) -> list[str]:
    rate = "" if line.rate is None else f"{100 * line.rate:.2f}%"
    rank = "—" if line.rank is None else str(line.rank)
    return [rank, line.name, f"{line.total:g}", rate, line.grade, "；".join(line.vetoes)]


def as_of_words(since: date, until: date) -> str:
    """（考核期 … 至 …）"""
    return _("（考核期 %(since)s 至 %(until)s）") % {"since": day_text(since), "until": day_text(until)}
