"""A resident reports something without an account and without a script, and follows it by a number."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duibiao.participation.models import Report
from duibiao.participation.services import residents
from duibiao.web.public import reports
from tests import reporting, troubles
from tests.cast import Cast

FORM, HOME = "/public/reports/new/", "/public/reports/"


def sent(client: Client, **fields: Any) -> Any:
    """What a browser without a script sends: the form's own hidden id, and what somebody filled in."""
    page = client.get(FORM).content.decode()
    found = re.search(r'name="uid" value="(\w+)"', page)
    assert found is not None
    start = {"uid": found[1], "kind": "litter", "words": "垃圾桶满了三天", "place_words": "人民路路口"}
    return client.post(FORM, {**start, **fields})


def test_a_report_leads_to_its_number_and_its_number_to_how_far_it_is(client: Client, cast: Cast) -> None:
    photos = [SimpleUploadedFile("街口.jpg", reporting.photo(n), "image/jpeg") for n in (1, 2)]
    response = sent(client, photos=photos, contact="13800000000")
    made = Report.objects.get()
    assert (response.status_code, response.headers["Location"]) == (302, f"{HOME}{made.code}/")
    assert made.photos.count() == 2
    page = client.get(f"{HOME}{made.code}/").content.decode()
    assert made.code in page
    assert "正在审核" in page
    assert client.get(HOME, {"code": made.code.lower().replace("-", " ")}).headers["Location"] == f"{HOME}{made.code}/"


def test_nothing_that_a_resident_wrote_is_public_not_even_to_whoever_has_the_number(client: Client, cast: Cast) -> None:
    made = reporting.report(contact="13800000000")
    for _ in range(2):
        page = client.get(f"{HOME}{made.code}/").content.decode()
        for words in (made.words, made.place_words, "138"):
            assert words not in page
        if made.state == "waiting":
            made = residents.merge(cast.lin, made, troubles.assigned(cast), answer="已交城关镇")
    assert "已交城关镇" in page
    assert "正在办理" in page
    photo = reporting.report(photos=[residents.Sent("a.jpg", reporting.photo())]).photos.get()
    assert client.get(f"/office/report-photos/{photo.pk}/").status_code == 302


def test_it_says_what_is_missing_and_keeps_what_was_written(client: Client, cast: Cast) -> None:
    page = sent(client, place_words="", words="垃圾桶满了三天").content.decode()
    assert "请写一下地点" in page
    assert "垃圾桶满了三天" in page
    assert "请写一句话，或传一张照片" in sent(client, words="").content.decode()
    assert "不是照片" in sent(client, photos=SimpleUploadedFile("a.pdf", b"%PDF-1.4")).content.decode()
    assert "名不副实" in sent(client, photos=SimpleUploadedFile("a.jpg", b"MZ\x90\x00")).content.decode()
    assert not Report.objects.exists()


def test_a_position_alone_is_a_place_and_half_of_one_is_none(client: Client, cast: Cast) -> None:
    sent(client, place_words="", latitude="34.1", longitude="113.2", accuracy_m="12", position_by="phone")
    made = Report.objects.get()
    assert (made.latitude, made.longitude, made.position_by) == (34.1, 113.2, "phone")
    assert "请写一下地点" in sent(client, place_words="", latitude="34.1").content.decode()


def test_what_only_machines_fill_stops_them_and_tells_people(client: Client, cast: Cast) -> None:
    assert "请删掉它再提交" in sent(client, website="http://spam.example").content.decode()
    assert not Report.objects.exists()


def test_one_address_sends_and_looks_only_so_often(client: Client, cast: Cast) -> None:
    for _ in range(reports.MOST_REPORTS):
        assert sent(client).status_code == 302
    assert "提交得太多" in sent(client).content.decode()
    assert Report.objects.count() == reports.MOST_REPORTS
    for _ in range(reports.MOST_LOOKS):
        client.get(HOME, {"code": "2222-2222"})
    code = Report.objects.values_list("code", flat=True)[0]
    assert "查得太多" in client.get(HOME, {"code": code}).content.decode()
    assert client.get(f"{HOME}{code}/").status_code == 302


def test_a_number_that_is_none_is_said_so(client: Client, cast: Cast) -> None:
    response = client.get(HOME, {"code": "没有"})
    assert response.status_code == 404
    assert "没有这个查询号" in response.content.decode()
