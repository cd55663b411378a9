"""The papers of an application: the form (申报书) and the index of a package (目录), as docx and xlsx."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from duibiao.applications import lacking
from duibiao.applications.choices import Act, FieldKind
from duibiao.applications.models import Application, Selection, Step
from duibiao.lib.dates import day_text
from duibiao.lib.papers import Paper

#: The steps whose opinion stands on the form, in its own order.
OPINIONS = (Act.RECOMMEND, Act.PASS, Act.CHECK, Act.NAME)


def answer_words(kind: str, value: Any) -> str:
    """What was filled in, as it is read."""
    if value in (None, ""):
        return ""
    if kind == FieldKind.DAY:
        return day_text(date.fromisoformat(str(value)))
    return str(value)


def form_docx(application: Application) -> bytes:
    """The application form with the conditions and every opinion that was given so far."""
    paper = Paper()
    paper.title(str(application.category))
    paper.title(_("申报书"))
    paper.under_title(application.selection.title)
    rows = [
        (_("申报对象"), application.name),
        (_("申报单位"), str(application.unit)),
        (_("推荐单位"), str(application.recommender)),
        (_("依据"), application.selection.grounds),
    ]
    paper.table([_("栏目"), _("内容")], rows, widths=(36, 120), size=12)
    for field in application.selection.fields.all():
        paper.heading(field.label)
        said = answer_words(field.kind, application.answers.get(str(field.pk)))
        for line in said.splitlines() or ["—"]:
            paper.paragraph(line)
    _conditions(paper, application)
    _opinions(paper, application)
    return paper.file()


def _conditions(paper: Paper, application: Application) -> None:
    found = lacking.lines(application)
    if not found:
        return
    paper.heading(_("条件对照"))
    rows = [
        [str(one.number), one.condition.words, _("具备") if one.tick else "—", _shown_by(one)] for one in found
    ]  # fmt: skip
    paper.table([_("序号"), _("条件"), _("对照"), _("材料")], rows, widths=(14, 72, 18, 52), size=12)


def _shown_by(line: lacking.Line) -> str:
    return line.tick.file.material.title if line.tick is not None and line.tick.file is not None else ""


def _opinions(paper: Paper, application: Application) -> None:
    """The last opinion of each kind; an opinion that nobody has given yet is an empty box to be signed."""
    last: dict[str, Step] = {step.act: step for step in application.steps.select_related("unit").order_by("id")}
    wanted = [one for one in OPINIONS if one != Act.CHECK or application.selection.check_workdays]
    paper.heading(_("意见"))
    paper.table([_("环节"), _("意见")], [[str(one.label), _opinion(last.get(one))] for one in wanted], widths=(36, 120), size=12)  # fmt: skip


def _opinion(step: Step | None) -> str:
    if step is None:
        return "\n\n" + _("（盖章）        年    月    日")
    said = [step.words, step.document, str(step.unit or ""), f"{step.at:%Y-%m-%d}"]
    return "　".join(one for one in said if one)


def index_rows(applications: Sequence[Application], folders: dict[int, str]) -> list[list[str]]:
    return [
        [
            str(place), str(one.category), one.name, str(one.unit), str(one.recommender), one.get_state_display(),
            one.decision, folders[one.pk],
        ]
        for place, one in enumerate(applications, start=1)
    ]  # fmt: skip


def heads() -> list[str]:
    return [
        _("序号"), _("类别"), _("申报对象"), _("申报单位"), _("推荐单位"), _("状态"), _("文号"), _("文件夹"),
    ]  # fmt: skip


def index_docx(selection: Selection, rows: list[list[str]], files: list[tuple[str, str]]) -> bytes:
    """A4 across: the names, then each file and what it shows."""
    paper = Paper(landscape=True)
    paper.title(_("上报材料目录"))
    paper.under_title(f"{selection.title} · {selection.grounds}")
    paper.table(heads(), rows, widths=(12, 30, 44, 34, 34, 22, 34, 33), size=10.5)
    paper.heading(_("文件"))
    paper.table([_("文件"), _("内容")], files, widths=(130, 113), size=10.5)
    return paper.file()


def index_xlsx(rows: list[list[str]], files: list[tuple[str, str]]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E3F0EF", "border": 1, "text_wrap": True})
        for title, head, lines in ((_("目录"), heads(), rows), (_("文件"), [_("文件"), _("内容")], files)):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, head, bold)
            for number, line in enumerate(lines, start=1):
                sheet.write_row(number, 0, line)
            sheet.set_column(0, 0, 12)
            sheet.set_column(1, len(head) - 1, 26)
            sheet.freeze_panes(1, 0)
    return buffer.getvalue()
