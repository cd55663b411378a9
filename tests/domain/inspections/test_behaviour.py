"""Behaviour at fixed spots and times: one rate of several observations, against the line; and lines by their segments."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from duibiao.insight.blind import lines
from duibiao.insight.choices import Since
from duibiao.inspections import behaviour, rounds
from duibiao.inspections.models import Round, Visit
from duibiao.lib.spans import today
from duibiao.places.models import Site, SiteType
from tests import makers, visiting
from tests.cast import Cast

SLOTS = [(time(7, 30), time(8, 30)), (time(17, 30), time(18, 30))]


def planned(cast: Cast, spots: int = 1) -> list[Round]:
    campaign = visiting.campaign(cast)
    for _ in range(spots):
        visiting.site(cast)
    held = rounds.plan_rounds(
        cast.lin, campaign=campaign, types=[SiteType.objects.get(code="road")], inspectors=[cast.chen], title="亮灯观察",
        kind="carpet", since=today(), until=today(), slots=SLOTS,
    )  # fmt: skip
    for one in held:
        rounds.commit_round(cast.lin, one, version=1)
        rounds.draw_round(cast.lin, one, version=2)
    return held


def test_a_rate_is_the_sum_over_the_sum_by_spot_and_time_against_the_line(lin: Client, cast: Cast) -> None:
    early, late = planned(cast)
    assert (early.title, late.slot) == ("亮灯观察 07:30–08:30", "17:30–18:30")
    visiting.visited(cast, early, visiting.answers(lamps={"value": 1, "out_of": 2}))
    visiting.visited(cast, late, visiting.answers(lamps={"value": 97, "out_of": 98}))
    slots, [row] = behaviour.rows(cast.lin)
    assert slots == ["07:30–08:30", "17:30–18:30"]
    assert [(row.slots[slot].rate_percent, row.passes(row.slots[slot])) for slot in slots] == [(50, False), (pytest.approx(98.98, abs=0.01), True)]  # fmt: skip
    assert (row.whole.rate_percent, row.whole.times, row.passed) == (98, 2, True)
    said = lin.get(reverse("office:behaviour")).content.decode()
    assert "不低于 95%" in said
    assert "定点观察都达标" in said
    assert any("off_slot" in one.warnings for one in Visit.objects.all())  # one of the two is, whatever the time
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=early.pk).update(slot_since=time(9))


def test_times_of_day_are_read_as_people_write_them(lin: Client, cast: Cast) -> None:
    campaign = visiting.campaign(cast)
    visiting.site(cast)
    sent = {
        "campaign": campaign.pk, "title": "观察", "kind": "carpet", "since": today(), "until": today(), "size": 1, "minimum": 1,
        "fresh_percent": 0, "per_day": 8, "double_percent": 0, "inspectors": cast.chen.pk, "types": SiteType.objects.get(code="road").pk,
    }  # fmt: skip
    assert "不是时段" in lin.post(reverse("office:plan_round"), {**sent, "slots": "早上"}).content.decode()
    lin.post(reverse("office:plan_round"), {**sent, "slots": "7:30-8:30；17：30—18：30"})
    assert sorted(one.slot for one in Round.objects.all()) == ["07:30–08:30", "17:30–18:30"]
    assert "还没有定点定时观察" in lin.get(reverse("office:behaviour")).content.decode()


def test_a_line_is_covered_segment_by_segment(lin: Client, cast: Cast) -> None:
    visiting.campaign(cast)
    rail = makers.area(cast.lin, unit=cast.unit_b, name="京广铁路沿线")
    for metres in (300, 700, None):
        visiting.site(cast, within=rail, length_m=metres)
    held = visiting.running(cast, 0, kind="carpet")
    first = held.assignments.get(site__length_m=300)
    held.assignments.exclude(pk=first.pk).update(state="dropped")
    visiting.visited(cast, held)
    [line] = lines(cast.lin, Since.NEVER)
    assert (line.reach.seen, line.reach.sites, line.reach.metres_percent, line.unmeasured) == (1, 3, 30, 1)
    shown = lin.get(reverse("office:blind") + f"?within={rail.pk}").content.decode()
    assert "京广铁路沿线" in shown
    assert Site.objects.get(length_m=700).name in shown
