"""The pages of fairness: figures with their meaning, calibration from preparation to answers, what they cost."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from duibiao.demonstration.field import picture
from duibiao.inspections.models import CalibrationSet, Round
from duibiao.lib.spans import today
from duibiao.places.models import SiteType
from tests import makers, visiting
from tests.cast import Cast
from tests.domain.inspections.test_fairness import self_check, twice, visit
from tests.site import log_in


def test_calibration_by_forms_alone(lin: Client, cast: Cast) -> None:
    campaign = visiting.campaign(cast)
    lin.post(reverse("office:new_calibration"), {"campaign": campaign.pk, "title": "开工前"})
    held = CalibrationSet.objects.get()
    asked = {"text": "路面整洁", "right": "fault", "why": "看路沿有垃圾"}
    add = reverse("office:add_calibration_picture", args=[held.pk])
    said = lin.post(add, {**asked, "file": SimpleUploadedFile("a.png", b"MZ")})
    assert "看路沿有垃圾" in said.content.decode()  # refused, and what was typed stays
    for number in range(2):
        lin.post(add, {**asked, "file": SimpleUploadedFile("a.png", picture(number))})
    lin.post(reverse("office:open_calibration", args=[held.pk]))
    chen = log_in(Client(), cast, "chen")
    address = reverse("field:calibration", args=[held.pk])
    assert address in chen.get(reverse("field:calibrations")).content.decode()
    page = chen.get(address).content.decode()
    assert "看路沿有垃圾" not in page  # not before the answer
    one, other = held.pictures.all()
    assert "1 张没有回答" in chen.post(address, {f"p{one.pk}": "fault"}).content.decode()
    page = chen.post(address, {f"p{one.pk}": "fault", f"p{other.pk}": "good"}, follow=True).content.decode()
    assert "看路沿有垃圾" in page
    assert "<b>1</b> 张和正确答案一致" in page
    assert "50%" in lin.get(reverse("office:calibration_set", args=[held.pk])).content.decode()


def test_a_self_check_is_started_by_a_form_and_stands_on_the_units_phone(lin: Client, cast: Cast) -> None:
    campaign = visiting.campaign(cast)
    sent = {"campaign": campaign.pk, "title": "节前自查", "since": today(), "until": today()}
    sent["types"] = [SiteType.objects.get().pk]
    assert "没有点位" in lin.post(reverse("office:new_self_check"), sent).content.decode()
    visiting.site(cast)
    assert lin.post(reverse("office:new_self_check"), sent).status_code == 302
    assert Round.objects.get().title == "节前自查"
    zhao = log_in(Client(), cast, "zhao")
    assert reverse("field:home") in zhao.get(reverse("unit:home")).content.decode()
    assert zhao.get(reverse("field:home")).status_code == 200
    day = zhao.get(f"{visiting.base(cast, 'zhao')}today.json").json()
    assert [one["round"] for one in day["sites"]] == ["节前自查"]


@pytest.mark.parametrize("many", [1, 3])
def test_the_figures_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("office:fairness")
    assert lin.get(address).status_code == 200
    for number in range(many):
        other = makers.account(f"deng{number}", "inspector")
        for one in twice(cast, other).assignments.select_related("inspector"):
            visit(cast, one.inspector, one)
    visit(cast, cast.zhao, self_check(cast, sites=1).round.assignments.first())  # type: ignore[arg-type]
    lin.get(address)
    with django_assert_max_num_queries(15):
        page = lin.get(address).content.decode()
    assert "100" in page
    assert lin.get(f"{address}?export=pairs").status_code == 200
