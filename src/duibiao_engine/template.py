"""An empty workbook of facts for one standard, which `read_facts` reads back.

Its one trick: everything that a clerk may choose from stands on a hidden sheet, and drop-downs point there; units come
from the workbook's own sheet 单位, so a unit added there can be chosen at once.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from duibiao_engine.facts.schema import DOES_NOT_APPLY, PLAIN_KIND
from duibiao_engine.facts.vocabulary import vocabulary_of
from duibiao_engine.standard.measures import Measure
from duibiao_engine.standard.model import Standard

#: Drop-downs and formats reach so far down; below, cells are read all the same.
ROWS = 5000
_CHOICES = "选项"
#: A workbook must not carry the clock of the machine: the same standard gives the same template.
_CREATED = datetime.datetime(2026, 1, 1)  # noqa: DTZ001
KINDS = {
    "flag": "是否", "count": "计数", "ratio": "比率", "score": "评分", "amount": "数值", "grade": "等次", "date": "日期", "event": "事件",
}  # fmt: skip
_HOW = {
    "flag": "数值填 1 或 0（是、否也行）",
    "count": "数值填次数或件数，同一单位的几行会合起来算",
    "score": "数值填分数",
    "amount": "数值填现行的数",
    "grade": "等次里选一个，数值空着",
    "date": "时间填发生的那一天，数值空着",
    "event": "每发生一件填一行，数值不填就是 1",
}


class Column(NamedTuple):
    """A column of a sheet: its header, width, format and what its note says; `choices` names a list."""

    title: str
    width: int
    style: str
    note: str
    choices: str = ""


def write_template(standard: Standard, path: Path, units: pa.Table | None = None) -> None:
    """Writes the workbook. `units`, where given, has the columns of `facts.schema.UNITS` and fills the sheet 单位."""
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        book.set_properties({"title": f"{standard.title} 事实表", "created": _CREATED})
        styles = _styles(book)
        explained = book.add_worksheet("说明")
        facts = book.add_worksheet("事实")
        listed, left_out = book.add_worksheet("单位"), book.add_worksheet("不适用")
        choices = _write_choices(book, standard)
        choices["units"] = f"='单位'!$B$2:$B${ROWS + 1}"
        _lay_out(facts, fact_columns(standard), styles, choices)
        _lay_out(listed, unit_columns(standard), styles, choices)
        _lay_out(left_out, not_applicable_columns(), styles, choices)
        _fill_units(listed, standard, units)
        _explain(explained, standard, styles)
        facts.activate()


def _styles(book: Workbook) -> dict[str, Format]:
    return {
        "header": book.add_format({"bold": True, "bg_color": "#DCE6F2", "border": 1, "valign": "vcenter"}),
        "title": book.add_format({"bold": True, "font_size": 14}),
        "plain": book.add_format({}),
        "bold": book.add_format({"bold": True, "bottom": 1}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        # Codes such as 1.10 and 001 must stay texts.
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"num_format": "General"}),
    }


def fact_columns(standard: Standard) -> list[Column]:
    """The columns of the sheet 事实 that this standard has a use for."""
    measures = standard.measures.values()
    kinds = {measure.kind for measure in measures}
    wanted = {
        "总数": "ratio" in kinds,
        "层级": bool(vocabulary_of(standard).levels),
        "责任单位": bool(standard.scorecards),
    }
    return [column for column in _FACT_COLUMNS if wanted.get(column.title, True)]


_FACT_COLUMNS = (
    Column("编号", 12, "text", "可以不填。要更正某一行时，那一行需要编号；编号不能重复。"),
    Column("计量项", 30, "text", "从下拉里选。每个计量项怎么填，见「说明」。", "measures"),
    Column("单位", 18, "text", "写名称或编号；在「单位」表里列出的可以下拉选择。", "units"),
    Column("点位", 16, "text", "实地检查的地点；与点位无关的不填。"),
    Column("时间", 13, "date", "事情发生的那一天，如 2026-03-05。不填就算在考核期内。"),
    Column("数值", 11, "number", "只填数字。空着不等于零；没有数据就不要写这一行。"),
    Column("总数", 11, "number", "比率的分母：数值填做到的，总数填应做的。"),
    Column("等次", 12, "text", "从下拉里选；这次不适用选 n/a。", "grades"),
    Column("层级", 14, "text", "由哪一级发现或表彰，从下拉里选。", "levels"),
    Column("来源", 12, "text", "材料、实地、问卷、统计……可以不填。"),
    Column("依据", 24, "text", "文号、表号或问题编号；同一件事写同一个依据。"),
    Column("责任单位", 22, "text", "对这一行负责的单位，几个之间用 | 隔开。"),
    Column("更正", 12, "text", "要更正哪一行，就写那一行的编号。原来那一行不要改、不要删。"),
    Column("更正原因", 24, "text", "为什么更正。"),
    Column("备注", 24, "text", "不计入，随便写。"),
)


def unit_columns(standard: Standard) -> list[Column]:
    """The columns of the sheet 单位."""
    kinds = "、".join(standard.unit_kinds.values()) or PLAIN_KIND
    return [
        Column("编号", 14, "text", "可以不填，不填就用名称。"),
        Column("名称", 24, "text", "单位名称。一行一个单位。"),
        Column("类别", 14, "text", f"标准里的类别：{kinds}。", "kinds"),
        Column("分组", 18, "text", "排名分组等，几个之间用 | 隔开。"),
        Column("上级", 18, "text", "上级单位的名称或编号，可以不填。"),
    ]


def not_applicable_columns() -> list[Column]:
    """The columns of the sheet 不适用."""
    return [
        Column("单位", 24, "text", "哪个单位。", "units"),
        Column("指标", 14, "text", "哪项指标不适用，写指标编号。", "indicators"),
        Column("原因", 40, "text", "为什么不适用。"),
    ]


def _grades(measures: Iterable[Measure]) -> list[str]:
    return list(dict.fromkeys(grade for measure in measures for grade in measure.grades))


def _write_choices(book: Workbook, standard: Standard) -> dict[str, str]:
    """Writes each list into a column of its own and returns the references to them."""
    known = vocabulary_of(standard)
    levels = [level for listed in known.levels.values() for level in listed]
    lists: dict[str, Sequence[str]] = {
        "measures": measure_words(standard),
        "grades": [*_grades(standard.measures.values()), DOES_NOT_APPLY],
        "levels": list(dict.fromkeys(levels)),
        "kinds": list(standard.unit_kinds.values()),
        "indicators": list(known.indicators or ()),
    }
    sheet = book.add_worksheet(_CHOICES)
    sheet.hide()
    found: dict[str, str] = {}
    for index, (name, words) in enumerate(lists.items()):
        sheet.write_string(0, index, name)
        for row, word in enumerate(words, start=1):
            sheet.write_string(row, index, word)
        if words:
            letter = chr(65 + index)
            found[name] = f"='{_CHOICES}'!${letter}$2:${letter}${len(words) + 1}"
    return found


def measure_words(standard: Standard) -> list[str]:
    """The word by which each measure is chosen: its name, or its code where a name is shared."""
    names = [measure.name for measure in standard.measures.values()]
    return [code if names.count(measure.name) > 1 else measure.name for code, measure in standard.measures.items()]


def _lay_out(
    sheet: Worksheet, columns: Sequence[Column], styles: dict[str, Format], choices: dict[str, str]
) -> None:  # fmt: skip
    sheet.freeze_panes(1, 0)
    sheet.set_row(0, 22)
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width, styles[column.style])
        sheet.write_string(0, index, column.title, styles["header"])
        sheet.write_comment(0, index, column.note, {"x_scale": 1.6, "author": "对标"})
        if column.choices in choices:
            _offer(sheet, index, column, choices[column.choices])


def _offer(sheet: Worksheet, index: int, column: Column, source: str) -> None:
    # Only a warning: a code in place of a name, or a unit not listed yet, may be typed in.
    rule = {
        "validate": "list", "source": source, "error_type": "warning", "ignore_blank": True,
        "error_title": f"{column.title}不在下拉里", "error_message": "请从下拉里选；确实要写别的，选“是”。",
    }  # fmt: skip
    sheet.data_validation(1, index, ROWS, index, rule)


def _fill_units(sheet: Worksheet, standard: Standard, units: pa.Table | None) -> None:
    for row, unit in enumerate(units.to_pylist() if units is not None else [], start=1):
        kind = standard.unit_kinds.get(unit["kind"], unit["kind"])
        texts = (unit["unit"], unit["name"], kind, "", unit["parent"] or "")
        for column, text in enumerate(texts):
            if text:
                sheet.write_string(row, column, text)


def _explain(sheet: Worksheet, standard: Standard, styles: dict[str, Format]) -> None:
    sheet.set_column(0, 0, 34, styles["wrap"])
    sheet.set_column(1, 1, 26, styles["wrap"])
    sheet.set_column(2, 2, 9, styles["wrap"])
    sheet.set_column(3, 3, 60, styles["wrap"])
    sheet.set_column(4, 4, 20, styles["wrap"])
    sheet.write_string(0, 0, f"{standard.title}（{standard.edition}）事实表", styles["title"])
    for row, line in enumerate(_LINES, start=1):
        sheet.write_string(row, 0, line, styles["plain"])
    top = len(_LINES) + 2
    for column, title in enumerate(("计量项", "代码", "类型", "怎么填", "用在哪些指标")):
        sheet.write_string(top, column, title, styles["bold"])
    used = _used_by(standard)
    for row, (code, measure) in enumerate(standard.measures.items(), start=top + 1):
        texts = (measure.name, code, KINDS[measure.kind], how_to_fill(measure), "、".join(used.get(code, ())))
        for column, text in enumerate(texts):
            sheet.write_string(row, column, text)


_LINES = (
    "1. 在「事实」表里一行写一件事：哪个单位、哪个计量项、什么时候、多少。不要合并单元格，不要改列名。",
    "2. 在「单位」表里列出参加考核的单位；不填这张表，「事实」里出现的单位就都参加。",
    "3. 某个单位不适用某项指标的，写在「不适用」表里。",
    "4. 没有数据就不写：空着不等于零。写错了不要改原来那一行，另写一行，在「更正」里写原来那一行的编号。",
    "5. 填好后保存，用 duibiao score 读这个文件；有错会一次全部指出在哪一格、怎么改。",
)


def _used_by(standard: Standard) -> dict[str, list[str]]:
    used: dict[str, list[str]] = {}
    for node in standard.leaves:
        for measure in dict.fromkeys(code for term in node.indicator.rule for code in term.measures):
            used.setdefault(measure, []).append(node.code)
    return used


def how_to_fill(measure: Measure) -> str:
    """One plain sentence for a clerk."""
    pieces = [_ratio(measure) if measure.kind == "ratio" else _HOW[measure.kind]]
    if measure.unit and measure.kind != "ratio":
        pieces.append(f"单位是{measure.unit}")
    if measure.grades:
        pieces.append(f"等次有：{'、'.join(measure.grades)}")
    if measure.range:
        pieces.append(f"在 {measure.range[0]:g} 到 {measure.range[1]:g} 之间")
    if measure.per == "site":
        pieces.append("每个点位一行")
    if measure.missing == "none":
        pieces.append("没有就不写，按零算")
    return "；".join(pieces)


def _ratio(measure: Measure) -> str:
    alone = {
        "percent": "；只有百分数时，数值填 95 或 95%，总数空着",
        "fraction": "；只有小数时，数值填 0.95 或 95%，总数空着",
    }
    return "数值填做到的，总数填应做的" + alone.get(measure.written_as or "", "；只有百分数时，数值填 95%，总数空着")
