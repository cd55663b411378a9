"""The office's first page: the steps while there is no campaign; afterwards the day, at the same cost with much and with little."""

from datetime import timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.campaigns import services as campaigns
from duibiao.lib.spans import today
from duibiao.scores.snapshots import ask, decide, take_snapshot
from tests import framing, makers, scoring
from tests.cast import Cast

STATEMENTS = 28


def said(client: Client) -> str:
    return client.get("/office/").content.decode()


def cost(client: Client) -> int:
    said(client)  # what is made once for all is there
    with CaptureQueriesContext(connection) as captured:
        said(client)
    return len(captured)


def test_an_empty_county_is_told_the_six_steps(lin: Client, cast: Cast) -> None:
    page = said(lin)
    assert "六步开始第一项创建" in page
    assert "/office/campaigns/new/" in page


def test_what_waits_stands_there_with_its_way(lin: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    campaigns.set_milestone(cast.lin, campaign, name="材料提交截止", day=today() + timedelta(days=7))
    asked, approved, returned = (take_snapshot(cast.lin, campaign, title=f"{name}成绩") for name in ("一", "二", "三"))
    ask(cast.zhou, asked, words="为什么下降？")
    decide(cast.zhou, approved, approve=True, words="同意")
    decide(cast.zhou, returned, approve=False, words="再核一遍")
    page = said(lin)
    for words in ("领导对“一成绩”有话要问", "“二成绩”已获批准", "“三成绩”未获批准：再核一遍"):
        assert words in page
    assert f"/office/snapshots/{approved.pk}/" in page
    assert "离“材料提交截止”还有 <b>7</b> 天" in page


def test_it_costs_the_same_with_more_of_everything(lin: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    few = cost(lin)
    for number in range(3):
        makers.area(cast.lin, unit=makers.unit(cast.lin, parent=cast.county))
        take_snapshot(cast.lin, campaign, title=f"第{number}次")
        framing.honour(cast, title=f"称号{number}")
        campaigns.set_milestone(cast.lin, campaign, name=f"节点{number}", day=today() + timedelta(days=number))
    assert cost(lin) == few <= STATEMENTS
