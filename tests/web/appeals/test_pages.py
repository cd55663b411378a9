"""Appeals by forms alone: from the visit's page to the decision and its publication; and what the pages cost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from duibiao.appeals import services
from duibiao.appeals.models import Appeal
from duibiao.scores.working_out import work_out
from tests import appealing, obliging, visiting
from tests.cast import Cast
from tests.site import log_in


def test_from_the_button_at_a_fault_to_the_published_decision(lin: Client, cast: Cast) -> None:
    fault = appealing.faults(cast)["clean"]
    work_out(visiting.campaign(cast))
    zhao = log_in(Client(), cast, "zhao")
    form = reverse("unit:appeal_fault", args=[fault.pk])
    assert form in zhao.get(reverse("unit:visit", args=[fault.visit_id])).content.decode()
    assert form in zhao.get(reverse("unit:appeals")).content.decode()
    sent = {"uid": "u1", "grounds": "当天正在清扫", "proof": SimpleUploadedFile("记录.pdf", obliging.PDF)}
    for _twice in range(2):
        sent["proof"] = SimpleUploadedFile("记录.pdf", obliging.PDF)
        said = zhao.post(form, sent, follow=True).content.decode()
        assert "申诉已提出" in said
    made = Appeal.objects.get()
    assert "记录.pdf" in said
    assert reverse("office:appeal", args=[made.pk]) in lin.get(reverse("office:appeals")).content.decode()
    page = lin.get(reverse("office:appeal", args=[made.pk])).content.decode()
    assert "当天正在清扫" in page
    assert 'value="1"' in page  # the proposal: as if it had been clean
    decide = reverse("office:decide_appeal", args=[made.pk])
    said = lin.post(decide, {"state": "upheld", "value": "", "reason": "写下的理由"}).content.decode()
    assert "只能填" in said
    assert "写下的理由" in said
    said = lin.post(decide, {"state": "upheld", "value": "1", "reason": "核实属实"}, follow=True).content.decode()
    assert "已裁定" in said
    assert "裁定前" in said
    assert (
        "已经有了结果"
        in lin.post(decide, {"state": "dismissed", "value": "1", "reason": "又想"}, follow=True).content.decode()
    )
    assert "不再扣分" in zhao.get(reverse("unit:visit", args=[fault.visit_id])).content.decode()
    for client in (zhao, log_in(Client(), cast, "wang"), lin):
        door = "office" if client is lin else "unit"
        assert "核实属实" in client.get(reverse(f"{door}:appeal_decisions")).content.decode()
    assert "当天正在清扫" not in log_in(Client(), cast, "wang").get(reverse("unit:appeal_decisions")).content.decode()


def test_a_line_of_a_score_has_the_button_and_who_recorded_it_is_sent_elsewhere(lin: Client, cast: Cast) -> None:
    fault = appealing.faults(cast)["clean"]
    campaign = visiting.campaign(cast)
    work_out(campaign)
    zhao = log_in(Client(), cast, "zhao")
    why = zhao.get(reverse("unit:score_why", args=[campaign.pk, cast.unit_b.pk, "1"])).content.decode()
    assert reverse("unit:appeal_fact", args=[fault.fact_id]) in why
    made = appealing.appealed(cast, fault)
    Appeal.objects.filter(pk=made.pk).update(recorded_by=cast.lin)
    assert "请由另一位同志" in lin.get(reverse("office:appeal", args=[made.pk])).content.decode()
    zhou = log_in(Client(), cast, "zhou")
    said = zhou.post(
        reverse("leader:decide_appeal", args=[made.pk]), {"state": "dismissed", "reason": "照片清楚"}, follow=True
    )
    assert "照片清楚" in said.content.decode()


def test_an_empty_county_is_told_what_comes_here(lin: Client) -> None:
    assert "这里将列出申诉" in lin.get(reverse("office:appeals")).content.decode()
    assert "这里将公布" in lin.get(reverse("office:appeal_decisions")).content.decode()


@pytest.mark.parametrize("many", [1, 3])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        found = appealing.faults(cast)
        appealing.appealed(cast, found["sign"])
        services.decide(
            cast.lin, appealing.appealed(cast, found["clean"]), state="upheld", reason=f"{number}", value=1.0
        )
    pk = Appeal.objects.latest("pk").pk
    zhao = log_in(Client(), cast, "zhao")
    for client, name, arguments, most in (
        (lin, "office:appeals", [], 11),
        (lin, "office:appeal", [pk], 14),
        (lin, "office:appeal_decisions", [], 9),
        (zhao, "unit:appeals", [], 14),
    ):
        address = reverse(name, args=arguments)
        client.get(address)
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
