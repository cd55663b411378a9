"""The only place that writes about truth: hints are kept once, a person says what they are, a forgery takes two."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.audit.services import note
from duibiao.documents.models import Document
from duibiao.documents.services import keeping
from duibiao.facts.drafts import Draft
from duibiao.files import store
from duibiao.files.models import Blob
from duibiao.ledger.models import Material, MaterialFile
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.organisation.queries import liaison_users
from duibiao.scores.services import record
from duibiao.standards.models import Measure
from duibiao.truth.choices import ForgeryState, HintState
from duibiao.truth.models import Forgery, Hint, Looked, Redaction
from duibiao.truth.noticing import notice
from duibiao.truth.permissions import may_confirm, may_read_hints, may_redact, may_report
from duibiao.truth.redacting import Box, covered
from duibiao.truth.traces import read


class NotConfirmed(Exception):
    """Only what a second person has confirmed is made public."""


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
    if confirm:
        _tell(held)
    return held


@override("zh-hans")
def _tell(forgery: Forgery) -> None:
    """The unit hears of it once it is settled, and not before."""
    words = _("本单位提交的“%s”经两人核实认定为虚假材料。") % forgery.material.title
    link, about = f"/unit/materials/{forgery.material_id}/", f"forgery:{forgery.pk}"
    tell(users=liaison_users(forgery.unit), kind="material", words=words, link=link, about=about)


@transaction.atomic
@override("zh-hans")
def draft_notice(by: User, forgery: Forgery) -> Document:
    """The notice (通报) of a confirmed forgery as a document of the county's own; it names the unit, never a person. Once."""
    require(may_report(by))
    held = (
        Forgery.objects.select_for_update(of=("self",)).select_related("unit", "material", "notice").get(pk=forgery.pk)
    )
    if held.state != ForgeryState.CONFIRMED:
        raise NotConfirmed
    if held.notice is None:
        known = {"unit": held.unit.name, "title": held.material.title, "words": held.words}
        said = _(
            "经查，%(unit)s提交的材料“%(title)s”系虚假材料。认定依据：%(words)s\n"
            "按照测评规定，取消该材料的使用资格和相应得分，并予以通报。\n"
            "各单位要引以为戒，对已交材料逐件自查，凡提供虚假材料、隐瞒事实真相的，一律取消资格并通报。"
        )
        held.notice = keeping.add(
            by, origin="own", kind="notice", title=_("关于%(unit)s提供虚假材料的通报（%(n)d）") % {**known, "n": held.pk},
            issuer=keeping.issuer_of_own(), number=keeping.next_number(), issued_on=today(), words=said % known,
        )  # fmt: skip
        held.save(update_fields=["notice"])
        note(by, "truth.draft_notice", held, by_document=held.notice.pk)
    return held.notice


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
