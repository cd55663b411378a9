"""Writing duties: draft, give out, change, close, withdraw. Signing, returning and ruling stand in `answering`, parts for units
below in `dividing`, passing on in `handing_over`, progress in `reporting`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.audit.services import changes_of, note
from duibiao.campaigns.models import Campaign
from duibiao.duties import outside
from duibiao.duties.choices import STANDING, EventKind, Part, Role, Source, State, Stricter
from duibiao.duties.models import Duty, Event, Step, Template
from duibiao.duties.parts import Proposing, missing, people_for, template
from duibiao.duties.permissions import may_assign, may_change, may_set_template
from duibiao.duties.refusals import Incomplete, NotCompetent, Taken
from duibiao.duties.writing import (
    CHANGEABLE,
    check_days,
    check_stricter,
    locked,
    locked_all,
    need,
    strictness,
    tell_histories,
    tell_history,
    write,
)
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.organisation.models import Person, Unit, User
from duibiao.organisation.permissions import require

#: A step as a form gives it: day, words, percent, value.
StepGiven = tuple[date, str, int | None, float | None]


@dataclass(frozen=True)
class Wanted:
    """One duty to be drafted: who, for what, as what; parts that are not given are proposed."""

    unit: Unit
    indicator: str
    role: str = Role.LEAD
    parts: Mapping[str, Any] = field(default_factory=dict)
    steps: Sequence[StepGiven] = ()


@dataclass
class Assigned:
    """What drafting many did: those made, how many were there already, and indicators that another unit leads."""

    made: list[Duty] = field(default_factory=list)
    there: int = 0
    taken: list[tuple[str, Unit]] = field(default_factory=list)


@transaction.atomic
def assign_many(by: User, campaign: Campaign, *, wanted: Iterable[Wanted], source: str = Source.MATRIX) -> Assigned:
    """Draft duties; what stands already stays as it is. The number of statements does not grow with the number of duties."""
    require(may_assign(by))
    Campaign.objects.select_for_update().only("pk").get(
        pk=campaign.pk
    )  # two who assign at once do it one after the other
    asked = list(wanted)
    outcome, fresh = _sorted_out(campaign, asked)
    proposing, people = Proposing.of(campaign), people_for(one.unit for one in fresh)
    rows = [_drafted(by, campaign, one, proposing, people, source) for one in fresh]
    outcome.made = Duty.objects.bulk_create(rows)
    set_paths([duty.pk for duty in outcome.made])
    _write_steps(zip(outcome.made, fresh, strict=True), proposing)
    tell_histories(by, outcome.made, EventKind.MADE)
    if outcome.made:
        note(by, "duties.assign", campaign, duties=len(outcome.made), source=str(source))
    return outcome


def _sorted_out(campaign: Campaign, asked: list[Wanted]) -> tuple[Assigned, list[Wanted]]:
    """What is new, what is there, and what another unit leads already."""
    outcome, fresh = Assigned(), []
    standing = Duty.objects.filter(campaign=campaign, edition=campaign.edition_id, state__in=STANDING).exclude(
        indicator=""
    )
    held = {(one.indicator, one.unit_id, one.role) for one in standing}
    leads = {one.indicator: one.unit for one in standing.filter(role=Role.LEAD, parent=None).select_related("unit")}
    for one in asked:
        if (one.indicator, one.unit.pk, one.role) in held:
            outcome.there += 1
        elif one.role == Role.LEAD and one.indicator in leads:
            outcome.taken.append((one.indicator, leads[one.indicator]))
        else:
            held.add((one.indicator, one.unit.pk, one.role))
            if one.role == Role.LEAD:
                leads[one.indicator] = one.unit
            fresh.append(one)
    return outcome, fresh


def _drafted(
    by: User, campaign: Campaign, one: Wanted, proposing: Proposing, people: Mapping[int, int], source: str
) -> Duty:
    given = {name: value for name, value in one.parts.items() if value not in (None, "")}
    parts = {"person_id": people.get(one.unit.pk), **proposing.parts(one.indicator), **given}
    if "person" in given:
        parts.pop("person_id")
    starts_on = parts.pop("starts_on", None) or max(min(today(), parts["due_on"]), campaign.since)
    return Duty(
        campaign=campaign, edition_id=campaign.edition_id, indicator=one.indicator, unit=one.unit, role=one.role,
        source=source, assigned_by=by, starts_on=min(starts_on, parts["due_on"]), **parts,
    )  # fmt: skip


def _write_steps(pairs: Iterable[tuple[Duty, Wanted]], proposing: Proposing) -> None:
    steps = []
    for duty, one in pairs:
        assert duty.due_on is not None
        given = one.steps or [(*step, None) for step in proposing.steps(duty.starts_on, duty.due_on)]
        steps += [
            Step(duty=duty, day=day, words=words, percent=percent, value=value) for day, words, percent, value in given
        ]
    Step.objects.bulk_create(steps, ignore_conflicts=True)


def set_paths(pks: Sequence[int]) -> None:
    """Paths of new duties, below their parents: one statement."""
    if pks:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE duties_duty AS d SET path = COALESCE(p.path, '/') || lpad(d.id::text, 8, '0') || '/'"
                " FROM duties_duty AS own LEFT JOIN duties_duty AS p ON p.id = own.parent_id"
                " WHERE own.id = d.id AND d.id = ANY(%s)",
                [list(pks)],
            )


@transaction.atomic
def draft(
    by: User,
    campaign: Campaign,
    *,
    unit: Unit,
    title: str,
    starts_on: date,
    indicator: str = "",
    role: str = Role.LEAD,
    parent: Duty | None = None,
    source: str = Source.HAND,
    steps: Iterable[StepGiven] = (),
    helpers: Iterable[Person] = (),
    on_holiday: bool = False,
    **parts: Any,
) -> Duty:
    """Draft one duty. Who may was settled by the caller where there is a parent (`dividing.divide`); else the office."""
    require(may_assign(by) if parent is None else may_change(by, Duty(parent=parent)))
    if not unit.is_current:
        raise NotCompetent(_("“%s”已撤销，不能再承担任务；请选它的承接单位。") % unit)
    given = list(steps)
    check_days(starts_on=starts_on, due_on=parts.get("due_on"), parent=parent, on_holiday=on_holiday, steps=[one[0] for one in given])  # fmt: skip
    if "person" not in parts and "person_id" not in parts:
        parts["person_id"] = people_for([unit]).get(unit.pk)
    fields = {"unit": unit, "title": title, "indicator": indicator, "role": role, "parent": parent, "source": source}
    duty = _made(by, campaign, starts_on=starts_on, **fields, **parts)
    write(duty, path=duty.path_below(parent))
    duty.helpers.set(helpers)
    set_steps(duty, given)
    tell_history(by, duty, EventKind.MADE)
    note(by, "duties.draft", duty, unit=unit.pk, indicator=indicator)
    return duty


def _made(by: User, campaign: Campaign, **fields: Any) -> Duty:
    """The row; what the database refuses is said in words."""
    try:
        with transaction.atomic():
            return Duty.objects.create(campaign=campaign, edition_id=campaign.edition_id, assigned_by=by, **fields)
    except IntegrityError as error:
        raise _taken(error, fields["unit"]) from None


def _taken(error: IntegrityError, unit: Unit) -> Exception:
    if "duty_one_lead" in str(error):
        return Taken(
            _("这项指标已有别的牵头单位。一项指标只有一个单位对结果负责；请改为“责任”或“配合”，或先撤回原来的。")
        )
    if "duty_once" in str(error):
        return Taken(_("“%s”已经以这个角色承担这项指标，不必再派；请打开原来的那条修改。") % unit)
    return error


def set_steps(duty: Duty, steps: Iterable[StepGiven]) -> None:
    """Exactly these steps."""
    duty.steps.all().delete()
    rows = [Step(duty=duty, day=day, words=words, percent=percent, value=value) for day, words, percent, value in steps]
    Step.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def change(
    by: User,
    duty: Duty,
    *,
    version: int,
    steps: Iterable[StepGiven] | None = None,
    helpers: Iterable[Person] | None = None,
    on_holiday: bool = False,
    **fields: Any,
) -> Duty:
    """Write parts if nobody saved since `version`, else `versions.Stale`. A signed duty that now asks for more is signed anew."""
    held = locked(duty)
    require(may_change(by, held))
    need(held, *CHANGEABLE, act=_("修改"))
    given = None if steps is None else list(steps)
    new = {name: fields.get(name, getattr(held, name)) for name in ("starts_on", "due_on", "target", "stricter_reason")}
    days = [one[0] for one in given] if given is not None else list(held.steps.values_list("day", flat=True))
    check_days(starts_on=new["starts_on"], due_on=new["due_on"], parent=held.parent, on_holiday=on_holiday, steps=days)
    if held.parent is not None:
        fields["stricter"] = check_stricter(held.parent, due_on=new["due_on"], target=new["target"], reason=new["stricter_reason"])  # fmt: skip
    changes = changes_of(held, {name: fields[name] for name in ("due_on", "target") if name in fields})
    if _asks_for_more(held, new):
        fields |= {"state": State.ISSUED, "issued_on": today(), "signed_at": None, "signed_by": None}
    versions.save(held, version=version, **fields)
    if given is not None:
        set_steps(held, given)
    if helpers is not None:
        held.helpers.set(helpers)
    tell_history(by, held, EventKind.CHANGED, _said(changes))
    if "due_on" in changes and held.state != State.DRAFT:
        outside.settled([held], by)
    note(by, "duties.change", held, fields=sorted(fields), changes=changes)
    return held


def _asks_for_more(held: Duty, new: Mapping[str, Any]) -> bool:
    """Whether a signed duty would ask for more than what was signed."""
    if held.state != State.SIGNED:
        return False
    return strictness(held, due_on=new["due_on"], target=new["target"]) != Stricter.NO


def _said(changes: Mapping[str, list[Any]]) -> str:
    names = {"due_on": _("完成时限"), "target": _("目标值")}
    return "；".join(
        f"{names[name]} {old if old is not None else '—'} → {new if new is not None else '—'}"
        for name, (old, new) in changes.items()
    )


@dataclass
class Issued:
    """What giving out many did: those that went out, and those that are not complete, with what is missing."""

    done: list[Duty] = field(default_factory=list)
    incomplete: list[tuple[Duty, list[str]]] = field(default_factory=list)


@transaction.atomic
def issue(by: User, duty: Duty) -> Duty:
    """Give out one duty, complete in all its parts; what is missing is said."""
    outcome = issue_many(by, duties=[duty.pk])
    if outcome.incomplete:
        held, parts = outcome.incomplete[0]
        raise Incomplete(str(held), parts)
    if not outcome.done:
        duty.refresh_from_db()
        need(duty, State.DRAFT, act=_("下达"))
    return outcome.done[0]


@transaction.atomic
def issue_many(by: User, *, duties: Iterable[int]) -> Issued:
    """Give out those drafts that are complete; the others stay, with what they lack. Others than drafts are left alone."""
    found = locked_all(duties, State.DRAFT)
    prefetch_related_objects(found, "steps")
    require(all(may_change(by, duty) for duty in found))
    outcome, asked = Issued(), template()
    for duty in found:
        lacks = missing(duty, len(duty.steps.all()), asked.parts)
        if lacks:
            outcome.incomplete.append((duty, lacks))
        else:
            outcome.done.append(duty)
    for duty in outcome.done:
        duty.state, duty.issued_on, duty.version = State.ISSUED, today(), duty.version + 1
    Duty.objects.bulk_update(outcome.done, ["state", "issued_on", "version"], batch_size=500)
    tell_histories(by, outcome.done, EventKind.ISSUED)
    _after_issuing(by, outcome.done, asked)
    return outcome


def _after_issuing(by: User, duties: Sequence[Duty], asked: Template) -> None:
    """Each unit hears once, however many duties it is given."""
    by_unit: dict[Unit, list[Duty]] = {}
    for duty in duties:
        by_unit.setdefault(duty.unit, []).append(duty)
    for unit, given in by_unit.items():
        words = ngettext("有 %(n)d 项任务下达给 %(unit)s，请在 %(days)d 个工作日内签收。", "有 %(n)d 项任务下达给 %(unit)s，请在 %(days)d 个工作日内签收。", len(given))  # fmt: skip
        known = {"n": len(given), "unit": unit.name, "days": asked.sign_workdays}
        outside.tell(users=outside.liaisons(unit), kind="duty_issued", words=words % known, about=f"duty:{given[0].pk}")
        note(by, "duties.issue", given[0].campaign, unit=unit.pk, duties=len(given))
    outside.issued(by, duties, outside.calendar().after(today(), asked.sign_workdays).day)


@transaction.atomic
def withdraw(by: User, duty: Duty, *, words: str) -> Duty:
    """Take a duty back, with everything below it; the rows and their history stay."""
    held = locked(duty)
    require(may_change(by, held))
    need(held, *(state for state in STANDING if state != State.DONE), act=_("撤回"))
    below = list(Duty.objects.select_for_update().filter(path__startswith=held.path, state__in=STANDING).order_by("pk"))
    for one in below:
        write(one, state=State.WITHDRAWN)
        tell_history(by, one, EventKind.WITHDRAWN, words)
    outside.settled(below, by)
    note(by, "duties.withdraw", held)
    held.refresh_from_db()
    return held


@transaction.atomic
def finish(by: User, duty: Duty, *, words: str = "") -> Duty:
    """Whoever assigned it finds that it is done."""
    held = locked(duty)
    require(may_change(by, held))
    need(held, State.SIGNED, act=_("办结"))
    write(held, state=State.DONE, done_on=today(), percent=100)
    tell_history(by, held, EventKind.DONE, words)
    outside.settled([held], by)
    note(by, "duties.finish", held)
    return held


@transaction.atomic
def resume(by: User, duty: Duty, *, words: str) -> Duty:
    """It is not done after all: the unit has it in hand again."""
    held = locked(duty)
    require(may_change(by, held))
    need(held, State.DONE, act=_("恢复办理"))
    write(held, state=State.SIGNED, done_on=None)
    tell_history(by, held, EventKind.RESUMED, words)
    note(by, "duties.resume", held)
    return held


@transaction.atomic
def set_template(by: User, *, version: int, parts: Sequence[str], **fields: Any) -> Template:
    """The county's own rule: 五定 or 六定, days to sign, the paragraph on reward and penalty."""
    require(may_set_template(by))
    held, _made = Template.objects.get_or_create(pk=1)
    kept = [str(part) for part in Part.values if part in parts]
    versions.save(held, version=version, parts=kept, **fields)
    note(by, "duties.set_template", held, parts=kept)
    return held


__all__ = [
    "Assigned",
    "Event",
    "Issued",
    "StepGiven",
    "Wanted",
    "assign_many",
    "change",
    "draft",
    "finish",
    "issue",
    "issue_many",
    "resume",
    "set_paths",
    "set_steps",
    "set_template",
    "withdraw",
]
