"""A proposal as a pack: `standard.yaml` in the house's own spelling, and `NOTES.md` that says what it rests on.

Its one trick: what is not known is left out, not made up; the reader then says it in its own words, each with a line.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import yaml

from duibiao_engine.standard.importing import usage
from duibiao_engine.standard.importing.carried import Carried, unpacked
from duibiao_engine.standard.importing.notes import notes_of
from duibiao_engine.standard.importing.proposal import Proposal, ProposedIndicator, Source
from duibiao_engine.standard.importing.rules_of import Measures, rule_of

_Dumper: Any = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_LISTS = ("rule", "unread")
_YEAR = re.compile(r"20\d\d")
#: What the file does not say and a standard must.
UNKNOWN_ISSUER = "（原表未写发布机关，请填写）"


@dataclass(frozen=True, slots=True)
class Pack:
    """The two files of a pack, and the leaves whose clause waits for a person."""

    standard: str
    notes: str
    waiting: tuple[str, ...]

    def write(self, folder: Path) -> None:
        """Into a folder, which is made; an OSError is the caller's to explain."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "standard.yaml").write_text(self.standard, encoding="utf-8")
        (folder / "NOTES.md").write_text(self.notes, encoding="utf-8")


def pack_of(proposal: Proposal, source: Source | None = None, *, id_: str = "") -> Pack:
    """The pack of a proposal with readings; an untouched export of ours gives its own text back (`source` carries it)."""
    carried = unpacked(source.carried) if source is not None else None
    if carried is not None and is_untouched(proposal, carried):
        return Pack(carried.text, notes_of(proposal, {}, untouched=True), ())
    data, waiting = standard_data(proposal, id_=id_)
    return Pack(standard_text(data), notes_of(proposal, waiting), tuple(waiting))


def waiting_of(proposal: Proposal) -> dict[str, list[str]]:
    """The words that wait for a person, by the code of their indicator."""
    return standard_data(proposal)[1]


def is_untouched(proposal: Proposal, carried: Carried) -> bool:
    """Whether nothing differs from what was exported: every line is there, in its order, under the same title."""
    every = list(proposal.walk())
    restored = all(one.restored is not None and one.reading is None for one in every)
    return restored and not _retitled(proposal) and [one.code for one in every] == list(carried.seen.values())


def _retitled(proposal: Proposal) -> bool:
    """Whether a person gave the table another title; a title that was not found is none."""
    title, own = proposal.title, str(proposal.head.get("title", ""))
    return bool(own) and title != PurePath(proposal.file).stem and "".join(title.split()) != "".join(own.split())


def standard_data(proposal: Proposal, *, id_: str = "") -> tuple[dict[str, Any], dict[str, list[str]]]:
    """The standard as plain values, and the words that wait for a person by the code of their indicator."""
    head = proposal.head
    scored = proposal.points is not None or any(one.points is not None for one in proposal.walk())
    measures = Measures(dict(head.get("measures", {})))
    waiting: dict[str, list[str]] = {}
    indicators = [_indicator(one, None, measures, scored, waiting) for one in proposal.indicators]
    kinds = {kind for one in proposal.walk() for kind in one.applies_to}
    year = _YEAR.search(f"{proposal.title} {proposal.file}")
    data: dict[str, Any] = {
        "id": id_ or f"imported-{proposal.sha256[:8] or 'table'}",
        "title": proposal.title,
        "edition": year[0] if year else "草案",
        "issuer": UNKNOWN_ISSUER,
        "points": _whole(proposal, head) if scored else None,
        "unit_kinds": {code: name for code, name in usage.KINDS.items() if code in kinds},
    }
    data = {**data, **{key: value for key, value in head.items() if key != "measures"}}
    if _retitled(proposal):
        data["title"] = proposal.title
    data |= {"measures": _used(measures, head, indicators), "indicators": indicators}
    return {key: value for key, value in data.items() if key == "points" or value not in ({}, [], "")}, waiting


def _whole(proposal: Proposal, head: dict[str, Any]) -> float | int | None:
    if "points" in head:
        return head["points"]  # type: ignore[no-any-return]
    return _number(proposal.points if proposal.points is not None else _added(proposal.indicators))


def _used(measures: Measures, head: dict[str, Any], indicators: list[dict[str, Any]]) -> dict[str, Any]:
    """A measure of an export that no rule asks for any more would only be complained of."""
    if not head:
        return measures.known
    above = [value for key, value in head.items() if key != "measures"]
    asked = set(_strings([above, indicators]))
    return {code: body for code, body in measures.known.items() if code in asked}


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


def _indicator(
    one: ProposedIndicator,
    parent: ProposedIndicator | None,
    measures: Measures,
    scored: bool,
    waiting: dict[str, list[str]],
) -> dict[str, Any]:
    children = [_indicator(child, one, measures, scored, waiting) for child in one.children]
    if one.restored is not None:
        return {**one.restored, **({"children": children} if children else {})}
    made: dict[str, Any] = {"code": one.code, "name": one.name}
    text = "\n".join(filter(None, (one.text, one.clause)))
    points = _number(one.points if one.points is not None else _added(one.children)) if scored else None
    made |= {"text": text, "points": points, "bonus": one.bonus, "method": one.method, "note": one.note}
    if one.applies_to:
        made |= {"applies_to": list(one.applies_to), "not_applicable": "own_full" if _is_own(one, parent) else ""}
    made = {key: value for key, value in made.items() if value not in (None, "", False)}
    if children:
        return {**made, "children": children}
    found = rule_of(one, measures, scored=scored)
    if found.unread:
        waiting[one.code] = found.unread
    return {**made, **found.more, **{key: value for key in _LISTS if (value := getattr(found, key))}}


def _is_own(one: ProposedIndicator, parent: ProposedIndicator | None) -> bool:
    """Whether the siblings only add up when those of other kinds of units are left out."""
    if parent is None or parent.points is None:
        return False
    counted = [child for child in parent.children if not child.bonus]
    every = sum(child.points or 0 for child in counted)
    own = sum(
        child.points or 0 for child in counted if not child.applies_to or set(child.applies_to) & set(one.applies_to)
    )
    return abs(every - parent.points) > 1e-6 >= abs(own - parent.points)


def _added(nodes: tuple[ProposedIndicator, ...]) -> float | None:
    values = [one.points if one.points is not None else _added(one.children) for one in nodes if not one.bonus]
    known = [value for value in values if value is not None]
    return round(sum(known), 6) if known and len(known) == len(values) else None


def _number(value: float | None) -> float | int | None:
    return int(value) if value is not None and float(value).is_integer() else value


# ── spelling ──────────────────────────────────────────────────────────────────────────────────────


def standard_text(data: dict[str, Any]) -> str:
    """As a clerk would write it: the tree in lines, each term and each measure in braces."""
    lines: list[str] = []
    for key, value in data.items():
        if key == "indicators":
            lines.append("indicators:")
            for one in value:
                lines += _block(one, "  ")
        elif key == "measures":
            lines.append("measures:")
            lines += [f"  {code}: {_flow(body)}" for code, body in value.items()]
        else:
            lines.append(f"{key}: {_flow(value)}")
    return "\n".join(lines) + "\n"


def _block(one: dict[str, Any], indent: str) -> Iterator[str]:
    mark = f"{indent}- "
    for key, value in one.items():
        if key == "children":
            yield f"{indent}  children:"
            for child in value:
                yield from _block(child, f"{indent}    ")
        elif key in _LISTS:
            yield f"{indent}  {key}:"
            yield from (f"{indent}    - {_flow(item)}" for item in value)
        else:
            yield f"{mark}{key}: {_flow(value)}"
        mark = f"{indent}  "


def _flow(value: Any) -> str:
    if isinstance(value, str) and (re.search(r"[\n\t]", value) or value != value.strip()):
        return json.dumps(value, ensure_ascii=False)
    text: str = yaml.dump(
        value, Dumper=_Dumper, default_flow_style=True, allow_unicode=True, width=1 << 20, sort_keys=False
    )
    return text.removesuffix("...\n").strip()
