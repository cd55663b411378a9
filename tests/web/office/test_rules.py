"""The library of rules, its checklist, drives and routine at the doors: what they answer, what they do, what they cost."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from duibiao.inspections.models import Round
from duibiao.ledger.models import Material
from duibiao.lib.spans import today
from duibiao.problems.models import Problem
from duibiao.upkeep.models import Drive, Rule, RuleItem
from tests import obliging, scoring, upkeeping
from tests.cast import Cast
from tests.site import log_in


def test_a_rule_is_given_once_checked_by_the_unit_and_what_was_not_done_is_a_problem(lin: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    sent = {"title": "保洁办法", "issuer": "县政府", "keeper": cast.unit_a.pk, "issued_on": "2025-03-01"}
    file = SimpleUploadedFile("办法.pdf", obliging.PDF)
    for name in ("环卫一体化实施方案", "环卫作业规范"):
        Material.objects.create(unit=cast.unit_a, title=name, kind="document", by=cast.lin)
    new = reverse("office:put_in_rule")
    assert "没有“不存在的”" in lin.post(new, {**sent, "material": "不存在的"}).content.decode()
    assert "请只写编号" in lin.post(new, {**sent, "material": "环卫"}).content.decode()
    assert "不用再传" in lin.post(new, {**sent, "material": "环卫作业", "file": file}).content.decode()
    file.seek(0)
    lin.post(new, {**sent, "file": file})
    rule = Rule.objects.get()
    page = reverse("office:rule", args=[rule.pk])
    lin.post(
        reverse("office:add_rule_item", args=[rule.pk]),
        {"words": "每月检查", "often": "month", "units": [cast.unit_a.pk]},
    )
    assert "没有指标" in lin.post(reverse("office:link_rule", args=[rule.pk]), {"campaign": campaign.pk, "indicators": "9.9"}, follow=True).content.decode()  # fmt: skip
    lin.post(reverse("office:link_rule", args=[rule.pk]), {"campaign": campaign.pk, "indicators": "1.1, 1.2"})
    assert rule.indicators.count() == 2
    wang = log_in(Client(), cast, "wang")
    assert wang.get(reverse("unit:rule_text", args=[rule.pk])).content == obliging.PDF
    address = reverse("unit:answer_rule", args=[RuleItem.objects.get().pk])
    answered = {"unit": cast.unit_a.pk, "outcome": "not_done", "words": ""}
    assert "写一句为什么" in wang.post(address, answered).content.decode()
    wang.post(address, {**answered, "words": "没安排"})
    problem = Problem.objects.get()
    assert problem.number in lin.get(page).content.decode()
    assert problem.number in lin.get(reverse("office:rule_checks") + "?said=fault").content.decode()
    assert log_in(Client(), cast, "zhao").get(address).status_code == 403
    stale = {**sent, "title": "改名", "version": rule.version}
    assert lin.post(reverse("office:change_rule", args=[rule.pk]), stale).status_code == 302
    assert lin.post(reverse("office:change_rule", args=[rule.pk]), stale).status_code == 409


def test_a_drive_ends_in_routine_and_the_routine_in_a_round(lin: Client, cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    sent = {
        "campaign": campaign.pk, "title": "渣土车整治", "topic": "works", "goal": "无抛洒", "lead": cast.unit_b.pk,
        "since": (today() - timedelta(days=30)).isoformat(), "until": (today() - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    lin.post(reverse("office:plan_drive"), sent)
    drive = Drive.objects.get()
    assert "还没有转为常态" in lin.get(reverse("office:drives")).content.decode()
    end = {"often": "week", "kind": "daily", "size": 5, "first_on": today().isoformat(), "units": [cast.unit_b.pk]}
    assert (
        "没有转："
        in lin.post(reverse("office:end_drive", args=[drive.pk]), {**end, "size": 0}, follow=True).content.decode()
    )
    said = lin.post(reverse("office:end_drive", args=[drive.pk]), end, follow=True).content.decode()
    assert "到日子了，等拟定轮次" in said
    lin.post(reverse("office:make_routine_round", args=[drive.routine.pk]))
    assert Round.objects.get().size == 5
    assert "渣土车整治" in log_in(Client(), cast, "zhao").get(reverse("unit:routines")).content.decode()


@pytest.mark.parametrize("many", [1, 8])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(many):
        item = upkeeping.an_item(cast, upkeeping.a_rule(cast, title=f"制度{number}"))
    campaign = scoring.quiet(cast)
    for number in range(many):
        drive = upkeeping.a_drive(cast, campaign=campaign, title=f"整治{number}")
        upkeeping.a_routine(cast, drive=drive)
    wang, zhao = log_in(Client(), cast, "wang"), log_in(Client(), cast, "zhao")
    for client, name, arguments, most in (
        (lin, "office:rules", [], 9),
        (lin, "office:rule", [item.rule.pk], 18),
        (lin, "office:rule_checks", [], 9),
        (lin, "office:drives", [], 9),
        (lin, "office:drive", [drive.pk], 20),
        (lin, "office:routines", [], 9),
        (wang, "unit:rules", [], 9),
        (wang, "unit:rule_checks", [], 10),
        (zhao, "unit:routines", [], 9),
    ):
        address = reverse(name, args=arguments)
        client.get(address)  # what is kept between requests is read once
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
