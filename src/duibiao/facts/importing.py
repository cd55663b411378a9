"""A workbook of facts read for one campaign: what it would record, in the catalogue's own words. Nothing is written here.

Its one trick: a row without an id of its own gets one from the file's bytes and the row's number, so that handing in the
same file again, or confirming twice, records nothing twice.
"""

import hashlib
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.facts.choices import Source
from duibiao.facts.claims import claim_faults
from duibiao.facts.drafts import Draft, faults
from duibiao.facts.queries import held_uids
from duibiao.organisation.models import Unit
from duibiao.standards.models import Measure
from duibiao.standards.queries import standard_of
from duibiao_engine.facts.reading import read_facts
from duibiao_engine.facts.schema import UNITS, FactSet, table
from duibiao_engine.facts.vocabulary import vocabulary_of
from duibiao_engine.problems import Problem, error, has_errors
from duibiao_engine.template import write_template

#: What clerks write under 来源, beside the list's own words.
SOURCES = {
    "材料": Source.MATERIAL,
    "实地": Source.VISIT,
    "问卷": Source.SURVEY,
    "登记簿": Source.REGISTER,
    "外部": Source.EXTERNAL,
}
ROW = re.compile(r"row-(\d+)")


@dataclass(frozen=True)
class Correction:
    """A row that corrects another row of the same workbook."""

    draft: Draft
    target: str
    reason: str


@dataclass
class Reading:
    """What a workbook says: facts by source, corrections in their order, and everything that is wrong."""

    drafts: dict[str, list[Draft]] = field(default_factory=dict)
    corrections: list[Correction] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        return has_errors(self.problems)

    @property
    def all_drafts(self) -> list[Draft]:
        recorded = [draft for lot in self.drafts.values() for draft in lot]
        return [*recorded, *(one.draft for one in self.corrections)]


def template(campaign: Campaign) -> bytes:
    """The empty workbook of a campaign: its measures to choose from, its units listed."""
    units = list(participants(campaign))
    names = {name: [getattr(unit, name) for unit in units] for name in ("name", "kind")}
    listed = table(UNITS, {"unit": [unit.code for unit in units], **names})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "facts.xlsx"
        write_template(standard_of(campaign.edition), path, listed)
        return path.read_bytes()


def read(campaign: Campaign, name: str, content: bytes) -> Reading:
    """Read a workbook by the campaign's edition. What is wrong has its row and cell."""
    standard = standard_of(campaign.edition)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / safe_name(name)
        path.write_bytes(content)
        found, problems = read_facts(path, standard.measures, vocabulary_of(standard))
    reading = Reading(problems=list(problems))
    if found is not None:
        _Rows(campaign, name, content, found, reading).read()
    return reading


def place_of(uid: str) -> str:
    """Where a row stands, from its own id or the one that it was given."""
    match = ROW.fullmatch(uid.rpartition(":")[2])
    return _("第 %s 行") % match[1] if match else _("编号 %s") % uid


def safe_name(name: str) -> str:
    """The file's own name for the reader's sentences, without anything that leads out of the folder."""
    return re.sub(r"[/\\\0]", "_", name)[-80:].lstrip(".") or "facts.xlsx"


class _Rows:
    """Turns the canonical rows into drafts: measures and units of the site in place of words."""

    def __init__(self, campaign: Campaign, name: str, content: bytes, found: FactSet, reading: Reading) -> None:
        self.name, self.found, self.reading = name, found, reading
        self.mark = hashlib.sha256(content).hexdigest()[:32]
        bound = campaign.edition.bindings.select_related("measure")
        self.measures: dict[str, Measure] = {one.code: one.measure for one in bound}
        self.units = _by_every_name(list(participants(campaign)))
        # in the template the sheet 单位 gives codes; a sheet of somebody's own gives names
        self.named = dict(zip(*(found.units.column(c).to_pylist() for c in ("unit", "name")), strict=True))
        self.liable: dict[int, list[str]] = {}

    def read(self) -> None:
        rows = self.found.facts.to_pylist()
        sources = {word: source_of(word) for word in {row["source"] for row in rows}}
        self._read_liable()
        self._refuse_unknown_units(rows)
        if self.reading.failed:
            return
        uids = {row["sequence"]: self._uid(row["uid"]) for row in rows}
        for row in rows:
            draft = self._draft(row, uids[row["sequence"]])
            self._check(row, draft)
            if row["supersedes"] is None:
                self.reading.drafts.setdefault(sources[row["source"]], []).append(draft)
            else:
                reason = row["reason"] or _("表格中更正")
                self.reading.corrections.append(Correction(draft, uids[row["supersedes"]], reason))
        self.reading.corrections = list(_in_order(self.reading.corrections))
        self._refuse_contradictions()
        for draft, fault in claim_faults([*self.reading.all_drafts]):
            self._problem("facts.counted", place_of(draft.uid), fault.says, "", _("删掉这一行再传"))

    def _uid(self, uid: str) -> str:
        return f"{self.mark}:{uid}" if ROW.fullmatch(uid) else uid[:80]

    def _read_liable(self) -> None:
        for row in self.found.liabilities.to_pylist():
            self.liable.setdefault(row["sequence"], []).append(row["unit"])

    def _unit(self, word: str) -> Unit | None:
        return self.units.get(word) or self.units.get(self.named.get(word, ""))

    def _refuse_unknown_units(self, rows: list[dict[str, Any]]) -> None:
        places = {row["unit"]: self._place(row) for row in reversed(rows)}
        for row in reversed(rows):
            places |= dict.fromkeys(self.liable.get(row["sequence"], ()), self._place(row))
        for word, place in places.items():
            if self._unit(word) is None:
                near = get_close_matches(self.named.get(word, word), list(self.units), 1)
                why = _("是不是“%s”？") % near[0] if near else _("参加这个活动的单位里没有它")
                what = _("不认识单位“%s”") % word[:60]
                self._problem("facts.unit-unknown", place, what, why, _("改成参加活动的单位的名称、简称或代码"))

    def _place(self, row: Mapping[str, Any]) -> str:
        return place_of(row["uid"])

    def _problem(self, code: str, place: str, what: str, why: str, remedy: str) -> None:
        self.reading.problems.append(error(code, self.name, place, what, why, remedy))

    def _draft(self, row: Mapping[str, Any], uid: str) -> Draft:
        unit = self._unit(row["unit"])
        assert unit is not None, "unknown units were refused before"
        answering = [self._unit(word) for word in self.liable.get(row["sequence"], ())]
        names = ("value", "out_of", "grade", "level", "site", "reference")
        return Draft(
            uid=uid,
            measure=self.measures[row["measure"]],
            unit=unit,
            at=_aware(row["at"]),
            liable=tuple(one for one in answering if one is not None),
            **{name: row[name] for name in names},
        )

    def _check(self, row: Mapping[str, Any], draft: Draft) -> None:
        for fault in faults(draft):
            self._problem("facts.refused", self._place(row), fault.says, "", _("改好这一行再传"))

    def _refuse_contradictions(self) -> None:
        held = held_uids(draft.uid for draft in self.reading.all_drafts)
        for draft in self.reading.all_drafts:
            fact = held.get(draft.uid)
            if fact is not None and (fact.measure_id, fact.unit_id) != (draft.measure.pk, draft.unit.code):
                what = _("编号“%(uid)s”已经用于第 %(number)s 号事实") % {"uid": draft.uid, "number": fact.pk}
                self._problem(
                    "facts.uid-held", "", what, _("那一条说的是别的事"), _("换一个没有用过的编号，或清空编号")
                )


def _by_every_name(units: list[Unit]) -> dict[str, Unit]:
    short = {name: unit for unit in units for name in unit.short_names}
    return short | {unit.name: unit for unit in units} | {unit.code: unit for unit in units}


def _aware(moment: datetime | None) -> datetime | None:
    return timezone.make_aware(moment) if moment is not None else None


def source_of(word: str | None) -> str:
    """The site's word for what a clerk wrote under 来源; anything else is a workbook."""
    labels = {str(source.label): source.value for source in Source}
    begins = next((source.value for begin, source in SOURCES.items() if (word or "").startswith(begin)), None)
    return labels.get(word or "") or begins or Source.IMPORT.value


def _in_order(corrections: list[Correction]) -> Iterator[Correction]:
    """A correction of a correction comes after it. The reader has refused circles."""
    waiting = {one.draft.uid: one for one in corrections}
    while waiting:
        ready = [one for one in waiting.values() if one.target not in waiting]
        for one in ready:
            yield waiting.pop(one.draft.uid)
