"""Two editions side by side, as one list of changes and one proposed mapping."""

from __future__ import annotations

from collections.abc import Iterator

from duibiao_engine.reports.sheets import Column, Report, Row, Sheet, say
from duibiao_engine.reports.words import title_of
from duibiao_engine.rules.base import Language
from duibiao_engine.standard.compare import Changed, Comparison
from duibiao_engine.standard.model import Standard

_CHANGES = (
    Column("change", "变化", "Change", width=12),
    Column("old", "旧编号", "Old code", width=10),
    Column("new", "新编号", "New code", width=10),
    Column("name", "名称", "Name", width=26),
    Column("before", "原来", "Before", width=40),
    Column("after", "现在", "After", width=40),
)
_MAPPING = (
    Column("old", "旧编号", "Old code", width=10),
    Column("new", "新编号", "New code", width=10),
    Column("reason", "依据", "Reason", width=30),
    Column("confidence", "把握", "Confidence", "percent", 8),
)
#: (attribute of a comparison, Chinese, English) of lists of changed things
_CHANGED = (
    ("points", "分值", "points"),
    ("rules", "计分办法", "rule"),
    ("settings", "设置", "settings"),
    ("measures_changed", "计量项改变", "measure changed"),
)
_LISTED = (
    ("added", "新增", "added"),
    ("removed", "删去", "removed"),
    ("measures_added", "新增计量项", "measure added"),
    ("measures_removed", "删去计量项", "measure removed"),
)


def comparison_report(old: Standard, new: Standard, found: Comparison, language: Language) -> Report:
    """The comparison in all forms."""
    changes = list(_changes(found, language))
    same = say(language, "两个版本的指标和计分办法完全相同", "Indicators and rules are the same in both")
    count = say(language, f"{len(changes)} 处不同", f"{len(changes)} differences")
    heading = (f"{title_of(old, language)} → {title_of(new, language)}", same if found.is_same else count)
    pairs = [(pair.old, pair.new, pair.reason, pair.confidence) for pair in found.mapping]
    return Report(
        "duibiao/compare@1",
        heading,
        (
            Sheet("changes", "变化", "Changes", _CHANGES, lambda: changes),
            Sheet("mapping", "新旧对应", "Mapping", _MAPPING, lambda: pairs),
        ),
        document=lambda: {"format": "duibiao/compare@1", "same": found.is_same, **found.to_json()},
    )


def _changes(found: Comparison, language: Language) -> Iterator[Row]:
    for key, zh, en in _LISTED:
        for one in getattr(found, key):
            old, new = (one.code, "") if "removed" in key else ("", one.code)
            yield say(language, zh, en), old, new, one.name, "", ""
    for moved in found.moved:
        yield (
            say(language, "移动", "moved"),
            moved.old.code,
            moved.new.code,
            moved.new.name,
            moved.old_parent,
            moved.new_parent,
        )
    for one in found.renumbered:
        yield say(language, "改号", "renumbered"), one.old, one.new, one.name, "", ""
    for reworded in found.reworded:
        codes = reworded.old.code, reworded.new.code
        yield (
            say(language, "改写", "reworded"),
            *codes,
            reworded.new.name,
            _text(reworded.old.name, reworded.old_text),
            _text(reworded.new.name, reworded.new_text),
        )
    for key, zh, en in _CHANGED:
        for changed in getattr(found, key):
            yield from _differences(changed, say(language, zh, en))
    for whole in found.whole:
        yield say(language, "总体", "as a whole"), "", "", whole.key, whole.old, whole.new


def _text(name: str, text: str) -> str:
    return f"{name}：{text}" if text else name


def _differences(changed: Changed, word: str) -> Iterator[Row]:
    for one in changed.differences:
        yield f"{word} {one.key}".strip(), changed.old.code, changed.new.code, changed.new.name, one.old, one.new
