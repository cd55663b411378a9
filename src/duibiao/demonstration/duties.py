"""The rule-of-law campaign's duties in the demonstration: given out in February, most signed, half of them done, the rest under way as
their steps ask, about one in eight behind; some given out this week, some returned, one ruled on.

Through the site's own services; days are set back, for the county did this months ago, and months of reports are written at once.
"""

import random
from datetime import date, datetime, time, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection
from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.duties import answering, outside, reporting, services
from duibiao.duties.choices import EventKind, Part, Role, State
from duibiao.duties.dividing import divide
from duibiao.duties.models import Duty, Event, Report, Step
from duibiao.duties.outside import calendar
from duibiao.duties.services import Wanted
from duibiao.organisation.choices import PostKind, UnitKind
from duibiao.organisation.choices import Role as AccountRole
from duibiao.organisation.models import Person, RoleGrant, Unit, User
from duibiao.standards.queries import standard_of

_CONSEQUENCE = "按时高质量完成的，年终考核加分并通报表扬；无正当理由逾期的，通报并约谈分管负责人。"
_PROGRESS = (
    "方案已印发，专班已组建。",
    "上半年任务全部完成，佐证材料已归档。",
    "已完成自查，正在补齐两项材料。",
    "制度已修订，待常务会审议。",
)
_TROUBLE = (
    ("行政执法人员持证率不够。", "已报名 9 月集中考试，未取证的调离执法岗位。"),
    ("经费没有到位。", "已报财政局，列入下次预算调整。"),
)


def give_out(by: User, campaign: Campaign, day: date) -> None:
    """Everything, from the county's own paragraph on reward and penalty to the latest report."""
    dice = random.Random(20260210)
    services.set_template(by, version=1, parts=Part.values, consequence=_CONSEQUENCE)
    units = list(participants(campaign))
    speakers = _speakers(units)
    _draft(by, campaign, units, dice)
    drafts = list(Duty.objects.filter(campaign=campaign).order_by("pk").values_list("pk", flat=True))
    services.issue_many(by, duties=drafts[:-3])
    _sign(units, speakers, dice)
    _set_back(campaign, day, dice)
    _return_some(by, campaign, speakers)
    _report(campaign, speakers, dice, day)
    _divide(campaign, speakers)


def _speakers(units: list[Unit]) -> dict[int, User]:
    """An account for each unit that has none yet, without a password: nobody logs in with it, it stands for the liaison officer."""
    held = {
        grant.unit_id: grant.user
        for grant in RoleGrant.objects.filter(role=AccountRole.UNIT).select_related("user__person")
    }
    fresh = [unit for unit in units if unit.pk not in held]
    posts = Person.objects.filter(posts__kind=PostKind.LIAISON, user=None)
    people = {
        unit: person
        for person in posts.prefetch_related("posts")
        for unit in {post.unit_id for post in person.posts.all()}
    }
    users = [
        User(account=unit.code.lower(), password=UNUSABLE_PASSWORD_PREFIX, person=people.get(unit.pk)) for unit in fresh
    ]
    User.objects.bulk_create(users)
    RoleGrant.objects.bulk_create(
        [RoleGrant(user=user, role=AccountRole.UNIT, unit=unit) for user, unit in zip(users, fresh, strict=True)]
    )
    grants = RoleGrant.objects.filter(role=AccountRole.UNIT).select_related("user__person")
    return {grant.unit_id: grant.user for grant in grants if grant.unit_id is not None}


def _draft(by: User, campaign: Campaign, units: list[Unit], dice: random.Random) -> None:
    """A department leads each indicator, one or two others support; township matters are every township's own. Two stay without owner."""
    departments = [unit for unit in units if unit.kind == UnitKind.DEPARTMENT]
    townships = [unit for unit in units if unit.kind == UnitKind.TOWNSHIP]
    law = next((unit for unit in departments if unit.code == "D02"), departments[0])
    wanted = []
    for place, node in enumerate(standard_of(campaign.edition).leaves[:-2]):
        lead = law if place % 5 == 0 else dice.choice(departments)
        wanted.append(Wanted(lead, node.code, Role.LEAD))
        wanted += [Wanted(unit, node.code, Role.SUPPORTING) for unit in dice.sample(departments, 2) if unit != lead]
        if place % 4 == 1:
            wanted += [Wanted(unit, node.code, Role.RESPONSIBLE) for unit in townships]
    services.assign_many(by, campaign, wanted=wanted, source="decomposition")


def _set_back(campaign: Campaign, day: date, dice: random.Random) -> None:
    """What is signed was given out on 10 February, its deadlines spread over the second half-year; what waits for a signature is new."""
    began, rows = date(2026, 2, 10), list(Duty.objects.filter(campaign=campaign))
    for place, row in enumerate(rows):
        row.starts_on = began if row.state == State.SIGNED else calendar().before(day, 7 if place % 4 == 0 else 2).day
        row.due_on = _due(dice, day, campaign.until) if row.state == State.SIGNED else _last(day, campaign.until)
        row.issued_on = row.starts_on if row.state != State.DRAFT else None
    Duty.objects.bulk_update(rows, ["starts_on", "due_on", "issued_on"])
    Step.objects.filter(duty__in=rows).delete()
    Step.objects.bulk_create(step for row in rows for step in _steps(row))
    Event.objects.filter(duty__in=[row for row in rows if row.state == State.SIGNED]).update(at=_moment(began))


def _last(day: date, until: date) -> date:
    """The province looks in the middle of December: nothing is due later, as long as that day has not come."""
    looked_at = date(2026, 12, 15)
    return calendar().on_or_before(looked_at if day < looked_at else until).day


def _due(dice: random.Random, day: date, until: date) -> date:
    later = day + timedelta(days=dice.choice((-75, -50, -30, -12, 4, 9, 12, 19)))
    return min(calendar().on_or_before(later).day, _last(day, until))


def _steps(row: Duty) -> list[Step]:
    assert row.due_on is not None
    third = (row.due_on - row.starts_on) / 3
    first, second = (calendar().on_or_before(row.starts_on + third * times).day for times in (1, 2))
    said = [
        (first, "方案印发，责任到人", 30),
        (second, "制度到位，主要工作完成", 70),
        (row.due_on, "全部完成，材料归档", 100),
    ]
    return [Step(duty=row, day=on, words=words, percent=percent) for on, words, percent in said]


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 20)))


def _sign(units: list[Unit], speakers: dict[int, User], dice: random.Random) -> None:
    """Most sign; one in twenty waits, and so does one of each unit that somebody may log in to."""
    waiting = dict.fromkeys((unit.pk for unit in units if unit.code in ("D02", "T01")), 2)
    chosen: dict[int, list[int]] = {}
    for pk, unit in Duty.objects.filter(state=State.ISSUED).order_by("-pk").values_list("pk", "unit"):
        if waiting.get(unit):
            waiting[unit] -= 1
        elif dice.random() > 0.05:
            chosen.setdefault(unit, []).append(pk)
    for unit, duties in chosen.items():
        answering.sign_many(speakers[unit], duties=duties)
    Duty.objects.filter(state=State.SIGNED).update(signed_at=_moment(date(2026, 2, 12)))


def _return_some(by: User, campaign: Campaign, speakers: dict[int, User]) -> None:
    """Two returned once, one twice and waiting, one ruled on."""
    held = (
        Duty.objects.filter(campaign=campaign, state=State.ISSUED, role=Role.SUPPORTING)
        .select_related("unit")
        .order_by("pk")
    )
    others = [duty for duty in held if duty.unit.code not in ("D02", "T01")][:4]
    leads = {
        one.indicator: one.unit for one in Duty.objects.filter(campaign=campaign, role=Role.LEAD).select_related("unit")
    }
    for place, duty in enumerate(others):
        who, instead = speakers[duty.unit_id], leads.get(duty.indicator)
        answering.object_to(
            who,
            duty,
            grounds="三定方案没有这项职能，日常监管由牵头单位承担。",
            proposes=instead if instead != duty.unit else None,
        )
        if place >= 2:
            answering.uphold(by, duty, words="配合事项涉及本行业数据，请继续承担。")
            answering.object_to(who, duty, grounds="数据已移交政务数据部门管理，我局没有权限提供。", proposes=None)
        if place == 3:
            answering.rule(
                by, duty, unit=duty.unit, grounds="《县政府部门职责分工协调意见》第七条：行业数据由主管部门负责核实。"
            )


def _report(campaign: Campaign, speakers: dict[int, User], dice: random.Random, day: date) -> None:
    """Two reports of every duty, most as far as its steps ask. What is reported full before its day waits to be looked at."""
    held = list(Duty.objects.filter(campaign=campaign, state=State.SIGNED).select_related("unit").order_by("pk"))
    written = [one for duty in held for one in _reports(duty, speakers[duty.unit_id], dice, day)]
    _write_reports(written)
    for one, at in written:
        one.duty.percent, one.duty.reported_at, one.duty.has_problem = one.percent, at, bool(one.problem)
    Duty.objects.bulk_update(held, ["percent", "reported_at", "has_problem"], batch_size=500)
    full = [duty for duty in held if duty.percent == 100]
    _finish([duty for duty in full if duty.due_on and duty.due_on < day])
    for place, duty in enumerate([duty for duty in held if duty.percent < 100][:6]):
        percent = min(duty.percent + 5, 95)
        reporting.report(
            speakers[duty.unit_id], duty, uid=f"demonstration-late-{place}", progress=dice.choice(_PROGRESS), percent=percent
        )  # fmt: skip


def _write_reports(written: list[tuple[Report, datetime]]) -> None:
    """By hand: the model says itself that a report was made now, and lets nobody change it afterwards."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO duties_report (duty_id, uid, progress, problem, measure, percent, by_id, at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s)",
            [(one.duty_id, one.uid, one.progress, one.problem, one.measure, one.percent, one.by_id, at) for one, at in written],
        )  # fmt: skip


def _reports(duty: Duty, by: User, dice: random.Random, day: date) -> list[tuple[Report, datetime]]:
    """In July and lately. One in twenty is well behind or past its day, one in sixteen a little."""
    assert duty.due_on is not None
    past, fate = duty.due_on < day, dice.random()
    last = 100 if past else dice.choice((70, 75, 80, 85, 90, 95, 100))
    if fate < 1 / 20:
        last = 85 if past else dice.choice((25, 35))
    elif fate < 1 / 9 and not past:
        last = dice.choice((48, 52))
    problem, measure = dice.choice(_TROUBLE) if last < 60 or dice.random() < 0.06 else ("", "")
    lately = min(duty.due_on, day) - timedelta(days=dice.randint(1, 9))
    rows = [(date(2026, 7, dice.randint(2, 20)), min(last, 40), "", ""), (lately, last, problem, measure)]
    return [
        (Report(duty=duty, uid=f"demonstration-{duty.pk}-{place}", progress=dice.choice(_PROGRESS), problem=trouble, measure=remedy, percent=percent, by=by), _moment(on))
        for place, (on, percent, trouble, remedy) in enumerate(rows)
    ]  # fmt: skip


def _finish(held: list[Duty]) -> None:
    """Done on their day; the last few through the service, so that the journal shows how."""
    for duty in held[-4:]:
        services.finish(duty.assigned_by, duty, words="现场核实，材料齐全。")
    for duty in held[:-4]:
        duty.state, duty.done_on = State.DONE, duty.due_on
    Duty.objects.bulk_update(held[:-4], ["state", "done_on"], batch_size=500)
    Event.objects.bulk_create(
        Event(duty=duty, kind=EventKind.DONE, words="核实材料后办结。", by=duty.assigned_by) for duty in held[:-4]
    )
    if held:
        outside.settled(held, held[0].assigned_by)


def _divide(campaign: Campaign, speakers: dict[int, User]) -> None:
    """The justice bureau gives one of its duties on to three townships, one of them earlier, with the reason."""
    above = (
        Duty.objects.filter(campaign=campaign, unit__code="D02", role=Role.LEAD, state=State.SIGNED)
        .select_related("unit")
        .order_by("-due_on")
        .first()
    )
    if above is None or above.due_on is None:
        return
    taken = Duty.objects.filter(campaign=campaign, indicator=above.indicator).values("unit")
    townships = (
        Unit.objects.filter(participations__campaign=campaign, kind=UnitKind.TOWNSHIP)
        .exclude(pk__in=taken)
        .order_by("code")[:3]
    )
    for place, unit in enumerate(townships):
        due_on = calendar().before(above.due_on, 5).day if place == 0 else above.due_on
        reason = "县里要汇总，汇总前留一周核对。" if place == 0 else ""
        made = divide(
            speakers[above.unit_id], above, unit=unit, title=f"{above.title}（{unit.name}部分）", starts_on=above.starts_on, due_on=due_on,
            goal="本乡镇部分全部完成。", stricter_reason=reason, steps=[(due_on, "本乡镇部分完成", 100, None)],
        )  # fmt: skip
        if place < 2:
            services.issue(speakers[above.unit_id], made)
        if place == 1:
            answering.sign(speakers[unit.pk], made)
