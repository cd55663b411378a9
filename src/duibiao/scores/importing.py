"""Executing a workbook of facts: simulate, then confirm; both run the same code, and the first is rolled back.

A restart in the middle leaves nothing behind: it is one transaction. A second time records nothing: every row has its id.
Large workbooks are a job's work, and say how far they are; small ones are done while one waits. `carry_on` is both.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from procrastinate.exceptions import AlreadyEnqueued

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.facts import services as journal
from duibiao.facts.alike import alike, without
from duibiao.facts.drafts import Draft
from duibiao.facts.importing import Reading, place_of, read
from duibiao.facts.models import Fact
from duibiao.facts.permissions import may_post_facts
from duibiao.facts.queries import held_uids
from duibiao.files import progress
from duibiao.files.models import Import
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.scores.models import Total
from duibiao.scores.services import ask_for_work
from duibiao.scores.tasks import import_facts
from duibiao.scores.working_out import rehearsed

KIND = "facts"
#: So many lines of each list are kept with the import.
LISTED = 200
#: A workbook up to this size is simulated at once, one up to so many rows executed at once.
BYTES_AT_ONCE, ROWS_AT_ONCE = 100_000, 2_000
#: So many facts are posted between two words about how far it is.
_LOT = 2_000
_COMPARED = ("added", "corrected", "known", "problems", "alike")


def simulate(by: User, campaign: Campaign, *, name: str, content: bytes) -> Import:
    """Keep the workbook, and find out what executing it would do now, scores included."""
    require(may_post_facts(by))
    with transaction.atomic():
        stored = Import.objects.create(
            kind=KIND, name=name[:200], content=content, by=by, outcome=_nothing(campaign.pk)
        )
        note(by, "files.simulate", stored, campaign=campaign.pk)
    return _begin(by, stored, Import.State.SIMULATING)


def choose(by: User, stored: Import, *, leave_out: bool) -> Import:
    """Leave out what looks as if it were recorded already, or take it in; the preview is made anew."""
    require(may_post_facts(by))
    if stored.state == Import.State.SIMULATED:
        stored.outcome = {**_nothing(stored.outcome["campaign"]), "leave_out": leave_out}
        return _begin(by, stored, Import.State.SIMULATING)
    return stored


def confirm(by: User, stored: Import) -> Import:
    """Execute it, all or nothing. Confirming twice does it once; a changed outcome is shown first."""
    require(may_post_facts(by))
    if stored.state == Import.State.DONE:
        return stored
    return _begin(by, stored, Import.State.EXECUTING if _is_shown(stored) else Import.State.SIMULATING)


def _is_shown(stored: Import) -> bool:
    """Whether anybody can have seen what executing it would do."""
    return "added" in stored.outcome


def _begin(by: User, stored: Import, state: str) -> Import:
    """Put it in hand: at once, or as a job that exists exactly if this is committed."""
    with transaction.atomic():
        begun = Import.objects.filter(pk=stored.pk).exclude(state=Import.State.DONE)
        begun.update(state=state, asked_at=timezone.now(), outcome=stored.outcome)
        at_once = _is_small(stored)
        if not at_once:
            _ask(by, stored)
    if at_once:
        carry_on(by, stored.pk)
    stored.refresh_from_db()
    return stored


def _is_small(stored: Import) -> bool:
    return len(stored.content) <= BYTES_AT_ONCE and stored.outcome.get("rows", 0) <= ROWS_AT_ONCE


def _ask(by: User, stored: Import) -> None:
    try:
        with transaction.atomic():
            lock = f"scores.import_facts:{stored.pk}"
            import_facts.configure(queueing_lock=lock).defer(stored=stored.pk, by=by.pk)
    except AlreadyEnqueued:
        pass


def carry_on(by: User, pk: int, say: progress.Say = progress.silently) -> None:
    """Do what is in hand. Whatever happens, it is done wholly or not at all, and its state says which."""
    stored = Import.objects.get(pk=pk, kind=KIND)
    try:
        if stored.state == Import.State.SIMULATING:
            _simulate(by, stored, say)
        elif stored.state == Import.State.EXECUTING:
            _execute(by, stored, say)
    except (journal.Contradicts, journal.AlreadySuperseded) as fault:
        _shown(stored, {**stored.outcome, "fault": _clash(fault), "added": 0, "corrected": 0})
    except Exception:
        Import.objects.filter(pk=pk).exclude(state=Import.State.DONE).update(state=Import.State.FAILED)
        raise


def _clash(fault: journal.Contradicts | journal.AlreadySuperseded) -> dict[str, Any]:
    if isinstance(fault, journal.Contradicts):
        return {"kind": "contradicts", "uid": fault.held.uid, "number": fault.held.pk}
    return {"kind": "superseded", "number": fault.newer.pk}


def _shown(stored: Import, outcome: dict[str, Any]) -> None:
    held = Import.objects.filter(pk=stored.pk).exclude(state=Import.State.DONE)
    held.update(state=Import.State.SIMULATED, outcome=outcome)


def _simulate(by: User, stored: Import, say: progress.Say, **more: Any) -> None:
    campaign, reading, found = _read(stored, say)
    try:
        outcome = tried(by, campaign, reading, say)
    except IntegrityError:  # the same facts were recorded in this moment: now they are known
        outcome = tried(by, campaign, reading, say)
    _shown(stored, {**outcome, "alike": found, "leave_out": stored.outcome.get("leave_out", False), **more})


def _read(stored: Import, say: progress.Say) -> tuple[Campaign, Reading, list[str]]:
    """The workbook, without what is to be left out, and where the rows stand that look recorded."""
    campaign = Campaign.objects.select_related("edition").get(pk=stored.outcome["campaign"])
    say(0.02)
    reading = read(campaign, stored.name, bytes(stored.content))
    say(0.3)
    found = [] if reading.failed else alike(reading)
    if stored.outcome.get("leave_out"):
        without(reading, found)
    say(0.4)
    return campaign, reading, [place_of(draft.uid) for draft in found]


def tried(by: User, campaign: Campaign, reading: Reading, say: progress.Say = progress.silently) -> dict[str, Any]:
    """The execution, rehearsed; nobody who records a fact meanwhile waits for it."""
    with journal.rehearsal():
        before = _totals(campaign)
        outcome = _applied(by, campaign, reading, say)
        if not reading.failed and (outcome["added"] or outcome["corrected"]):
            say(0.8)
            after = {
                row.unit_id: (before.get(row.unit_id, (row.unit_id,))[0], row.total) for row in rehearsed(campaign)
            }
            outcome["moved"] = _moved(before, after)
    return outcome


def _execute(by: User, stored: Import, say: progress.Say) -> None:
    campaign, reading, found = _read(stored, say)
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=stored.pk)
        if held.state != Import.State.EXECUTING:
            return
        outcome = {**_applied(by, campaign, reading, say), "alike": found}
        if all(outcome[key] == held.outcome[key] for key in _COMPARED) and not reading.failed:
            for affected in _affected(reading) | {campaign.pk}:
                ask_for_work(affected)
            held.state, held.done_at = Import.State.DONE, timezone.now()
            held.save(update_fields=["state", "done_at"])
            note(by, "files.confirm", held, campaign=campaign.pk, added=outcome["added"])
            return
        transaction.set_rollback(True)
    _simulate(by, stored, say, fault={"kind": "changed"})


def _nothing(campaign: int) -> dict[str, Any]:
    """What is known of a workbook before it was looked at."""
    return {"campaign": campaign, "problems": []}


def _applied(by: User, campaign: Campaign, reading: Reading, say: progress.Say) -> dict[str, Any]:
    added = known = corrected = done = 0
    if not reading.failed:
        whole = len(reading.all_drafts) or 1
        for source, drafts in _lots(reading):
            posted = journal.post(by, drafts=drafts, source=source)
            added, known, done = added + len(posted.facts), known + posted.known, done + len(drafts)
            say(0.4 + 0.4 * done / whole)
        corrected = _correct(by, reading)
        known += len(reading.corrections) - corrected
    return {"campaign": campaign.pk, "added": added, "known": known, "corrected": corrected, **_said(reading)}


def _lots(reading: Reading) -> Iterator[tuple[str, Sequence[Draft]]]:
    for source, drafts in reading.drafts.items():
        for first in range(0, len(drafts), _LOT):
            yield source, drafts[first : first + _LOT]


def _correct(by: User, reading: Reading) -> int:
    """Corrections in their order; one that was made before is known by its id."""
    wanted = [one.target for one in reading.corrections] + [one.draft.uid for one in reading.corrections]
    held: dict[str, Fact] = held_uids(wanted)
    done = 0
    for one in reading.corrections:
        if one.draft.uid not in held:
            held[one.draft.uid] = journal.supersede(by, held[one.target], draft=one.draft, reason=one.reason)
            done += 1
    return done


def _affected(reading: Reading) -> set[int]:
    measures = {draft.measure.pk for draft in reading.all_drafts}
    return set(Campaign.objects.filter(edition__bindings__measure__in=measures).values_list("pk", flat=True))


def _said(reading: Reading) -> dict[str, Any]:
    """Counts by measure and by unit, and what is wrong, as the page shows them."""
    drafts = [] if reading.failed else reading.all_drafts
    measures, units = Counter(d.measure.name for d in drafts), Counter(d.unit.name for d in drafts)
    problems = [[str(one.severity), one.place, one.what, one.why, one.remedy] for one in reading.problems[:LISTED]]
    return {
        "rows": len(drafts),
        "measures": measures.most_common(LISTED),
        "units": units.most_common(LISTED),
        "problems": problems,
    }


def _totals(campaign: Campaign) -> dict[str, tuple[str, float]]:
    found = Total.objects.filter(campaign=campaign).select_related("unit")
    return {row.unit_id: (row.unit.name, row.total) for row in found}


def _moved(before: dict[str, tuple[str, float]], after: dict[str, tuple[str, float]]) -> list[list[Any]]:
    pairs = [[name, before.get(unit, (name, total))[1], total] for unit, (name, total) in after.items()]
    return [pair for pair in pairs if pair[1] != pair[2]][:LISTED]
