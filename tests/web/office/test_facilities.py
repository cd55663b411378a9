"""Facilities and partner units at both doors: what they answer, what they do, what they cost."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from duibiao.inspections.models import Visit
from duibiao.lib.spans import today
from duibiao.partners.models import Entry, Rule
from duibiao.places.models import Bond, Facility, Look, SiteType
from duibiao.problems.models import Problem
from duibiao.standards.models import Measure
from tests import estates, ledgering, visiting
from tests.cast import Cast
from tests.site import log_in


def test_it_is_registered_looked_at_ordered_and_counted(lin: Client, cast: Cast) -> None:
    empty = lin.get(reverse("office:facilities")).content.decode()
    assert "还没有登记设施" in empty
    lin.get(reverse("office:add_facility"))
    kind = SiteType.objects.get(code="notice_board")
    sent = {"code": "SS1", "name": "府前街宣传栏", "type": kind.pk, "unit": cast.unit_b.pk, "answers": cast.unit_a.pk, "zone": "core", "crs": "wgs84"}  # fmt: skip
    assert lin.post(reverse("office:add_facility"), sent).status_code == 302
    board = Facility.objects.get()
    look = reverse("office:look_at_facility", args=[board.pk])
    seen = {"state": "worn", "on": today().isoformat(), "words": "褪色", "uid": "u1"}
    for _ in range(2):
        lin.post(look, {**seen, "photo": SimpleUploadedFile("旧.png", ledgering.png())})
    assert Look.objects.get().photo is not None
    later = (today() + timedelta(days=1)).isoformat()
    assert "还没到这一天" in lin.post(look, {**seen, "uid": "u2", "on": later}, follow=True).content.decode()
    order = {"facility": board.pk, "due_on": (today() + timedelta(days=5)).isoformat(), "words": "用新内容"}
    refused = lin.post(reverse("office:order_facilities"), {**order, "due_on": today().isoformat()}, follow=True)
    assert "最早是明天" in refused.content.decode()
    assert "已开 1 张处置单" in lin.post(reverse("office:order_facilities"), order, follow=True).content.decode()
    assert "1 处已有处置单" in lin.post(reverse("office:order_facilities"), order, follow=True).content.decode()
    held = Problem.objects.get()
    assert held.due_at is not None
    assert held.number in lin.get(reverse("office:facility", args=[board.pk])).content.decode()
    mine = log_in(Client(), cast, "wang").get(reverse("unit:facilities")).content.decode()
    assert reverse("unit:problem", args=[held.pk]) in mine
    for side in ("type", "place", "zone", "unit"):
        book = load_workbook(
            io.BytesIO(lin.get(reverse("office:facility_census") + f"?side={side}&export=xlsx").content)
        )
        assert [cell.value for cell in book.worksheets[0][2]][1:] == [1, 0, 0, 1, 0, 0, 0, 0]


def test_a_change_over_another_is_refused_and_a_wrong_clause_named(lin: Client, cast: Cast) -> None:
    board = estates.facility(cast)
    address = reverse("office:change_facility", args=[board.pk])
    form = {"code": "SS1", "name": "改一", "type": board.site.type_id, "unit": cast.unit_b.pk, "answers": cast.unit_b.pk, "zone": "core", "crs": "wgs84", "version": board.site.version}  # fmt: skip
    assert lin.post(address, form).status_code == 302
    assert lin.post(address, {**form, "name": "改二"}).status_code == 409
    board.refresh_from_db()
    assert (board.site.name, board.unit) == ("改一", cast.unit_b)
    campaign = visiting.campaign(cast)
    said = lin.post(reverse("office:census_checklists"), {"campaign": campaign.pk, "clause": "9.9"}).content.decode()
    assert "没有编号“9.9”的条款" in said
    lin.post(reverse("office:census_checklists"), {"campaign": campaign.pk, "clause": "1"})
    assert "普查检查表" not in lin.get(reverse("office:facility_census")).content.decode()


def test_a_partner_is_named_records_and_its_place_counts(lin: Client, cast: Cast) -> None:
    site = estates.estate(cast)
    assert "没有单位包联" in lin.get(reverse("office:partners")).content.decode()
    month = (today().replace(day=1) - timedelta(days=1)).replace(day=1)
    bound = {"unit": cast.unit_a.pk, "since": month.isoformat()}
    lin.post(reverse("office:bind_partner", args=[site.pk]), bound)
    bond = Bond.objects.get()
    wang = log_in(Client(), cast, "wang")
    assert str(site) in wang.get(reverse("unit:partners")).content.decode()
    sent = {"day": today().isoformat(), "found": "飞线充电", "done": "劝离", "kind": "estate", "uid": "e1"}
    for _ in range(2):
        said = wang.post(reverse("unit:record_entry", args=[bond.pk]), sent, follow=True).content.decode()
    assert Entry.objects.get().problem == Problem.objects.get()
    assert "飞线充电" in said
    assert "写明看到什么" in wang.post(reverse("unit:record_entry", args=[bond.pk]), {**sent, "uid": "e2", "found": ""}).content.decode()  # fmt: skip
    campaign = visiting.campaign(cast)
    held = visiting.running(cast, 1)
    visiting.visited(cast, held)
    Visit.objects.update(site=site, at=visiting.noon(month))
    ratio = Measure.objects.get(kind="ratio", bindings__edition=campaign.edition)
    rule = {"basis": "good", "measure": ratio.pk, "grounds": "办法第五条", "version": 0}
    lin.post(reverse("office:set_partner_rule", args=[campaign.pk]), rule)
    assert Rule.objects.get().measure == ratio
    shown = lin.get(reverse("office:partner_figures") + f"?campaign={campaign.pk}").content.decode()
    assert "100.0%" in shown
    post = reverse("office:post_partner_facts", args=[campaign.pk])
    assert "已记入 1 条" in lin.post(post, follow=True).content.decode()
    assert "已记入 0 条" in lin.post(post, follow=True).content.decode()
    lin.post(reverse("office:unbind_partner", args=[site.pk]))
    site.refresh_from_db()
    assert site.partner is None


@pytest.mark.parametrize("many", [1, 5])
def test_pages_cost_a_known_number_of_statements(
    lin: Client, cast: Cast, many: int, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(many):
        board, bond = estates.facility(cast, "worn"), estates.bond(cast)
        estates.entry(cast, bond, kind="estate")
    lin.post(reverse("office:order_facilities"), {"facility": [one.pk for one in Facility.objects.all()]})
    wang = log_in(Client(), cast, "wang")
    for client, name, arguments, most in (
        (lin, "office:facilities", [], 10),
        (lin, "office:facility", [board.pk], 11),
        (lin, "office:facility_census", [], 7),
        (lin, "office:partners", [], 11),
        (lin, "office:partner", [bond.pk], 9),
        (lin, "office:partner_figures", [], 6),
        (wang, "unit:facilities", [], 9),
        (wang, "unit:partners", [], 10),
        (wang, "unit:partner", [bond.pk], 10),
    ):
        address = reverse(name, args=arguments)
        client.get(address)  # what is kept between requests is read once
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200
