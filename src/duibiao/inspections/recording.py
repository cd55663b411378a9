"""From a submission to a visit: what was observed, what it costs, which facts it makes, what is odd about it.

Its one trick: nothing odd ever stops a visit. A phone without position, with a wrong clock or an old form still saw what it
saw; the oddity is written beside it. What is found becomes facts in the same transaction, once the round is no secret.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db.models import F
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.facts import services as journal
from duibiao.facts.choices import Source
from duibiao.facts.drafts import NOT_APPLICABLE, Draft
from duibiao.facts.models import Fact
from duibiao.inspections import opening
from duibiao.inspections.choices import Answer, AssignmentState, Oddity, Outcome, RoundState, VersionState
from duibiao.inspections.models import Assignment, ChecklistVersion, Item, Observation, Round, Submission, Visit
from duibiao.inspections.queries import counting, standing
from duibiao.inspections.reading import Answered, Sent
from duibiao.organisation.models import Unit, User
from duibiao.places.facilities import saw_at_visit
from duibiao.places.models import Site
from duibiao.places.site_queries import Liable, liable
from duibiao.standards.models import Measure
from duibiao_engine.routes import distance_m

#: Farther from the site than this, beyond the phone's own accuracy and the site's length, is remarked on.
FAR_M = 300
#: A phone's clock that differs by more is remarked on.
CLOCK = timedelta(minutes=10)


@dataclass(frozen=True)
class Recorded:
    """A visit and the facts that it made."""

    visit: Visit
    facts: Sequence[Fact] = ()


def record(submission: Submission, sent: Sent, version: ChecklistVersion, assignment: Assignment) -> Recorded:
    """Make the visit of a submission that is complete, in the caller's transaction."""
    by = submission.collector.user
    before = _visit_before(submission)
    twin = _twin(assignment, before)
    counts = assignment.round.counts and not assignment.second and twin is None
    odd = sorted(set(_oddities(submission, sent, version, assignment)) | ({Oddity.TWO_AT_ONE} if twin else set()))
    at = _true_time(sent, submission.received_at)
    latitude, longitude, accuracy = sent.position or (None, None, None)
    visit = Visit.objects.create(
        submission=submission, round=assignment.round, site=assignment.site, assignment=assignment, inspector=by, at=at,
        latitude=latitude, longitude=longitude, accuracy_m=accuracy, distance_m=_distance(sent, assignment.site),
        warnings=odd, counts=counts, note=sent.note,
    )  # fmt: skip
    _observe(visit, sent, list(version.items.select_related("measure")))
    if before is not None:
        Visit.objects.filter(pk=before.pk).update(corrected_by=visit)
    Assignment.objects.filter(pk=assignment.pk).update(state=AssignmentState.VISITED)
    note(by, "inspections.record_visit", visit)
    return Recorded(visit, post(by, visit) if counts and not assignment.round.is_secret else ())


def _visit_before(submission: Submission) -> Visit | None:
    """The visit that this submission corrects."""
    earlier = {"submission__checklist": submission.checklist_id, "submission__root": submission.root}
    return Visit.objects.filter(standing(), **earlier).exclude(submission=submission).first()


def _twin(assignment: Assignment, before: Visit | None) -> Visit | None:
    """A visit at the same site in the same round that counts already: a fault is charged once."""
    others = Visit.objects.filter(counting(), round=assignment.round_id, site=assignment.site_id)
    if before is not None:
        others = others.exclude(pk=before.pk)
    return None if assignment.second else others.first()


def _oddities(
    submission: Submission, sent: Sent, version: ChecklistVersion, assignment: Assignment
) -> Iterator[Oddity]:
    about, now = _json(sent.about), submission.received_at
    if sent.position is None:
        yield Oddity.NO_POSITION
    if about.get("mocked"):
        yield Oddity.MOCKED
    if _is_far(sent, assignment.site):
        yield Oddity.FAR
    if _clock_is_wrong(sent, now):
        yield Oddity.CLOCK
    if version.state == VersionState.RETIRED:
        yield Oddity.OLD_FORM
    if assignment.inspector_id != submission.collector.user_id:
        yield Oddity.REASSIGNED
    slot, at = assignment.round, timezone.localtime(_true_time(sent, now)).time()
    if slot.slot_since is not None and slot.slot_until is not None and not slot.slot_since <= at <= slot.slot_until:
        yield Oddity.OFF_SLOT
    camera_only = set(version.items.filter(camera_only=True).values_list("code", flat=True))
    pictures = (_json(said) for code, one in sent.answers.items() if code in camera_only for said in one.about)
    if any(picture.get("source") == "gallery" for picture in pictures):
        yield Oddity.GALLERY


def _clock_is_wrong(sent: Sent, now: datetime) -> bool:
    """It differed from ours, it is ahead of us, or it went back during the visit."""
    back = sent.started_at is not None and sent.ended_at is not None and sent.started_at - sent.ended_at > CLOCK
    return back or abs(_skew(sent)) > CLOCK or (sent.ended_at is not None and sent.ended_at - now > CLOCK)


def _json(text: str) -> dict[str, Any]:
    try:
        said = json.loads(text)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _skew(sent: Sent) -> timedelta:
    """By how much the phone's clock was ahead of ours when the two last met; our own page says it."""
    seconds = _json(sent.about).get("skew_s")
    return timedelta(seconds=seconds) if isinstance(seconds, (int, float)) and abs(seconds) < 1e8 else timedelta()


def _true_time(sent: Sent, received_at: datetime) -> datetime:
    """When the visit was: by the phone's clock, set right where it is known to be wrong, and never after it came in."""
    said = sent.ended_at or sent.started_at
    if said is None:
        return received_at
    skew = _skew(sent)
    return min(said - skew if abs(skew) > CLOCK else said, received_at)


def _distance(sent: Sent, site: Site) -> float | None:
    """From the phone to the site; to a line or an outline, to its nearest corner."""
    if sent.position is None or site.latitude is None or site.longitude is None:
        return None
    here = sent.position[:2]
    corners = [(latitude, longitude) for longitude, latitude in site.line] or [(site.latitude, site.longitude)]
    return round(min(distance_m(here, corner) for corner in corners), 1)


def _is_far(sent: Sent, site: Site) -> bool:
    metres = _distance(sent, site)
    if metres is None or sent.position is None:
        return False
    return metres > FAR_M + (sent.position[2] or 0) + (site.length_m or 0)


def _observe(visit: Visit, sent: Sent, items: Sequence[Item]) -> None:
    """The answers, item by item; what was not answered was not observed."""
    files = {one.name: one for one in visit.submission.attachments.filter(later=False)}
    for item in items:
        answer = sent.answers.get(item.code)
        judged = judge(item, answer) if answer is not None else None
        if answer is None or judged is None:
            continue
        outcome, lost = judged
        values = {"value": answer.value, "out_of": answer.out_of} if outcome != Outcome.NOT_APPLICABLE else {}
        row = Observation.objects.create(
            visit=visit, item=item, outcome=outcome, points_lost=lost, note=answer.note, **values
        )
        row.photos.set(files[name] for name in answer.photos if name in files)


def judge(item: Item, answer: Answered) -> tuple[Outcome, float] | None:
    """What an answer means and what it costs; None: it says nothing."""
    if answer.outcome == Outcome.NOT_APPLICABLE:
        return Outcome.NOT_APPLICABLE, 0.0
    if item.answer == Answer.TICK:
        if answer.outcome not in (Outcome.GOOD, Outcome.FAULT):
            return None
        bad = answer.outcome == Outcome.FAULT
        return (Outcome.FAULT, item.points) if bad else (Outcome.GOOD, 0.0)
    if answer.value is None or (item.answer == Answer.SHARE and not answer.out_of):
        return None
    missing = _missing(item, answer)
    if missing <= 0:
        return Outcome.GOOD, 0.0
    return Outcome.FAULT, item.points * (missing if item.answer == Answer.COUNT else 1)


def _missing(item: Item, answer: Answered) -> float:
    """By how much an answer is on the wrong side of the item's line."""
    seen = answer.value or 0.0
    if item.answer == Answer.SHARE:
        seen = 100 * seen / (answer.out_of or 1)
    line = item.good_when or 0.0
    return seen - line if item.fewer else line - seen


def post(by: User, visit: Visit) -> Sequence[Fact]:
    """The facts of a visit, posted once; those of the visit that it corrects are superseded."""
    rows = list(visit.observations.select_related("item__measure"))
    responsible, unit = liable([visit.site]), _assessed(visit.round.campaign, visit.site.unit)
    drafts = dict(_drafts(visit, rows, unit, responsible))
    held = _facts_before(visit)
    fresh = [draft for measure, draft in drafts.items() if measure not in held]
    facts = list(journal.post(by, drafts=fresh, source=Source.VISIT).facts) if fresh else []
    reason = "现场检查记录更正"
    for measure, fact in held.items():
        draft = drafts.get(measure) or _nothing_seen(visit, fact)
        facts.append(journal.supersede(by, fact, draft=draft, reason=reason))
    by_measure = {fact.measure_id: fact for fact in facts}
    for row in rows:
        row.fact = by_measure.get(row.item.measure_id or "")
    Observation.objects.bulk_update(rows, ["fact"])
    Visit.objects.filter(pk=visit.pk).update(posted_at=timezone.now())
    opening.open_problems(by, visit, [row for row in rows if row.outcome == Outcome.FAULT])
    _tell_facility(by, visit, rows)
    return facts


def _tell_facility(by: User, visit: Visit, rows: Sequence[Observation]) -> None:
    """A census round's checklist asks for the states of facilities, by their codes."""
    looked = {row.item.code: row.outcome for row in rows if row.outcome != Outcome.NOT_APPLICABLE}
    faults = [code for code, outcome in looked.items() if outcome == Outcome.FAULT]
    saw_at_visit(by, visit.site, seen=looked, faults=faults, at=visit.at, reference=f"visit:{visit.pk}")


def _assessed(campaign: Campaign, unit: Unit) -> Unit:
    """The unit that is scored for what lies in the area of `unit`: itself or the nearest above it that takes part."""
    above = Unit.objects.filter(participations__campaign=campaign).annotate(of=F("path"))
    chain = [one for one in above if unit.path.startswith(one.path)]
    return max(chain, key=lambda one: len(one.path), default=unit)


def _drafts(visit: Visit, rows: Sequence[Observation], unit: Unit, responsible: Liable) -> Iterator[tuple[str, Draft]]:
    """One draft for each measure that something was seen of."""
    by_measure: dict[str, list[Observation]] = {}
    for row in rows:
        if row.item.measure_id and row.outcome != Outcome.NOT_APPLICABLE:
            by_measure.setdefault(row.item.measure_id, []).append(row)
    for code, seen in by_measure.items():
        measure = seen[0].item.measure
        assert measure is not None
        answer_for = [one for row in seen for one in responsible.departments(visit.site, row.item.matter)]
        yield (
            code,
            Draft(
                uid=_uid(visit, code), measure=measure, unit=unit, site=visit.site.code, at=visit.at,
                reference=f"visit:{visit.pk}", liable=tuple(dict.fromkeys([unit, *answer_for])),
                **value_of(measure, seen),
            ),
        )  # fmt: skip


def _uid(visit: Visit, measure: str) -> str:
    """The same for the same submission and measure, wherever it is worked out."""
    sent = visit.submission
    return "visit-" + sha256(f"{sent.checklist_id}:{sent.instance}:{measure}".encode()).hexdigest()[:40]


def value_of(measure: Measure, seen: Sequence[Observation]) -> Mapping[str, Any]:
    """What several observations say of one measure, in the measure's own kind."""
    faults = [row for row in seen if row.outcome == Outcome.FAULT]
    if measure.kind == "flag":
        return {"value": float(not faults)}
    if measure.kind == "score":
        low, high = measure.definition.get("range") or (0, 1)
        marks = [row.value for row in seen if row.item.answer == Answer.MARK and row.value is not None]
        value = min(marks) if marks else high - sum(row.points_lost for row in seen)
        return {"value": float(min(max(value, low), high))}
    if measure.kind == "ratio":
        return {"value": sum(row.value or 0 for row in seen), "out_of": sum(row.out_of or 0 for row in seen)}
    return {"value": sum(row.value if row.value is not None else float(row in faults) for row in seen)}


def _facts_before(visit: Visit) -> dict[str, Fact]:
    """The facts that count of the visit that this one corrects."""
    earlier = Visit.objects.filter(corrected_by=visit).first()
    found = Fact.objects.filter(observations__visit=earlier, superseded_by=None) if earlier else Fact.objects.none()
    return {fact.measure_id: fact for fact in found.distinct()}


def _nothing_seen(visit: Visit, fact: Fact) -> Draft:
    return Draft(
        uid=_uid(visit, fact.measure_id), measure=fact.measure, unit=fact.unit, site=fact.site, at=visit.at,
        grade=NOT_APPLICABLE, reference=f"visit:{visit.pk}",
    )  # fmt: skip


def post_waiting(by: User, round: Round) -> int:
    """What a secret round found becomes facts when it is done; returns how many visits."""
    if round.state != RoundState.DONE:
        return 0
    waiting = round.visits.filter(counting(), posted_at=None)
    return sum(1 for visit in _with_all(waiting) if post(by, visit) is not None)


def _with_all(visits: Any) -> Iterable[Visit]:
    found: Iterable[Visit] = visits.select_related("submission", "round__campaign", "site__unit", "site__type")
    return list(found)
