"""The county's facts, posted week by week as they were recorded, corrections in their place."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from duibiao.facts import services as journal
from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.organisation.models import Unit, User
from duibiao.standards.models import Edition, Measure
from duibiao_engine.demo_county import DemoCounty

Row = Mapping[str, str]
_SOURCES = {"visit", "material", "survey", "register", "external", "import", "hand"}


def post(by: User, generated: DemoCounty, everyone: Mapping[str, Unit], editions: list[Edition]) -> int:
    """Post all facts of the generated county; returns how many."""
    measures = {code: m for edition in editions for code, m in _bound(edition)}
    held: dict[str, int] = {}
    for _key, lot in groupby(_in_order(generated), key=_lot):
        rows = list(lot)
        if rows[0]["supersedes"]:
            for row in rows:
                held[row["uid"]] = _correct(by, row, everyone, measures, held)
            continue
        drafts = [_draft(row, everyone, measures) for row in rows]
        posted = journal.post(
            by, drafts=drafts, source=_source(rows[0]), at=_moment(max(row["recorded_at"] for row in rows))
        )
        held.update((fact.uid, fact.sequence) for fact in posted.facts)
    return len(held)


def _bound(edition: Edition) -> Iterator[tuple[str, Measure]]:
    return ((one.code, one.measure) for one in edition.bindings.select_related("measure"))


def _in_order(generated: DemoCounty) -> list[Row]:
    """As recorded: by moment, corrections after what they correct."""
    return sorted(generated.facts, key=lambda row: (*_lot(row), row["uid"]))


def _lot(row: Row) -> tuple[str, bool, str]:
    """What is posted at once: a week's facts of one source; corrections after what they correct."""
    week = datetime.fromisoformat(row["recorded_at"]).strftime("%G-%V")
    return week, bool(row["supersedes"]), row["source"]


def _source(row: Row) -> str:
    return row["source"] if row["source"] in _SOURCES else "import"


def _draft(row: Row, everyone: Mapping[str, Unit], measures: Mapping[str, Measure]) -> Draft:
    return Draft(
        uid=row["uid"],
        measure=measures[row["measure"]],
        unit=everyone[row["unit"]],
        site=row["site"] or None,
        at=_moment(row["at"]) if row["at"] else None,
        value=float(row["value"]) if row["value"] else None,
        out_of=float(row["out_of"]) if row["out_of"] else None,
        grade=row["grade"] or None,
        level=row["level"] or None,
        reference=row["reference"] or None,
        liable=tuple(everyone[code] for code in row["liable"].split("|") if code),
    )


def _moment(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def _correct(
    by: User, row: Row, everyone: Mapping[str, Unit], measures: Mapping[str, Measure], held: Mapping[str, int]
) -> int:
    fact = Fact.objects.get(pk=held[row["supersedes"]])
    draft, at = _draft(row, everyone, measures), _moment(row["recorded_at"])
    return journal.supersede(by, fact, draft=draft, reason=row["reason"], at=at).sequence
