"""The leader's first page and the wall: position, what falls, what needs a decision; at a fixed cost."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.campaigns import services as campaigns
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit
from duibiao.scores.models import Point, Snapshot, Total
from duibiao.scores.snapshots import WrongStep, ask, decide, publish, take_snapshot
from duibiao.scores.working_out import work_out
from duibiao.web.leader.wall import ROWS, groups
from tests import makers, scoring
from tests.cast import Cast
from tests.site import log_in


@pytest.fixture
def zhou(client: Client, cast: Cast) -> Client:
    return log_in(client, cast, "zhou")


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def cost(client: Client, address: str) -> int:
    """Statements of the second time: what is made once for all is there."""
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_three_sentences_say_where_we_stand_what_falls_and_what_to_decide(zhou: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    week_ago = today() - timedelta(days=8)
    Point.objects.create(campaign=campaign, unit="SFJ", day=week_ago, total=18.5, rate=0.925, rank=1)
    take_snapshot(cast.lin, campaign, title="三季度成绩")
    page = text(zhou, "/leader/")
    assert "85% " in page
    assert "2 个单位里 <b>" in page
    assert "一周来 <b>1</b> 个单位掉分" in page
    assert f'<a href="/leader/campaigns/{campaign.pk}/scores/{cast.unit_a.pk}/">司法局</a> −2' in page
    assert "领导小组" in page
    assert "<b>1</b> 份成绩等您审批" in page
    assert "三季度成绩" in page


def test_a_leader_approves_from_the_first_page_and_stays_there(zhou: Client, cast: Cast) -> None:
    snapshot = scoring.snapshot(cast, "taken")
    answer = zhou.post(f"/leader/snapshots/{snapshot.pk}/decide/", {"approve": "yes", "back": "home"})
    assert answer.headers["Location"] == "/leader/"
    page = text(zhou, "/leader/")
    assert "已同意公布" in page
    assert "现在没有事等您定" in page
    assert Snapshot.objects.get().state == "approved"


def test_a_result_goes_back_only_with_words(zhou: Client, cast: Cast) -> None:
    snapshot = scoring.snapshot(cast, "taken")
    zhou.post(f"/leader/snapshots/{snapshot.pk}/decide/", {"approve": "no", "back": "home"})
    page = text(zhou, "/leader/")
    assert "请写明要说的话" in page
    assert "三季度成绩" in page
    zhou.post(f"/leader/snapshots/{snapshot.pk}/decide/", {"approve": "no", "words": "城关镇再核", "back": "home"})
    kept = Snapshot.objects.get()
    assert (kept.state, kept.decision) == ("returned", "城关镇再核")


def test_a_question_is_seen_by_the_office_and_the_result_goes_on_waiting(zhou: Client, cast: Cast) -> None:
    snapshot = scoring.snapshot(cast, "taken")
    zhou.post(f"/leader/snapshots/{snapshot.pk}/decide/", {"approve": "ask", "words": "为何比上季低", "back": "home"})
    assert "为何比上季低" in text(zhou, "/leader/")
    assert "为何比上季低" in text(log_in(Client(), cast, "lin"), f"/office/snapshots/{snapshot.pk}/")
    assert Snapshot.objects.get().state == "taken"
    decide(cast.zhou, snapshot, approve=True)
    with pytest.raises(WrongStep):
        ask(cast.zhou, snapshot, words="再问")
    publish(cast.lin, snapshot, visibility="all")
    assert "为何比上季低" not in text(log_in(Client(), cast, "wang"), f"/unit/snapshots/{snapshot.pk}/")


def test_without_a_campaign_the_page_says_what_will_stand_there(zhou: Client, cast: Cast) -> None:
    assert "这里将用三句话写清全局" in text(zhou, "/leader/")


def test_a_campaign_that_is_over_is_left_to_the_results(zhou: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    campaigns.change_campaign(cast.lin, campaign, version=campaign.version, state="closed")
    assert campaign.title not in text(zhou, "/leader/")
    assert campaign.title in text(zhou, "/leader/scores/")


def test_a_campaign_without_facts_has_no_numbers(zhou: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    assert "还没有成绩；有了事实就会算出来" in text(zhou, "/leader/")
    assert "有了事实，这里就有排名" in text(zhou, f"/leader/campaigns/{campaign.pk}/wall/")


def test_the_first_page_and_the_wall_cost_the_same_with_few_units_and_with_many(zhou: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    wall = f"/leader/campaigns/{campaign.pk}/wall/"
    take_snapshot(cast.lin, campaign, title="第一份")
    few = cost(zhou, "/leader/"), cost(zhou, wall)
    campaigns.choose_units(cast.lin, campaign, units=[cast.unit_a, cast.unit_b, *many(cast)])
    work_out(campaign)
    for number in range(8):
        take_snapshot(cast.lin, campaign, title=f"第{number}次")
    assert (cost(zhou, "/leader/"), cost(zhou, wall)) == few
    # session, account, roles, county, waiting, questions, campaigns, means, days, rows, points, losses
    assert few[0] <= 12
    assert few[1] <= 11


def many(cast: Cast) -> list[Unit]:
    return [makers.unit(cast.lin, parent=cast.county) for _ in range(30)]


def test_the_wall_counts_days_and_shows_units_losses_and_its_time(zhou: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    campaigns.set_milestone(cast.lin, campaign, name="省级评估", day=today() + timedelta(days=9))
    page = text(zhou, f"/leader/campaigns/{campaign.pk}/wall/")
    assert "离省级评估" in page
    assert "9<small>天" in page
    assert "司法局" in page
    assert "城关镇" in page
    assert "领导小组" in page
    assert "截至" in page
    assert 'hx-trigger="every 60s"' in page


def test_the_wall_keeps_the_first_and_the_last_of_a_large_group(cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    ranked = [
        Total(campaign=campaign, unit=Unit(code=f"D{n}", name=f"单位{n}"), group="department", rank=n, rate=1 - n / 100)
        for n in range(1, 41)
    ]
    (group,) = groups(campaign, ranked)
    assert (group.name, group.count, len(group.lights)) == ("县直部门", 40, ROWS)
    assert [light.total.rank for light in group.lights] == [*range(1, 9), *range(33, 41)]
    assert [light.total.rank for light in group.lights if light.gap] == [33]
    assert {light.state for light in group.lights[:8]} == {"good"}
    assert {light.state for light in group.lights[8:]} == {"soon"}
