"""The journal for other systems: read on from a number, post by one's own ids, correct with a reason."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Query, Router

from duibiao.facts import queries
from duibiao.facts.choices import Source
from duibiao.facts.claims import claim_faults
from duibiao.facts.drafts import Draft, Fault, Refused, faults
from duibiao.facts.permissions import may_post_facts
from duibiao.organisation.models import Unit
from duibiao.organisation.permissions import require
from duibiao.scores import services
from duibiao.standards.models import Measure
from duibiao.web.api import shapes
from duibiao.web.api.keys import POST, READ, WITH_KEY
from duibiao.web.api.problems import Errors, Wrong
from duibiao.web.api.words import gettext_lazy
from duibiao.web.base.requests import by_of

router = Router(auth=READ, throttle=WITH_KEY)
LIMIT = Query(200, ge=1, le=1000)  # type: ignore[type-arg]


@router.get("/facts", response=shapes.FactsOut, summary=gettext_lazy("事实，从某个编号之后读起"))
def facts(request: HttpRequest, after: int = 0, limit: int = LIMIT, unit: str = "", measure: str = "") -> Any:
    found = queries.facts(by_of(request)).filter(pk__gt=after).order_by("pk")
    found = found.filter(unit=unit) if unit else found  # type: ignore[misc]
    found = found.filter(measure=measure) if measure else found
    rows = list(found[: limit + 1])
    return {"facts": rows[:limit], "next": rows[limit - 1].pk if len(rows) > limit else None}


@router.get("/facts/{sequence}", response=shapes.FactOut, summary=gettext_lazy("一条事实"))
def fact(request: HttpRequest, sequence: int) -> Any:
    return get_object_or_404(queries.facts(by_of(request)), pk=sequence)


@router.post(
    "/facts",
    response=shapes.RecordedOut,
    auth=POST,
    summary=gettext_lazy("报送事实；同一编号报几次都只记一次"),
)
def post(request: HttpRequest, sent: shapes.FactsIn) -> Any:
    """All or nothing."""
    require(may_post_facts(by_of(request)))
    drafts = drafts_of(sent.facts)
    wrong = [said(drafts.index(draft), fault) for draft, fault in claim_faults(drafts)]
    if wrong:
        raise Wrong(wrong)
    return answer(services.record(by_of(request), drafts=drafts, source=Source.API))


@router.post(
    "/facts/{sequence}/supersede",
    response=shapes.RecordedOut,
    auth=POST,
    summary=gettext_lazy("更正一条事实，写明原因"),
)
def supersede(request: HttpRequest, sequence: int, sent: shapes.CorrectionIn) -> Any:
    found = get_object_or_404(queries.facts(by_of(request)), pk=sequence)
    given = sent.model_dump(exclude={"reason", "at"})
    draft = Draft(measure=found.measure, unit=found.unit, at=aware(sent.at), **given)
    try:
        return answer(services.correct(by_of(request), found, draft=draft, reason=sent.reason))
    except Refused as refused:
        raise Wrong([said(0, one) for one in refused.faults]) from refused


def answer(recorded: services.Recorded) -> dict[str, Any]:
    moved = [{"campaign": one.campaign, "unit": one.unit, "total": one.total} for one in recorded.moved]
    return {"recorded": [one.pk for one in recorded.facts], "known": recorded.known, "moved": moved}


def drafts_of(sent: list[shapes.FactIn]) -> list[Draft]:
    """The drafts, or every fault of every fact at once."""
    measures = Measure.objects.in_bulk({one.measure for one in sent})
    units = Unit.objects.in_bulk({code for one in sent for code in (one.unit, *one.liable)}, field_name="code")
    wrong: list[dict[str, Any]] = []
    drafts = []
    for index, one in enumerate(sent):
        missing = list(unknown(index, one, measures, units))
        if not missing:
            draft = draft_of(one, measures[one.measure], units)
            missing = [said(index, fault) for fault in faults(draft)]
            drafts.append(draft)
        wrong += missing
    if wrong:
        raise Wrong(wrong)
    return drafts


def unknown(index: int, one: shapes.FactIn, measures: dict[str, Measure], units: dict[str, Unit]) -> Errors:
    found = [] if one.measure in measures else [Fault("measure", _("没有计量项“%s”") % one.measure)]
    found += [Fault("unit", _("没有单位“%s”") % code) for code in (one.unit, *one.liable) if code not in units]
    return [said(index, fault) for fault in found]


def said(index: int, fault: Fault) -> dict[str, Any]:
    return {"index": index, "field": fault.field, "says": fault.says}


def draft_of(one: shapes.FactIn, measure: Measure, units: dict[str, Unit]) -> Draft:
    given = one.model_dump(exclude={"measure", "unit", "at", "liable"})
    liable: Iterable[Unit] = (units[code] for code in one.liable)
    return Draft(measure=measure, unit=units[one.unit], at=aware(one.at), liable=tuple(liable), **given)


def aware(moment: datetime | None) -> datetime | None:
    """A time without a zone is the county's own."""
    return timezone.make_aware(moment) if moment is not None and timezone.is_naive(moment) else moment
