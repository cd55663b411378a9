"""Duties given on to units below, and passed on: nobody asks for more without a reason, no circle, nothing is lost."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duibiao.duties import answering, handing_over, queries, services
from duibiao.duties.choices import EventKind, Role, State, Stricter
from duibiao.duties.dividing import divide, grade_support, place_below
from duibiao.duties.models import Duty
from duibiao.duties.refusals import BadDay, Circle, NoReason, NotCompetent
from duibiao.lib.spans import today
from duibiao.organisation import services as organisation
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User
from tests import dutying, makers
from tests.cast import Cast


def given_on(cast: Cast, above: Duty, unit: Unit, by: User | None = None, **given: object) -> Duty:
    parts = {
        "title": "落到乡镇",
        "starts_on": today(),
        "due_on": above.due_on,
        "steps": [(above.due_on, "完成", 100, None)],
        "goal": "三次",
    }
    who = unit.posts.first()
    return divide(by or cast.wang, above, unit=unit, person=who.person if who else None, **{**parts, **given})  # type: ignore[arg-type]


def village(cast: Cast) -> Unit:
    made = makers.unit(cast.lin, parent=cast.unit_b, kind=UnitKind.VILLAGE, name="柳林村")
    makers.person(cast.lin, unit=made, name="孙二", kind="head")
    return made


def test_an_earlier_day_or_a_higher_demand_needs_a_stated_reason(cast: Cast) -> None:
    above = dutying.signed(cast, target=90.0, due_on=dutying.workday(60))
    earlier = dutying.workday(30)
    for demand in ({"due_on": earlier, "steps": ()}, {"target": 95.0}):
        with pytest.raises(NoReason, match="层层加码"):
            given_on(cast, above, cast.unit_b, **demand)
    made = given_on(cast, above, cast.unit_b, due_on=earlier, steps=(), target=95.0, stricter_reason="迎检在先")
    assert (made.stricter, made.stricter_reason) == (Stricter.BOTH, "迎检在先")
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=made.pk).update(stricter_reason="")


def test_at_most_is_stricter_when_it_is_less(cast: Cast) -> None:
    above = dutying.signed(cast, target=5.0, direction="at_most")
    given_on(cast, above, cast.unit_b, target=6.0)
    with pytest.raises(NoReason):
        services.change(cast.wang, Duty.objects.get(parent=above), version=2, target=4.0)


def test_a_deadline_before_the_start_of_what_stands_above_is_refused(cast: Cast) -> None:
    above = dutying.signed(cast, starts_on=dutying.workday(10), due_on=dutying.workday(60))
    with pytest.raises(BadDay, match="上级责任"):
        given_on(cast, above, cast.unit_b, due_on=dutying.workday(5), steps=(), stricter_reason="急")


def test_a_unit_gives_on_downwards_only_and_the_return_comes_back_to_it(cast: Cast) -> None:
    above, hamlet = dutying.signed(cast), village(cast)
    made = given_on(cast, above, cast.unit_b)
    with pytest.raises(PermissionDenied):
        services.issue(cast.zhao, made)
    answering.sign(cast.zhao, services.issue(cast.wang, made))
    made.refresh_from_db()
    below = given_on(cast, made, hamlet, by=cast.zhao)
    with pytest.raises(NotCompetent):
        given_on(cast, made, makers.unit(cast.lin, parent=cast.county), by=cast.zhao)
    services.issue(cast.zhao, below)
    answering.object_to(cast.zhao, below, grounds="村里没有这项职能")
    below.refresh_from_db()
    answering.uphold(cast.zhao, below, words="按分工")
    answering.object_to(cast.zhao, below, grounds="还是不归村里")
    below.refresh_from_db()
    assert (below.state, below.depth, below.assigned_by) == (State.RULING, 2, cast.zhao)


def test_the_tree_shows_how_much_of_each_level_is_done(cast: Cast) -> None:
    above = dutying.signed(cast)
    made = answering.sign(cast.zhao, services.issue(cast.wang, given_on(cast, above, cast.unit_b)))
    below = answering.sign(cast.zhao, services.issue(cast.zhao, given_on(cast, made, village(cast), by=cast.zhao)))
    services.finish(cast.zhao, below)
    assert [(one.depth, one.done, one.below) for one in queries.branches(below)] == [(0, 1, 2), (1, 1, 1), (2, 0, 0)]
    assert [one.unit.name for one in queries.chain(below)] == ["司法局", "城关镇", "柳林村"]


def test_a_duty_is_never_put_below_itself(cast: Cast) -> None:
    above = dutying.signed(cast)
    made = given_on(cast, above, cast.unit_b)
    with pytest.raises(Circle):
        place_below(cast.lin, above, parent=made)
    with pytest.raises(Circle):
        place_below(cast.lin, above, parent=above)
    other = dutying.signed(cast, above.campaign, indicator="1.2")
    place_below(cast.lin, above, parent=other)
    made.refresh_from_db()
    assert made.path == f"/{other.pk:08d}/{above.pk:08d}/{made.pk:08d}/"
    with pytest.raises(IntegrityError), transaction.atomic():
        Duty.objects.filter(pk=above.pk).update(parent=above.pk)


def test_the_one_that_leads_says_how_another_supported(cast: Cast) -> None:
    above = dutying.signed(cast)
    made = given_on(cast, above, cast.unit_b, role=Role.SUPPORTING)
    answering.sign(cast.zhao, services.issue(cast.wang, made))
    with pytest.raises(PermissionDenied):
        grade_support(cast.zhao, made, grade="good")
    assert grade_support(cast.wang, made, grade="fair", words="材料晚了两天").grade == "fair"


def test_duties_of_a_dissolved_unit_pass_on_in_one_act_and_what_the_successor_has_is_joined(cast: Cast) -> None:
    campaign, old = dutying.campaign(cast), makers.unit(cast.lin, parent=cast.county, name="依法治县办")
    makers.person(cast.lin, unit=old, name="李三")
    held = [dutying.issued(cast, campaign, old, indicator=code, role=Role.RESPONSIBLE) for code in ("1.1", "1.2")]
    dutying.issued(cast, campaign, indicator="1.2", role=Role.RESPONSIBLE)
    organisation.close_unit(cast.lin, old, version=old.version, until=today() - timedelta(days=1))
    assert [one.why for one in queries.orphans(cast.lin)] == ["unit", "unit"]
    done = handing_over.hand_over(cast.lin, duties=[one.pk for one in held], unit=cast.unit_a, words="机构改革")
    assert ([one.pk for one in done.passed], [one.pk for one in done.joined]) == ([held[0].pk], [held[1].pk])
    held[0].refresh_from_db()
    event = held[0].events.get(kind=EventKind.HANDED_OVER)
    assert (held[0].unit, held[0].person, event.old_unit, event.new_unit) == (
        cast.unit_a,
        cast.wang.person,
        old,
        cast.unit_a,
    )
    assert queries.orphans(cast.lin).count() == 0


def test_a_person_who_has_gone_is_seen_and_the_unit_names_another(cast: Cast) -> None:
    made = dutying.signed(cast)
    organisation.end_post(cast.lin, cast.unit_a.posts.get(), until=today() - timedelta(days=1))
    assert [one.why for one in queries.orphans(cast.lin)] == ["person"]
    with pytest.raises(NotCompetent):
        handing_over.hand_over(cast.wang, duties=[made.pk], person=cast.zhao.person, words="调走")
    new = makers.person(cast.lin, unit=cast.unit_a, name="冯四")
    handing_over.hand_over(cast.wang, duties=[made.pk], person=new, words="王建国调走")
    made.refresh_from_db()
    assert (made.person, made.state) == (new, State.SIGNED)
    assert queries.orphans(cast.lin).count() == 0
