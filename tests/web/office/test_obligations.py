"""Obligations at the office's and the unit's door: what they answer, what they do, what they cost."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from duibiao.facts.models import Fact
from duibiao.lib.spans import today
from duibiao.obligations.choices import State
from duibiao.obligations.models import Fulfilment, Obligation
from duibiao.scores.working_out import work_out
from duibiao.standards.models import Measure
from tests import dutying, obliging
from tests.cast import Cast
from tests.site import log_in


def test_it_is_laid_down_handed_in_looked_at_and_counted(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    work_out(campaign)
    sent = {
        "name": "党委会专题研究", "grounds": "要点第三条", "times": 1, "since": campaign.since.isoformat(),
        "due_on": campaign.until.isoformat(), "measure": "meetings",
    }  # fmt: skip
    lin.post(reverse("office:lay_down", args=[campaign.pk]), sent)
    asked = Obligation.objects.get()
    wang = log_in(Client(), cast, "wang")
    file = SimpleUploadedFile("纪要.pdf", obliging.PDF)
    form = {"uid": "u1", "done_on": today().isoformat(), "words": "第3次会议", "file": file}
    said = wang.post(reverse("unit:fulfil", args=[asked.pk]), form, follow=True).content.decode()
    assert "已报，等创建办核对" in said
    assert "纪要.pdf" in wang.get(reverse("unit:fulfilments")).content.decode()
    done = Fulfilment.objects.get()
    said = lin.post(reverse("office:accept_fulfilment", args=[done.pk]), follow=True).content.decode()
    assert "已核对，记一次" in said
    assert Fact.objects.get().unit == cast.unit_a
    assert wang.get(reverse("unit:fulfilment_file", args=[done.pk])).content == obliging.PDF
    book = load_workbook(
        io.BytesIO(lin.get(reverse("office:obligations", args=[campaign.pk]) + "?export=xlsx").content)
    )
    assert [[cell.value for cell in row] for row in book.worksheets[0].iter_rows(min_row=2)] == [["司法局", 1, 0], ["城关镇", 0, 1]]  # fmt: skip


def test_what_is_refused_stands_beside_its_field_and_what_was_typed_stays(cast: Cast) -> None:
    asked = obliging.laid_down(cast)
    wang = log_in(Client(), cast, "wang")
    form = {"uid": "u1", "done_on": (today() + timedelta(days=1)).isoformat(), "words": "写下的话"}
    said = wang.post(reverse("unit:fulfil", args=[asked.pk]), form).content.decode()
    assert "还没到这一天" in said
    assert "写下的话" in said
    form |= {"done_on": today().isoformat(), "file": SimpleUploadedFile("纪要.pdf", b"MZ\x90")}
    assert "名不副实" in wang.post(reverse("unit:fulfil", args=[asked.pk]), form).content.decode()
    assert not Fulfilment.objects.exists()


def test_it_goes_back_only_with_a_reason_and_the_unit_reads_it(lin: Client, cast: Cast) -> None:
    done = obliging.fulfilled(cast)
    address = reverse("office:return_fulfilment", args=[done.pk])
    assert "请写明理由" in lin.post(address, {"reason": ""}, follow=True).content.decode()
    lin.post(address, {"reason": "纪要没有文号"})
    done.refresh_from_db()
    assert done.state == State.RETURNED
    assert "纪要没有文号" in log_in(Client(), cast, "wang").get(reverse("unit:obligations")).content.decode()


def test_a_save_over_another_is_refused_and_a_wrong_measure_named(lin: Client, cast: Cast) -> None:
    asked = obliging.laid_down(cast, measure=Measure.objects.get(pk="meetings") if Measure.objects.exists() else None)
    address = reverse("office:change_obligation", args=[asked.pk])
    form = {"name": "改一", "grounds": "要点", "times": 1, "since": asked.since.isoformat(), "due_on": asked.due_on.isoformat(), "version": asked.version}  # fmt: skip
    assert lin.post(address, form).status_code == 302
    said = lin.post(address, {**form, "name": "改二"}).content.decode()
    assert "改二" in said
    asked.refresh_from_db()
    assert asked.name == "改一"


@pytest.mark.parametrize("many", [1, 5])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = dutying.campaign(cast)
    for number in range(many):
        done = obliging.fulfilled(cast, obliging.laid_down(cast, campaign, name=f"动作{number}"), days_ago=number)
    wang = log_in(Client(), cast, "wang")
    for client, name, arguments, most in (
        (lin, "office:obligations", [campaign.pk], 12),
        (lin, "office:fulfilments", [], 10),
        (lin, "office:fulfilment", [done.pk], 11),
        (wang, "unit:obligations", [], 13),
        (wang, "unit:fulfilments", [], 10),
    ):
        address = reverse(name, args=arguments)
        client.get(address)  # what is kept between requests is read once
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
