"""The papers of a package: the index (目录) as docx and xlsx, and the submission form (测评材料提交表) of each indicator."""

import io
from collections.abc import Iterator

import xlsxwriter
from django.utils.translation import gettext as _

from duibiao.lib.long_papers import LongPaper, written_heading, written_table
from duibiao.lib.papers import Paper
from duibiao.packing.reading import Folder, Plan, Planned


def file_name(one: Planned) -> str:
    return one.path.rpartition("/")[2]


def _day(one: Planned) -> str:
    return one.dated_on.isoformat() if one.dated_on else ""


def _late(one: Planned) -> str:
    return _("逾期补交") if one.late else ""


def index_xlsx(plan: Plan, bound: dict[str, str]) -> bytes:
    """Every file: number, indicator, title, number and day of the document, unit, where it lies, pages of the binder, fingerprint."""
    heads = [_("序号"), _("指标编号"), _("指标"), _("材料要求"), _("材料名称"), _("文号"), _("形成日期"), _("提供单位"),
             _("文件"), _("汇编页码"), _("大小（字节）"), _("备注"), "SHA-256"]  # fmt: skip
    buffer = io.BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E3F0EF", "border": 1, "text_wrap": True})
        sheet = book.add_worksheet(_("目录"))
        sheet.set_column(0, 1, 9)
        sheet.set_column(2, len(heads) - 1, 24)
        sheet.freeze_panes(1, 0)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.write_row(0, 0, heads, bold)
        rows = ((folder, one) for folder in plan.folders for one in folder.files)
        for number, (folder, one) in enumerate(rows, start=1):
            sheet.write_row(number, 0, [
                number, folder.indicator.code, folder.indicator.name, one.demanded, one.title, one.number, _day(one),
                one.unit, one.path, bound.get(one.path, ""), one.size, _late(one), one.sha256,
            ])  # fmt: skip
    return buffer.getvalue()


def index_docx(plan: Plan, bound: dict[str, str], lacking: list[str]) -> bytes:
    """The index on A4 across: a table for each indicator, what is demanded and not there at the end."""
    paper = LongPaper(landscape=True)
    paper.title(_("测评材料目录"))
    paper.under_title(plan.title)
    heads = [_("序号"), _("材料名称"), _("文号"), _("形成日期"), _("提供单位"), _("汇编页码")]
    paper.stand_in()
    if lacking:
        paper.heading(_("列入要求、没有材料的"))
        for line in lacking:
            paper.paragraph(line)
    return paper.file_with(_tables(plan, bound, heads))


def _tables(plan: Plan, bound: dict[str, str], heads: list[str]) -> Iterator[str]:
    for folder in plan.folders:
        yield written_heading(f"{folder.indicator.code} {folder.indicator.name}")
        rows = (
            [str(place), one.title, one.number, _day(one), one.unit, bound.get(one.path, _("见原件"))]
            for place, one in enumerate(folder.files, start=1)
        )
        yield from written_table(heads, rows, widths=(16, 92, 44, 28, 38, 25), size=10.5)


def form_docx(plan: Plan, folder: Folder, bound: dict[str, str]) -> bytes:
    """《测评材料提交表》 of one indicator."""
    paper = Paper()
    paper.title(_("测评材料提交表"))
    paper.under_title(plan.title)
    marks = "；".join(f"{unit} {points:g}" for unit, points in folder.marks)
    row = folder.indicator
    points = "" if row.points is None else f"{row.points:g}"
    paper.table(
        [_("测评项目"), " › ".join([*folder.above, f"{row.code} {row.name}"])],
        [
            [_("测评标准"), row.text],
            [_("分值"), points],
            [_("自评得分"), marks],
            [_("申报单位"), plan.unit.name if plan.unit else str(plan.campaign.declared_by or "")],
        ],
        widths=(30, 126),
        size=12,
    )
    paper.heading(_("材料清单"))
    rows = (
        [str(place), one.title, one.number, _day(one), one.unit, bound.get(one.path, _("见原件")), _late(one)]
        for place, one in enumerate(folder.files, start=1)
    )
    heads = [_("序号"), _("材料名称"), _("文号"), _("形成日期"), _("提供单位"), _("汇编页码"), _("备注")]
    paper.table(heads, rows, widths=(13, 50, 26, 22, 22, 13, 10), size=10.5)
    paper.paragraph("")
    paper.table([_("填表人"), "", _("审核人"), "", _("填表日期"), ""], [], widths=(20, 32, 20, 32, 22, 30), size=12)
    return paper.file()
