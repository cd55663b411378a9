"""The package as files: a workbook with a sheet for each question, and a paper to hand round."""

import io
import re
from collections.abc import Iterable, Sequence
from datetime import date

import xlsxwriter
from django.utils.translation import gettext as _

from duibiao.lib.dates import day_text
from duibiao.lib.papers import Paper
from duibiao.web.base.packages.reading import Item, Need, Package
from duibiao.web.base.templatetags.parts import plain_number

Cell = str | float | None
Row = Sequence[Cell]
Sheet = tuple[str, list[str], Sequence[Row]]


def part_words(part: str) -> str:
    return {"lead": _("牵头"), "support": _("配合")}.get(part, "")


def _needs_of(item: Item) -> str:
    return "；".join([need.name for need in item.needs] + item.material)


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def workbook(package: Package) -> bytes:
    """Indicators, what is counted and handed in, places, days."""
    heads = [
        _("编号"),
        _("上级指标"),
        _("指标"),
        _("原文"),
        _("任务"),
        _("计分办法"),
        _("满分"),
        _("现在得分"),
        _("测评方法"),
    ]
    heads += [_("要报的数据和材料"), _("分工"), _("完成时限"), _("为什么没得满")]
    needs = [_("计量项"), _("类型"), _("计量单位"), _("频次"), _("说明"), _("用在哪些指标")]
    places = [_("编号"), _("名称"), _("类别"), _("起止范围")]
    areas: list[Row] = [[one.code, one.name, str(one.get_kind_display()), one.extent] for one in package.areas]
    sheets: list[Sheet] = [
        (_("指标"), heads, [_row(item) for item in package.items]),
        (_("数据和材料"), needs, [_need(need, found) for need, found in package.needs]),
        (_("点位"), places, areas),
        (_("时间表"), [_("日期"), _("节点")], _timetable(package)),
    ]
    return _book(sheets)


def _need(need: Need, found: list[Item]) -> Row:
    return [need.name, need.kind, need.unit, need.often, need.source, "、".join(one.row.code for one in found)]


def _timetable(package: Package) -> list[list[Cell]]:
    """The campaign's days and the unit's own time limits, in one order."""
    days = [(one.day, one.name) for one in package.milestones]
    days += [(item.due_on, f"{item.row.code} {item.name}") for item in package.items if item.due_on]
    said: list[list[Cell]] = [[day.isoformat(), name] for day, name in sorted(days)]
    return said


def _row(item: Item) -> Row:
    return [
        item.row.code, item.above, item.name, item.row.text, item.duty, "；".join(item.rule),
        item.node.full, item.node.points_shown, item.method, _needs_of(item), part_words(item.part),
        _day(item.due_on), item.reason,
    ]  # fmt: skip


def _book(sheets: Iterable[Sheet]) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    ) as book:
        bold = book.add_format({"bold": True, "bg_color": "#E3F0EF", "border": 1, "text_wrap": True})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        for title, heads, rows in sheets:
            sheet = book.add_worksheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31])
            sheet.write_row(0, 0, heads, bold)
            for number, row in enumerate(rows, start=1):
                for place, value in enumerate(row):
                    sheet.write(number, place, "" if value is None else value, wrap)
            sheet.set_column(0, 0, 12)
            sheet.set_column(1, len(heads) - 1, 24)
            sheet.freeze_panes(1, 0)
            sheet.set_landscape()
            sheet.fit_to_pages(1, 0)
    return buffer.getvalue()


def paper(package: Package) -> bytes:
    """A4 across: title, the table of indicators, the days."""
    made = Paper(landscape=True)
    made.title(_("%(unit)s指标任务书") % {"unit": package.unit})
    made.under_title(package.campaign.title)
    heads = [_("编号"), _("指标和要求"), _("计分办法"), _("满分"), _("数据和材料"), _("分工"), _("完成时限")]
    rows = (
        [
            item.row.code, f"{item.name}：{item.duty or item.row.text}", "；".join(item.rule), plain_number(item.node.full),
            _needs_of(item), part_words(item.part), _day(item.due_on),
        ]
        for item in package.items
    )  # fmt: skip
    made.table(heads, rows, widths=(16, 74, 56, 14, 44, 14, 24), size=10.5)
    if package.milestones:
        made.heading(_("时间表"))
        made.table([_("日期"), _("节点")], ([day_text(one.day), one.name] for one in package.milestones), size=12)
    return made.file()
