"""Zones of daily work: one body for each, gaps and doubles seen, work told once."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction

from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.upkeep import services, zoning
from duibiao.upkeep.models import Body, Outlay, Work
from duibiao.upkeep.refusals import Refused
from tests import makers, troubles, upkeeping
from tests.cast import Cast


def test_a_gap_and_two_bodies_are_seen_until_the_office_rules(cast: Cast) -> None:
    zone = upkeeping.a_zone(cast)
    other = makers.area(cast.lin, unit=cast.unit_b)
    assert services.lay_zones(cast.lin, areas=[zone.area, other], mechanisms=["cleaning", "mending"], often="day", times=1, standard="") == 3  # fmt: skip
    troubles.found(cast, area=zone.area)
    found = zoning.rows(cast.lin)
    seen = zoning.coverage(found)
    assert (seen.needed, seen.covered, seen.gaps, seen.doubles) == (10, 4, 6, 0)
    assert [row.problems for row in found] == [1, 0]
    services.appoint_body(cast.lin, zone, unit=cast.unit_a, since=today(), instead=False)
    assert zoning.coverage(zoning.rows(cast.lin)).doubles == 1
    with pytest.raises(Refused, match="已经是"):
        services.appoint_body(cast.lin, zone, unit=cast.unit_a, since=today())
    services.release_body(cast.lin, Body.objects.get(zone=zone, unit=cast.unit_b))
    Body.objects.filter(zone=zone, unit=cast.unit_b).update(
        since=today() - timedelta(days=9), until=today() - timedelta(days=1)
    )
    assert zoning.coverage(zoning.rows(cast.lin)).doubles == 0
    services.appoint_body(cast.lin, zone, unit=cast.unit_b, since=today() + timedelta(days=3))
    held = Body.objects.get(zone=zone, unit=cast.unit_a)
    assert held.until == today() + timedelta(days=2)
    zone.refresh_from_db()
    with pytest.raises(Refused) as refused:
        services.change_zone(cast.lin, zone, version=zone.version, demonstration=True)
    assert refused.value.field == "demonstration_standard"
    services.change_zone(cast.lin, zone, version=zone.version, not_needed="封闭施工")
    assert zoning.coverage(zoning.rows(cast.lin)).needed == 9


def test_work_is_told_once_by_the_body_itself_and_silence_is_seen(cast: Cast) -> None:
    zone = upkeeping.a_zone(cast)
    Body.objects.update(since=today() - timedelta(days=30))
    assert zoning.mine(cast.zhao)[0].quiet
    for _twice in range(2):
        services.tell_work(cast.zhao, zones=[zone], done_on=today(), uid="w1")
    assert Work.objects.count() == 1
    assert not zoning.mine(cast.zhao)[0].quiet
    for done_on in (today() + timedelta(days=1), today() - timedelta(days=40)):
        with pytest.raises(Refused), transaction.atomic():
            services.tell_work(cast.zhao, zones=[zone], done_on=done_on, uid="w2")
    with pytest.raises(PermissionDenied):
        services.tell_work(cast.wang, zones=[zone], done_on=today(), uid="w3")
    assert zoning.mine(cast.wang) == []


def test_a_unit_says_itself_what_it_puts_in_and_nobody_saves_over_another(cast: Cast) -> None:
    fields = {"year": 2026, "mechanism": "cleaning", "staff": 30, "machines": 4, "money_wan": 85.0}
    held = services.set_outlay(cast.zhao, cast.unit_b, **fields)
    services.set_outlay(cast.zhao, cast.unit_b, version=held.version, **{**fields, "staff": 32})
    with pytest.raises(versions.Stale):
        services.set_outlay(cast.zhao, cast.unit_b, version=1, **fields)
    with pytest.raises(PermissionDenied):
        services.set_outlay(cast.wang, cast.unit_b, **fields)
    assert zoning.sums_of(zoning.outlays(cast.lin), 2026)["staff"] == 32
    assert not zoning.outlays(cast.wang).exists()
    assert Outlay.objects.count() == 1
