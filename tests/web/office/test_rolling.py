"""The consolidation period at the doors: looked at, opened, its ledger worked off; what pages cost."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from duibiao.campaigns.models import Campaign
from duibiao.upkeep.models import Consolidation, Renewal
from tests import ledgering, upkeeping
from tests.cast import Cast
from tests.site import log_in


def test_looked_at_then_opened_then_worked_off(lin: Client, cast: Cast) -> None:
    held = upkeeping.named(cast)
    address = reverse("office:roll_campaign", args=[held.pk])
    assert address in lin.get(reverse("office:campaign", args=[held.pk])).content.decode()
    said = lin.get(address).content.decode()
    assert "以后形成的" in said
    assert "确认开启" in said
    year = held.until.year + 1
    sent = {"title": "保持称号", "since": f"{year}-01-01", "until": f"{year}-12-31", "review_on": f"{year + 1}-01-01"}
    assert "复审日期要在" in lin.get(address, sent).content.decode()
    assert not Campaign.objects.filter(title="保持称号").exists()
    said = lin.post(address, {**sent, "review_on": f"{year}-10-01"}, follow=True).content.decode()
    assert "巩固期已开启" in said
    made = Consolidation.objects.get()
    assert lin.get(address).url == reverse("office:renewals", args=[made.campaign.pk])
    wang = log_in(Client(), cast, "wang")
    renewal = Renewal.objects.get(sort="material")
    assert renewal.title in wang.get(reverse("unit:renewals")).content.decode()
    wang.post(reverse("unit:renew", args=[renewal.pk]), {"words": "已报新一年纪要"})
    assert (
        "已报新一年纪要"
        in lin.get(reverse("office:renewals", args=[made.campaign.pk]) + "?state=good").content.decode()
    )


@pytest.mark.parametrize("many", [1, 6])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    held = upkeeping.named(cast)
    for _n in range(many):
        ledgering.used(
            cast, ledgering.requirement(cast, held, since=held.since, units=[cast.unit_a]), dated_on=held.since
        )
    address = reverse("office:roll_campaign", args=[held.pk])
    lin.get(address)
    with django_assert_max_num_queries(22):
        assert lin.get(address).status_code == 200
    year = held.until.year + 1
    sent = {"title": "保持称号", "since": f"{year}-01-01", "until": f"{year}-12-31", "review_on": f"{year}-10-01"}
    lin.post(address, sent)
    wang = log_in(Client(), cast, "wang")
    new = Consolidation.objects.get().campaign_id
    for client, page in ((lin, reverse("office:renewals", args=[new])), (wang, reverse("unit:renewals"))):
        client.get(page)
        with django_assert_max_num_queries(10):
            assert client.get(page).status_code == 200
