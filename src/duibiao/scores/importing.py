"""Executing a workbook of facts: simulate, then confirm; both run the same code, and the first is rolled back.

A restart in the middle leaves nothing behind: it is one transaction. A second time records nothing: every row has its id.
"""

from collections import Counter
from typing import Any

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.facts import services as journal
from duibiao.facts.importing import Reading, read
from duibiao.facts.models import Fact
from duibiao.facts.permissions import may_post_facts
from duibiao.facts.queries import held_uids
from duibiao.files.models import Import
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.scores.models import Total
from duibiao.scores.services import ask_for_work
from duibiao.scores.working_out import work_out

KIND = "facts"
#: So many lines of each list are kept with the import.
LISTED = 200


class NotAsSimulated(Exception):
    """Confirming would now do something else than was shown."""


def simulate(by: User, campaign: Campaign, *, name: str, content: bytes) -> Import:
    """Keep the workbook, with what executing it would do now, scores included."""
    require(may_post_facts(by))
    outcome = tried(by, campaign, name, content)
    with transaction.atomic():
        stored = Import.objects.create(kind=KIND, name=name[:200], content=content, by=by, outcome=outcome)
        note(by, "files.simulate", stored, campaign=campaign.pk)
    return stored


def tried(by: User, campaign: Campaign, name: str, content: bytes) -> dict[str, Any]:
    """The execution, rolled back."""
    reading = read(campaign, name, content)
    with transaction.atomic():
        before = _totals(campaign)
        outcome = _applied(by, campaign, reading)
        if not reading.failed and (outcome["added"] or outcome["corrected"]):
            work_out(campaign)
            outcome["moved"] = _moved(before, _totals(campaign))
        transaction.set_rollback(True)
    return outcome


def confirm(by: User, stored: Import) -> Import:
    """Execute it, all or nothing. Confirming twice does it once; a changed outcome is shown first."""
    require(may_post_facts(by))
    with transaction.atomic():
        held = Import.objects.select_for_update().get(pk=stored.pk, kind=KIND)
        if held.state == Import.State.DONE:
            return held
        campaign = Campaign.objects.select_related("edition").get(pk=held.outcome["campaign"])
        outcome = _applied(by, campaign, read(campaign, held.name, bytes(held.content)))
        if any(outcome[key] != held.outcome[key] for key in ("added", "corrected", "known", "problems")):
            transaction.set_rollback(True)
        else:
            held.state, held.done_at = Import.State.DONE, timezone.now()
            held.save(update_fields=["state", "done_at"])
            note(by, "files.confirm", held, campaign=campaign.pk, added=outcome["added"])
            return held
    Import.objects.filter(pk=held.pk).update(outcome=tried(by, campaign, held.name, bytes(held.content)))
    raise NotAsSimulated


def _applied(by: User, campaign: Campaign, reading: Reading) -> dict[str, Any]:
    added = known = corrected = 0
    if not reading.failed:
        for source, drafts in reading.drafts.items():
            posted = journal.post(by, drafts=drafts, source=source)
            added, known = added + len(posted.facts), known + posted.known
        corrected = _correct(by, reading)
        known += len(reading.corrections) - corrected
        for affected in _affected(reading) | {campaign.pk}:
            ask_for_work(affected)
    return {"campaign": campaign.pk, "added": added, "known": known, "corrected": corrected, **_said(reading)}


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
