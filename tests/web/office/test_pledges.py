"""Pledges at the office's and the unit's door."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document
from pytest_django import DjangoAssertNumQueries

from duibiao.pledges.choices import Outcome, State
from duibiao.pledges.models import Pledge, Template
from tests import dutying, pledging
from tests.cast import Cast
from tests.site import log_in


def test_they_are_made_for_many_and_whoever_has_none_is_named(lin: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    dutying.issued(cast, campaign)
    sent = {
        "campaign": campaign.pk, "since": campaign.since.isoformat(), "until": campaign.until.isoformat(),
        "units": [cast.unit_a.pk, cast.unit_b.pk],
    }  # fmt: skip
    said = lin.post(reverse("office:make_pledges"), sent, follow=True).content.decode()
    assert "已生成 1 份责任书" in said
    assert "没有生成：城关镇" in said
    assert (
        "这个责任期已有责任书：司法局" in lin.post(reverse("office:make_pledges"), sent, follow=True).content.decode()
    )
    wrong = {**sent, "until": "2020-01-01"}
    assert "责任期止早于责任期起" in lin.post(reverse("office:make_pledges"), wrong).content.decode()


def test_the_unit_reads_it_signs_it_and_the_file_is_its_paper(cast: Cast) -> None:
    made = pledging.offered(cast)
    wang = log_in(Client(), cast, "wang")
    page = wang.get(reverse("unit:pledge", args=[made.pk])).content.decode()
    assert made.text.sha256 in page
    address = reverse("unit:sign_pledge", args=[made.pk])
    assert "不是同一份" in wang.post(address, {"sha256": "1"}, follow=True).content.decode()
    assert "已签订" in wang.post(address, {"sha256": made.text.sha256}, follow=True).content.decode()
    file = wang.get(reverse("unit:pledge_file", args=[made.pk, "text"])).content
    assert Document(io.BytesIO(file)).tables
    assert wang.get(reverse("unit:pledge_file", args=[made.pk, "scan"])).status_code == 404


def test_a_scan_is_kept_a_wrong_one_refused_and_the_term_settled(lin: Client, cast: Cast) -> None:
    made = pledging.offered(cast)
    address = reverse("office:scan_pledge", args=[made.pk])
    wrong = {"file": SimpleUploadedFile("签.exe", b"MZ")}
    assert "不收" in lin.post(address, wrong, follow=True).content.decode()
    lin.post(address, {"file": SimpleUploadedFile("签.pdf", pledging.PDF)})
    assert lin.get(reverse("office:pledge_file", args=[made.pk, "scan"])).content == pledging.PDF
    settle = reverse("office:settle_pledge", args=[made.pk])
    assert "请选结论" in lin.post(settle, {}, follow=True).content.decode()
    Pledge.objects.filter(pk=made.pk).update(since="2020-01-01", until="2020-12-31")
    sent = {"outcome": Outcome.KEPT, "words": "都完成了"}
    assert "不能写“全部完成”" in lin.post(settle, sent, follow=True).content.decode()
    lin.post(settle, {**sent, "outcome": Outcome.PARTLY})
    assert Pledge.objects.get().state == State.SETTLED


def test_the_form_comes_down_goes_up_and_a_broken_one_is_refused(lin: Client, cast: Cast) -> None:
    address = reverse("office:pledge_form")
    own = lin.get(address + "?export=docx").content
    assert "{{ unit }}" in "\n".join(one.text for one in Document(io.BytesIO(own)).paragraphs)
    broken = {"file": SimpleUploadedFile("模板.docx", b"hello")}
    assert "不是能打开的 docx" in lin.post(address, broken).content.decode()
    assert lin.post(address, {"file": SimpleUploadedFile("模板.docx", own)}).status_code == 302
    assert Template.objects.get().name == "模板.docx"


@pytest.mark.parametrize("many", [1, 4])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    campaign = dutying.campaign(cast)
    for number in range(many):
        dutying.issued(cast, campaign, indicator=("1.1", "1.2", "2.1", "2.2")[number])
        made = pledging.offered(cast, campaign, since=campaign.since.replace(day=number + 1))
    wang = log_in(Client(), cast, "wang")
    for client, name, arguments, most in (
        (lin, "office:pledges", [], 10),
        (lin, "office:pledge", [made.pk], 10),
        (wang, "unit:pledges", [], 9),
        (wang, "unit:pledge", [made.pk], 10),
    ):
        address = reverse(name, args=arguments)
        client.get(address)  # what is kept between requests is read once
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
