"""The only place that writes pledges: made from the duties, signed, settled."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.asks import services as asks
from duibiao.asks.choices import AskKind, AskState
from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.duties.choices import IN_HAND, Role
from duibiao.duties.choices import State as DutyState
from duibiao.duties.models import Duty
from duibiao.files import store
from duibiao.files.kinds import Refused as NotWhatItSays
from duibiao.files.taking import take
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.pledges.choices import Outcome, State, Way
from duibiao.pledges.models import Pledge, Template
from duibiao.pledges.paper import Item, filled, own_form, said
from duibiao.pledges.permissions import may_make, may_sign
from duibiao.workdays.queries import calendar

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SCANS = ("pdf", "image")
#: Workdays that a unit has to sign.
SIGN_WORKDAYS = 5


class Refused(Exception):
    """It did not happen; the text says why and what to do. `field`: where in the form it belongs."""

    def __init__(self, words: str, field: str = "") -> None:
        super().__init__(words)
        self.field = field


@dataclass
class Made:
    """What making many did: the pledges, units that have one for the term already, units without any duty."""

    pledges: list[Pledge] = field(default_factory=list)
    there: list[Unit] = field(default_factory=list)
    without: list[Unit] = field(default_factory=list)


def duties_for(campaign: Campaign, unit: Unit) -> QuerySet[Duty]:
    """What stands in a unit's pledge: all that it answers for, not what it supports."""
    found = Duty.objects.filter(campaign=campaign, unit=unit, state__in=[*IN_HAND, DutyState.DONE])
    return found.exclude(role=Role.SUPPORTING).order_by("indicator", "id")


@transaction.atomic
def make(by: User, campaign: Campaign, *, units: Iterable[Unit], since: date, until: date) -> Made:
    """A pledge for each unit towards the one above it, from its duties. Raises `paper.BadForm`."""
    require(may_make(by))
    if until < since:
        raise Refused(_("责任期止早于责任期起，请改其中一个。"), "until")
    outcome, form = Made(), current_form()
    for unit in units:
        if Pledge.objects.filter(campaign=campaign, unit=unit, since=since).exclude(state=State.WITHDRAWN).exists():
            outcome.there.append(unit)
        elif not (held := list(duties_for(campaign, unit))) or unit.parent is None:
            outcome.without.append(unit)
        else:
            outcome.pledges.append(_made(by, campaign, unit, held, since, until, form))
    return outcome


def _made(
    by: User, campaign: Campaign, unit: Unit, held: Sequence[Duty], since: date, until: date, form: bytes
) -> Pledge:
    assert unit.parent is not None
    items = [
        Item(n, str(one), one.goal, said(one.due_on) if one.due_on else "—") for n, one in enumerate(held, start=1)
    ]
    content = filled(
        form, unit=unit.name, to=unit.parent.name, campaign=campaign.title, since=since, until=until, day=today(),
        duties=items,
    )  # fmt: skip
    made = Pledge.objects.create(
        campaign=campaign, unit=unit, to=unit.parent, since=since, until=until, made_by=by,
        duties=[one.pk for one in held], text=store.put([content], name="责任书.docx", kind=DOCX),
    )  # fmt: skip
    asks.ask(
        by, unit=unit, kind=AskKind.SIGNATURE, title=_("签订责任书"), grounds=campaign.title, reference=_reference(made),
        due_on=calendar().after(today(), SIGN_WORKDAYS).day, link=f"/unit/pledges/{made.pk}/",
    )  # fmt: skip
    note(by, "pledges.make", made, unit=unit.pk, duties=len(held))
    return made


def _reference(pledge: Pledge) -> str:
    return f"pledge:{pledge.pk}"


def current_form() -> bytes:
    """The county's own form, else the program's."""
    held = Template.objects.select_related("blob").first()
    if held is None:
        return own_form()
    with store.open(held.blob) as file:
        return file.read()


@transaction.atomic
def take_form(by: User, *, name: str, content: bytes) -> Template:
    """From now on pledges are made on this form. It is filled in once for trial: one that cannot be is refused (`paper.BadForm`)."""
    require(may_make(by))
    trial = Item(1, _("试填"), _("试填"), said(today()))
    filled(content, unit="—", to="—", campaign="—", since=today(), until=today(), day=today(), duties=[trial])
    made = Template.objects.create(blob=store.put([content], name=name, kind=DOCX), name=name[:255], by=by)
    note(by, "pledges.take_form", made)
    return made


def _locked(pledge: Pledge, *states: str) -> Pledge:
    held = Pledge.objects.select_for_update(of=("self",)).select_related("unit", "text").get(pk=pledge.pk)
    if held.state not in states:
        raise Refused(_("这份责任书现在是“%s”，别人可能先处理了；请刷新后再看。") % held.get_state_display())
    return held


@transaction.atomic
def sign(by: User, pledge: Pledge, *, sha256: str) -> Pledge:
    """The unit signs on line what it has read: the file with this hash. Signing twice is once."""
    held = Pledge.objects.select_for_update(of=("self",)).select_related("unit", "text").get(pk=pledge.pk)
    require(may_sign(by, held.unit))
    if held.state == State.SIGNED:
        return held
    held = _locked(pledge, State.OFFERED)
    if sha256 != held.text.sha256:
        raise Refused(_("您看到的责任书和现在的不是同一份，请重新打开再签。"))
    return _signed(by, held, Way.ONLINE)


@transaction.atomic
def take_scan(by: User, pledge: Pledge, *, name: str, content: Iterable[bytes]) -> Pledge:
    """It was signed on paper: keep the scan."""
    require(may_make(by))
    held = _locked(pledge, State.OFFERED, State.SIGNED)
    try:
        held.scan, held.scan_name = take(content, name=name, families=SCANS), name[:255]
    except NotWhatItSays as refused:
        raise Refused(refused.words, "file") from None
    return _signed(by, held, Way.PAPER)


def _signed(by: User, held: Pledge, way: Way) -> Pledge:
    held.state, held.way = State.SIGNED, way
    held.signed_at, held.signed_by = held.signed_at or timezone.now(), held.signed_by or by
    held.save(update_fields=["state", "way", "signed_at", "signed_by", "scan", "scan_name"])
    asks.settle(by, reference=_reference(held), unit=held.unit)
    note(by, "pledges.sign", held, way=str(way), sha256=held.text.sha256)
    return held


@transaction.atomic
def withdraw(by: User, pledge: Pledge) -> Pledge:
    """It was made wrongly and is not signed yet."""
    require(may_make(by))
    held = _locked(pledge, State.OFFERED)
    held.state = State.WITHDRAWN
    held.save(update_fields=["state"])
    asks.settle(by, reference=_reference(held), unit=held.unit, state=AskState.WITHDRAWN)
    note(by, "pledges.withdraw", held)
    return held


@transaction.atomic
def settle(by: User, pledge: Pledge, *, outcome: str, words: str) -> Pledge:
    """At the end of the term: what was kept of it. Full marks only where every duty in it is done."""
    require(may_make(by))
    held = _locked(pledge, State.SIGNED)
    if today() <= held.until:
        raise Refused(_("责任期到 %s 才满，期满后再兑现。") % said(held.until))
    open_duties = Duty.objects.filter(pk__in=held.duties, state__in=IN_HAND).count()
    if outcome == Outcome.KEPT and open_duties:
        raise Refused(_("还有 %d 项任务没办结，不能写“全部完成”。") % open_duties, "outcome")
    held.state, held.outcome, held.settled_words, held.settled_at = State.SETTLED, outcome, words, timezone.now()
    held.save(update_fields=["state", "outcome", "settled_words", "settled_at"])
    note(by, "pledges.settle", held, outcome=outcome)
    return held
