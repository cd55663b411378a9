"""Shortcomings at the doors: one click from a loss and from a problem, the plan, the list by points, what a page costs."""

import io
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from duibiao.lib.spans import today
from duibiao.upkeep.choices import State
from duibiao.upkeep.models import Shortcoming
from tests import scoring, upkeeping
from tests.cast import Cast
from tests.site import log_in


def test_from_a_loss_by_one_click_to_accepted(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    losses = reverse("office:unit_losses", args=[campaign.pk, cast.unit_a.pk])
    address = reverse("office:shortcoming_from_loss", args=[campaign.pk, cast.unit_a.pk, "1.1"])
    assert address in lin.get(losses).content.decode()
    for _twice in range(2):
        said = lin.post(address, follow=True).content.decode()
        assert "已列入短板清单" in said
    held = Shortcoming.objects.get()
    assert "补齐能争" in said
    day = (today() + timedelta(days=50)).isoformat()
    sent = {
        "version": held.version, "sort": "hardware", "words": "会议室没有视频设备", "unit": cast.unit_a.pk, "place": "县政府三楼",
        "campaign": campaign.pk, "indicator": "1.1", "due_on": day, "steps": f"{day} 安装", "money_wan": "12.5",
    }  # fmt: skip
    change = reverse("office:change_shortcoming", args=[held.pk])
    assert "看不懂" in lin.post(change, {**sent, "steps": "安装"}).content.decode()
    assert lin.post(change, sent).status_code == 302
    assert lin.post(change, {**sent, "words": "另一句"}).status_code == 409
    wang = log_in(Client(), cast, "wang")
    wang.post(reverse("unit:tick_plan_step", args=[held.steps.get().pk]), {"done": "yes"})
    wang.post(reverse("unit:shortcoming_made_good", args=[held.pk]), {"words": "已装好"})
    chen = log_in(Client(), cast, "chen")
    judge = reverse("unit:judge_shortcoming", args=[held.pk])
    assert "还差什么" in chen.post(judge, {"passed": "no"}).content.decode()
    chen.post(judge, {"passed": "yes"})
    held.refresh_from_db()
    assert held.state == State.ACCEPTED
    assert "验收" in lin.get(reverse("office:shortcoming", args=[held.pk])).content.decode()


def test_a_hopeless_problem_becomes_one_and_the_leader_sees_what_brings_most(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    problem = upkeeping.not_fixable(cast)
    page = reverse("office:problem", args=[problem.pk])
    assert "转入短板清单" in lin.get(page).content.decode()
    lin.post(reverse("office:shortcoming_from_problem", args=[problem.pk]))
    assert "在短板清单里" in lin.get(page).content.decode()
    upkeeping.short(cast, campaign=campaign, indicator="1", words="班子力量弱", sort="people")
    zhou = log_in(Client(), cast, "zhou")
    said = zhou.get(reverse("leader:shortcomings")).content.decode()
    assert said.index("班子力量弱") < said.index(problem.words)
    export = zhou.get(reverse("leader:shortcomings") + "?export=xlsx&sort_of=people").content
    rows = list(load_workbook(io.BytesIO(export)).worksheets[0].iter_rows(min_row=2, values_only=True))
    assert [row[0] for row in rows] == ["班子力量弱"]
    Shortcoming.objects.update(due_on=today() - timedelta(days=1))
    assert "2 条短板过了时限" in lin.get(reverse("office:home")).content.decode() or campaign.state != "running"


@pytest.mark.parametrize("many", [1, 12])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = scoring.campaign(cast)
    for number in range(many):
        held = upkeeping.short(cast, words=f"短板{number}", campaign=campaign, indicator="1.2")
    wang, zhou = log_in(Client(), cast, "wang"), log_in(Client(), cast, "zhou")
    for client, name, arguments, most in (
        (lin, "office:shortcomings", [], 8),
        (lin, "office:shortcoming", [held.pk], 10),
        (wang, "unit:shortcomings", [], 8),
        (zhou, "leader:shortcomings", [], 8),
    ):
        address = reverse(name, args=arguments)
        client.get(address)  # what is kept between requests is read once
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
