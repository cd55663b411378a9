"""An official-looking table for tests: two first levels, merged cells, a clause of each state, units in the last columns."""

import io
from typing import Any

import openpyxl

from duibiao.standards import drafts
from duibiao.standards.models import DraftIndicator, ImportDraft
from tests.cast import Cast

HEADS = ("一级指标", "二级指标", "三级指标", "测评内容", "分值", "计分办法", "测评方法", "责任单位", "材料要求")
#: First, second and third level, content, points, clause, method, units, materials.
ROWS: tuple[tuple[Any, ...], ...] = (
    ("一、组织领导（10分）", "（一）第一责任人", "1.专题研究", "每年专题研究法治工作不少于3次。", 3, "专题研究每少一次扣0.5分，扣完为止。", "材料审核", "县司法局牵头，各乡镇配合", "会议纪要"),
    ("", "", "2.领导小组", "成立领导小组。", 2, "未成立领导小组的不得分。", "材料审核", "县司法局", "成立文件"),
    ("", "（二）经费保障", "3.经费", "法治经费列入预算。", 5, "参照上级有关规定执行。", "材料审核", "县财政局", "预算表"),
    ("二、依法行政（10分）", "（三）行政执法", "4.案卷评查", "执法案卷合格。", 4, "发现一件不合格案卷扣1分，扣完为止。", "实地考察", "各执法部门", "案卷"),
    ("", "", "5.出庭应诉", "行政机关负责人出庭应诉率达到95%。", 6, "出庭应诉率每低一个百分点扣0.5分，扣完为止。", "数据统计", "司法局、城关镇", "统计表"),
)  # fmt: skip


def table(
    rows: tuple[tuple[Any, ...], ...] = ROWS,
    title: str = "青禾县2026年法治建设考核指标体系（20分）",
    heads: tuple[str, ...] = HEADS,
) -> bytes:
    """The table as .xlsx; blank cells of the first two columns belong to the cell above."""
    book = openpyxl.Workbook()
    sheet: Any = book.active
    sheet.title = "指标体系"
    sheet.append([title])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(heads))
    sheet.append(list(heads))
    for row in rows:
        sheet.append([value if value != "" else None for value in row])
    for column in (1, 2):
        _merge(sheet, column, [row[column - 1] for row in rows])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _merge(sheet: Any, column: int, values: list[Any]) -> None:
    start = 0
    for place in range(1, len(values) + 1):
        if place == len(values) or values[place] != "":
            if place - start > 1:
                sheet.merge_cells(start_row=start + 3, start_column=column, end_row=place + 2, end_column=column)
            start = place


def draft(cast: Cast, **options: Any) -> ImportDraft:
    """The table handed in by the office, and read."""
    return drafts.begin(cast.lin, name="指标体系.xlsx", content=table(**options))


def clause(of: ImportDraft, words: str) -> DraftIndicator:
    """The leaf whose name holds these words."""
    found: DraftIndicator = of.indicators.get(leaf=True, name__contains=words)
    return found
