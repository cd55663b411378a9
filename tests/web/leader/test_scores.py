"""The leader's pages of scores: every unit of the county, down to the clause, for reading."""

from django.test import Client

from tests import scoring
from tests.cast import Cast
from tests.site import log_in


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_leader_sees_every_unit_and_why_it_lost(client: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    zhou = log_in(client, cast, "zhou")
    assert f"/leader/campaigns/{campaign.pk}/scores/" in text(zhou, "/leader/scores/")
    ranked = text(zhou, f"/leader/campaigns/{campaign.pk}/scores/")
    assert "司法局" in ranked
    assert "城关镇" in ranked
    assert "每低1个百分点扣0.1分" in text(zhou, f"/leader/campaigns/{campaign.pk}/scores/{cast.unit_a.pk}/why/2.1/")
    losses = text(zhou, f"/leader/campaigns/{campaign.pk}/losses/")
    assert "领导小组" in losses
    for page in (ranked, losses):  # the menu leads to two pages that leaders share with the office
        assert "/office/" not in page.partition("<main")[2]


def test_without_a_campaign_the_list_says_what_will_stand_there(client: Client, cast: Cast) -> None:
    assert "这里将列出各项创建的得分" in text(log_in(client, cast, "zhou"), "/leader/scores/")
