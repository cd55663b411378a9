"""The chart of duties, the sheets for the wall, and working back: seen before it is written."""

import re

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.campaigns import services as campaigns
from duibiao.campaigns.models import Campaign, Milestone
from duibiao.duties.choices import Role
from duibiao.duties.models import Duty
from duibiao.lib.spans import today
from tests import dutying
from tests.cast import Cast


def cost(client: Client, address: str) -> int:
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def with_milestone(cast: Cast) -> tuple[Campaign, Milestone]:
    campaign = dutying.campaign(cast)
    return campaign, campaigns.set_milestone(cast.lin, campaign, name="实地评估", day=dutying.workday(200))


def test_the_chart_draws_each_duty_once_and_costs_the_same_with_few_and_with_many(lin: Client, cast: Cast) -> None:
    campaign, _milestone = with_milestone(cast)
    dutying.issued(cast, campaign)
    addresses = [f"/office/campaigns/{campaign.pk}/{name}/" for name in ("gantt", "wall-chart")]
    few = [cost(lin, address) for address in addresses]
    for number in range(6):
        dutying.issued(cast, campaign, indicator="", title=f"<交办>{number}")
    dutying.issued(cast, campaign, cast.unit_b, indicator="1.1", role=Role.SUPPORTING)
    assert [cost(lin, address) for address in addresses] == few
    assert max(few) <= 8, few
    page = lin.get(addresses[0]).content.decode()
    assert (page.count('class="gantt-bar'), page.count("gantt-today")) == (8, 1)
    assert "<交办>" not in page
    assert "离“实地评估”" in page
    xs = [float(x) for x in re.findall(r'gantt-whole" x="([\d.]+)"', page)]
    assert xs == [xs[0]] * 8
    assert lin.get(addresses[1]).content.decode().count('class="gantt-bar') == 7
    assert lin.get(f"{addresses[1]}?all=1").content.decode().count('class="gantt-bar') == 8


def test_filters_leave_a_unit_a_kind_and_what_is_behind(lin: Client, cast: Cast) -> None:
    campaign, _milestone = with_milestone(cast)
    late = dutying.issued(cast, campaign)
    dutying.issued(cast, campaign, cast.unit_b, indicator="1.2")
    Duty.objects.filter(pk=late.pk).update(starts_on=campaign.since, due_on=today().replace(month=1, day=5))
    address = f"/office/campaigns/{campaign.pk}/gantt/"

    def shown(asked: str) -> set[str]:
        return set(re.findall(r'/office/duties/(\d+)/">', lin.get(f"{address}?{asked}").content.decode()))

    assert shown("only=behind") == {str(late.pk)}
    assert shown(f"unit={cast.unit_a.pk}") == {str(late.pk)}
    assert len(shown("kind=township")) == 1
    assert shown("unit=x&kind=x&only=x") == shown("")


def test_an_empty_campaign_says_what_to_do_first(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    for name in ("gantt", "wall-chart"):
        assert "先在分工矩阵里" in lin.get(f"/office/campaigns/{campaign.pk}/{name}/").content.decode()


def test_working_back_is_shown_first_and_then_written_as_it_was_shown(lin: Client, cast: Cast) -> None:
    campaign, milestone = with_milestone(cast)
    draft = dutying.draft(cast, campaign)
    before = (draft.starts_on, draft.due_on)
    address = f"/office/campaigns/{campaign.pk}/plan-back/"
    sent = {"milestone": milestone.pk, "reserve": 2, "stages": "起草 3\n实施 10"}
    page = lin.post(address, sent)
    spans = page.context["plan"].spans
    draft.refresh_from_db()
    assert (draft.starts_on, draft.due_on) == before
    assert "就这样排，写入任务" in page.content.decode()
    said = lin.post(address, {**sent, "write": "1"}, follow=True).content.decode()
    assert "1 项起草中的任务已排好" in said
    draft.refresh_from_db()
    assert (draft.starts_on, draft.due_on) == (spans[0][1].begin, spans[-1][1].end)
    assert list(draft.steps.values_list("day", flat=True)) == [span.end for _words, span in spans]


def test_what_cannot_be_planned_is_said_beside_the_field_and_nothing_is_written(lin: Client, cast: Cast) -> None:
    campaign, milestone = with_milestone(cast)
    draft = dutying.draft(cast, campaign)
    soon = campaigns.set_milestone(cast.lin, campaign, name="明天", day=dutying.workday(1))
    address = f"/office/campaigns/{campaign.pk}/plan-back/"
    for stages, words in (("起草三天", "第 1 行“起草三天”看不懂"), ("实施 250\n定稿 250\n报送 250", "早于考核期开始")):
        sent = {"milestone": milestone.pk, "reserve": 0, "stages": stages, "write": "1"}
        assert words in lin.post(address, sent).content.decode()
    late = lin.post(address, {"milestone": soon.pk, "reserve": 0, "stages": "实施 10"}).content.decode()
    assert "就该开始，已经过了" in late
    version = draft.version
    draft.refresh_from_db()
    assert draft.version in (version, version + 1)
    assert not draft.steps.exclude(words="全部完成").exists()
