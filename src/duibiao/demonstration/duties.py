"""The rule-of-law campaign's duties in the demonstration: given out in February, most signed and under way, some returned, one
ruled on, a few late. Through the site's own services; only days are set back, for the county did this months ago."""

import random
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.duties import answering, reporting, services
from duibiao.duties.choices import Part, Role, State
from duibiao.duties.dividing import divide
from duibiao.duties.models import Duty, Event, Step
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
    _set_back(campaign, day, dice)
    _sign(units, speakers, dice)
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
    """Given out on 10 February; deadlines spread from two weeks ago to the end, on workdays."""
    began = date(2026, 2, 10)
    rows = list(Duty.objects.filter(campaign=campaign))
    for row in rows:
        row.starts_on = began
        row.due_on = (
            calendar().on_or_before(max(began, day + timedelta(days=dice.choice((-12, 2, 9, 20, 30, 44, 60))))).day
        )
        if row.state == State.ISSUED:
            row.issued_on = began
    Duty.objects.bulk_update(rows, ["starts_on", "due_on", "issued_on"])
    Step.objects.filter(duty__in=rows).delete()
    steps = []
    for row in rows:
        assert row.due_on is not None
        half = calendar().on_or_before(began + (row.due_on - began) / 2).day
        steps += [
            Step(duty=row, day=half, words="制度、方案到位，过半完成", percent=50),
            Step(duty=row, day=row.due_on, words="全部完成，材料归档", percent=100),
        ]
    Step.objects.bulk_create(steps)
    Event.objects.filter(duty__in=rows).update(at=_moment(began))


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
    held = Duty.objects.filter(campaign=campaign, state=State.SIGNED).select_related("unit").order_by("pk")
    for place, duty in enumerate(list(held)[::4]):
        percent = dice.choice((35, 50, 60, 75, 90, 100))
        problem, measure = dice.choice(_TROUBLE) if dice.random() < 0.2 else ("", "")
        words: dict[str, Any] = {"progress": dice.choice(_PROGRESS), "problem": problem, "measure": measure}
        reporting.report(speakers[duty.unit_id], duty, uid=f"demonstration-{place}", percent=percent, **words)
    finished = list(Duty.objects.filter(campaign=campaign, state=State.SIGNED, percent=100).order_by("pk"))[:-2]
    for duty in finished:
        services.finish(duty.assigned_by, duty, words="现场核实，材料齐全。")


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
