"""Zones of daily work at the doors."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from duibiao.lib.spans import today
from duibiao.upkeep.models import Body, Outlay, UpkeepZone, Work
from tests import makers, upkeeping
from tests.cast import Cast
from tests.site import log_in


def test_laid_out_ruled_on_worked_in_and_paid_for(lin: Client, cast: Cast) -> None:
    assert "先登记区域路段" in lin.get(reverse("office:zones")).content.decode()
    areas = [makers.area(cast.lin, unit=cast.unit_b).pk for _n in range(2)]
    sent = {"areas": areas, "mechanisms": ["cleaning", "trimming"], "often": "week", "times": 1}
    assert "划定了 4 个责任区" in lin.post(reverse("office:lay_zones"), sent, follow=True).content.decode()
    zone = UpkeepZone.objects.filter(mechanism="cleaning").order_by("pk")[0]
    body = {"unit": cast.unit_a.pk, "since": today().isoformat()}
    lin.post(reverse("office:appoint_body", args=[zone.pk]), body)
    assert "请定一家" in lin.get(reverse("office:zone", args=[zone.pk])).content.decode()
    assert "两家都管 <b>1</b> 处" in lin.get(reverse("office:zones") + "?state=two").content.decode()
    lin.post(reverse("office:release_body", args=[Body.objects.get(zone=zone, unit=cast.unit_b).pk]))
    zhao = log_in(Client(), cast, "zhao")
    tell = reverse("unit:tell_work")
    assert "请勾上" in zhao.post(tell, {"uid": "w1", "done_on": today().isoformat()}).content.decode()
    mine = [one.pk for one in UpkeepZone.objects.filter(mechanism="trimming")]
    for _twice in range(2):
        zhao.post(tell, {"uid": "w1", "zones": mine, "done_on": today().isoformat(), "words": "行道树修剪"})
    assert Work.objects.count() == 2
    assert "行道树修剪" in zhao.get(reverse("unit:zone", args=[mine[0]])).content.decode()
    outlay = {"year": today().year, "mechanism": "cleaning", "staff": 30, "machines": 4, "money_wan": "85.5"}
    zhao.post(reverse("unit:set_outlay"), outlay)
    address = reverse("unit:set_outlay") + f"?of={Outlay.objects.get().pk}"
    assert zhao.post(address, {**outlay, "version": 1, "staff": 31}).status_code == 302
    assert zhao.post(address, {**outlay, "version": 1, "staff": 32}).status_code == 409
    assert "85.5" in lin.get(reverse("office:outlays")).content.decode()
    change = reverse("office:change_zone", args=[zone.pk])
    sent = {"version": zone.version, "often": "day", "times": 2, "demonstration": "on"}
    assert "示范路段要写" in lin.post(change, sent).content.decode()
    lin.post(change, {**sent, "demonstration_standard": "每百米烟头不超过 2 个"})
    assert "示范路段 1 条" in lin.get(reverse("office:zones")).content.decode()


@pytest.mark.parametrize("many", [1, 8])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _n in range(many):
        zone = upkeeping.a_zone(cast)
    zhao = log_in(Client(), cast, "zhao")
    for client, name, arguments, most in (
        (lin, "office:zones", [], 9),
        (lin, "office:zone", [zone.pk], 11),
        (lin, "office:outlays", [], 8),
        (zhao, "unit:zones", [], 8),
        (zhao, "unit:zone", [zone.pk], 9),
        (zhao, "unit:outlays", [], 9),
    ):
        address = reverse(name, args=arguments)
        client.get(address)  # what is kept between requests is read once
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
