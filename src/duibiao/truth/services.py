"""The only place that writes about truth: hints are kept once, a person says what they are, a forgery takes two."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.facts.drafts import Draft
from duibiao.files import store
from duibiao.files.models import Blob
from duibiao.ledger.models import Material, MaterialFile
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.scores.services import record
from duibiao.standards.models import Measure
from duibiao.truth.choices import ForgeryState, HintState
from duibiao.truth.models import Forgery, Hint, Looked, Redaction
from duibiao.truth.noticing import notice
from duibiao.truth.permissions import may_confirm, may_read_hints, may_redact, may_report
from duibiao.truth.redacting import Box, covered
from duibiao.truth.traces import read


class Decided(Exception):
    """Somebody decided it first."""


@transaction.atomic
def look_at(version: MaterialFile) -> int:
    """Notice what there is about a version; returns how many hints are new. Looking twice keeps each hint once."""
    found = list(notice(version, read(version.blob)))
    rows = [
        Hint(material=version.material, kind=one.kind, other_id=one.other, about=one.about, detail=one.detail)
        for one in found
    ]
    before = Hint.objects.filter(material=version.material).count()
    Hint.objects.bulk_create(rows, ignore_conflicts=True)
    Looked.objects.bulk_create([Looked(file=version)], ignore_conflicts=True)
    return Hint.objects.filter(material=version.material).count() - before


@transaction.atomic
def judge(by: User, hint: Hint, *, state: str, words: str = "") -> None:
    """A person looked: nothing wrong, or to be asked about. The hint stays, with who looked."""
    require(may_read_hints(by))
    Hint.objects.filter(pk=hint.pk).update(state=state, words=words, looked_by=by, looked_at=timezone.now())
    note(by, "truth.judge", hint, doubted=state == HintState.DOUBTED)


@transaction.atomic
def report(by: User, material: Material, *, words: str, measure: Measure | None = None) -> Forgery:
    """Say that a material is forged. Nothing follows until another person confirms it."""
    require(may_report(by))
    made = Forgery.objects.create(material=material, unit=material.unit, words=words, measure=measure, reported_by=by)
    note(by, "truth.report", made, material=material.pk)
    return made


@transaction.atomic
def decide(by: User, forgery: Forgery, *, confirm: bool, words: str = "") -> Forgery:
    """The second person. Confirmed, it posts one fact to the measure that the standard counts such cases by."""
    held = Forgery.objects.select_for_update(of=("self",)).select_related("unit", "measure").get(pk=forgery.pk)
    require(may_confirm(by, held))
    if held.state != ForgeryState.REPORTED:
        raise Decided
    held.state = ForgeryState.CONFIRMED if confirm else ForgeryState.DISMISSED
    held.decided_by, held.decided_at, held.decision = by, timezone.now(), words
    if confirm and held.measure is not None:
        held.fact = _consequence(held)
    held.save()
    note(by, "truth.decide", held, confirmed=confirm, fact=held.fact)
    return held


def _consequence(forgery: Forgery) -> int | None:
    """The fact is the reporter's: that account may post facts; the confirming one stands in the register."""
    assert forgery.measure is not None
    draft = Draft(
        uid=f"forgery:{forgery.pk}", measure=forgery.measure, unit=forgery.unit, at=timezone.now(), value=1,
        reference=f"forgery:{forgery.pk}",
    )  # fmt: skip
    recorded = record(forgery.reported_by, drafts=[draft], source="material")
    return recorded.facts[0].sequence if recorded.facts else None


def redact(by: User, blob: Blob, *, boxes: Sequence[Box]) -> Redaction:
    """Cover parts of a photo. The original is kept and reviewed; what leaves the office is the copy. Raises `NotAPhoto`."""
    require(may_redact(by))
    with store.open(blob) as file:
        content = covered(file, boxes)
    with transaction.atomic():
        copy = store.put([content], name="copy.jpg")
        made, _new = Redaction.objects.update_or_create(
            of=blob, defaults={"copy": copy, "by": by, "at": timezone.now()}
        )
        note(by, "truth.redact", made, boxes=len(boxes))
    return made


def pass_over(version: MaterialFile) -> None:
    """Its file is gone from the disk: the doctor says so, the look does not stand still."""
    Looked.objects.bulk_create([Looked(file=version)], ignore_conflicts=True)
