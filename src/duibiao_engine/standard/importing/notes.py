"""`NOTES.md` of an imported pack: where it comes from, what was read, what was not, and what the table says besides."""

from __future__ import annotations

import re
from collections.abc import Iterable

from duibiao_engine.standard.importing.proposal import Proposal, ProposedIndicator

_MOST = 400


def notes_of(proposal: Proposal, waiting: dict[str, list[str]], *, untouched: bool = False) -> str:
    """The whole page."""
    parts = [
        f"# 说明：{_line(proposal.title)}",
        "本标准由表格导入，尚未经人核对。请逐项对照原件，确认后再发布。"
        if not untouched
        else "本标准由导出的表格原样导入，表格没有改动。",
        _source(proposal),
        _section("还要人来定的条文", _waiting(waiting), "没有。"),
        _section("读的时候发现的问题", [f"- {_line(str(one))}" for one in proposal.all_problems()], "没有。"),
        _section("表里写的单位、方法和材料", _besides(proposal), ""),
        _section("表外的注", [f"- {one.place}：{_line(one.words)}" for one in proposal.notes], ""),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _source(proposal: Proposal) -> str:
    used = [one.name for one in proposal.tables if one.used]
    left = [f"{one.name}（{one.why}）" for one in proposal.tables if not one.used]
    rows = [
        ("原文件", proposal.file),
        ("校验值（sha256）", proposal.sha256),
        ("读了的表", "、".join(used) or "没有"),
        ("没有读的表", "、".join(left) or "没有"),
        ("指标", f"{sum(1 for _ in proposal.walk())} 项，其中计分的 {len(proposal.leaves)} 项"),
    ]
    lines = ["## 来源", "", "| | |", "|---|---|", *(f"| {name} | {_cell(value)} |" for name, value in rows)]
    return "\n".join(lines)


def _section(title: str, lines: Iterable[str], otherwise: str) -> str:
    found = list(lines)
    if not found and not otherwise:
        return ""
    more = [f"- 另有 {len(found) - _MOST} 条"] if len(found) > _MOST else []
    return "\n".join([f"## {title}", "", *(found[:_MOST] or [otherwise]), *more])


def _waiting(waiting: dict[str, list[str]]) -> list[str]:
    return [f"- {code}：{_line(words)}" for code, every in waiting.items() for words in every]


def _besides(proposal: Proposal) -> list[str]:
    rows = [row for one in proposal.leaves if (row := _besides_of(one))]
    if not rows:
        return []
    head = ["| 编号 | 牵头 | 责任 | 配合 | 测评方法 | 材料 |", "|---|---|---|---|---|---|"]
    return head + rows


def _besides_of(one: ProposedIndicator) -> str:
    texts = (one.units.lead, one.units.responsible, one.units.supporting, one.method_words, one.materials)
    return f"| {one.code} | {' | '.join(map(_cell, texts))} |" if any(texts) else ""


def _line(text: str) -> str:
    return re.sub(r"\s*\n\s*", " ", text)


def _cell(text: str) -> str:
    return _line(text).replace("|", "｜")
