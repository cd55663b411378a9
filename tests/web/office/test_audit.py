"""The record of acts: what was set, key changes alone, one thing's own record, a day's; at a fixed cost."""

from typing import Any

import pytest
from django.test import Client

from duibiao.audit.choices import ACTS
from duibiao.audit.services import note
from duibiao.audit.words import KEY_ACTS
from duibiao.campaigns import services as campaigns
from duibiao.lib.spans import today
from tests import framing
from tests.cast import Cast


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_every_key_act_is_an_act() -> None:
    assert set(KEY_ACTS) <= set(ACTS)


def test_a_line_says_what_was_set_and_leads_to_the_thing_and_its_record(lin: Client, cast: Cast) -> None:
    campaign = framing.campaign(cast)
    campaigns.set_year(cast.lin, campaign, year=2026, weight=60, published_rate=88.5)
    page = text(lin, "/office/audit/?act=campaigns.set_year")
    assert "88.5" in page
    assert f'href="/office/campaigns/{campaign.pk}/"' in page
    own = text(lin, f"/office/audit/?thing=campaigns.campaign&id={campaign.pk}")
    assert "建立创建活动" in own
    assert "新增单位</td>" not in own


def test_key_changes_stand_alone_when_asked(lin: Client, cast: Cast) -> None:
    framing.decision(cast)
    page = text(lin, "/office/audit/?key=1")
    assert "认定不适用" in page
    assert "<td>建立创建活动" not in page


@pytest.mark.parametrize("asked", ["from=x", "to=2026-13-01", "id=abc", "id=²", "thing=no.such", "key=2"])
def test_a_mistyped_address_is_an_ordinary_page(lin: Client, cast: Cast, asked: str) -> None:
    text(lin, f"/office/audit/?{asked}")


def test_a_day_limits_the_record(lin: Client, cast: Cast) -> None:
    note(cast.lin, "organisation.add_unit", cast.unit_a)
    assert "新增单位" in text(lin, f"/office/audit/?from={today()}&to={today()}")
    assert "没有符合条件的" in text(lin, "/office/audit/?to=2001-01-01")


@pytest.mark.parametrize("lines", [1, 40])
def test_the_record_costs_the_same_with_few_and_with_many_lines(
    lin: Client, cast: Cast, lines: int, django_assert_max_num_queries: Any
) -> None:
    for _ in range(lines):
        note(cast.lin, "organisation.change_unit", cast.unit_a, fields=["name"])
    lin.get("/office/audit/")
    with django_assert_max_num_queries(5):  # session, account, roles, accounts, lines
        lin.get("/office/audit/")
