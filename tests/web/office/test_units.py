"""The unit pages: two editors, filters in the address, export as seen, a known number of statements."""

import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from duibiao.organisation.models import Unit
from duibiao.web.base import lists
from tests import makers
from tests.cast import Cast


def sent(cast: Cast, **changes: object) -> dict[str, object]:
    start = {"code": "SFJ", "name": "司法局", "kind": "department", "parent": cast.county.pk, "order": 0, "version": 1}
    return {**start, "phone": "", "address": "", "short_names": "", **changes}


def test_the_later_of_two_editors_sees_the_difference_and_keeps_the_words(lin: Client, cast: Cast) -> None:
    address = f"/office/units/{cast.unit_a.pk}/change/"
    assert lin.post(address, sent(cast, phone="111")).status_code == 302
    response = lin.post(address, sent(cast, phone="222"))
    assert response.status_code == 409
    html = response.content.decode()
    assert "别人先保存了" in html
    assert "<td>111</td><td>222</td>" in html
    assert 'name="phone" value="222"' in html
    assert 'name="version" value="2"' in html
    assert lin.post(address, sent(cast, phone="222", version=2)).status_code == 302
    assert Unit.objects.get(pk=cast.unit_a.pk).phone == "222"


def test_a_double_code_is_an_error_in_words(lin: Client, cast: Cast) -> None:
    response = lin.post("/office/units/new/", sent(cast, name="另一个局"))
    assert response.status_code == 200
    assert "已有相同的名称、编号" in response.content.decode()


def test_the_export_holds_what_the_filters_leave(lin: Client, cast: Cast) -> None:
    response = lin.get("/office/units/?kind=township&export=xlsx")
    lines = CalamineWorkbook.from_filelike(io.BytesIO(response.content)).get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines] == ["单位名称", "城关镇"]


def test_an_export_that_is_too_long_for_a_sheet_is_refused_and_never_cut_off(
    lin: Client, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "EXPORT_LIMIT", 1)
    response = lin.get("/office/units/?sort=name&export=xlsx", follow=True)
    assert response.redirect_chain == [("/office/units/?sort=name", 302)]
    assert "请先用筛选缩小范围" in response.content.decode()


def test_htmx_is_answered_with_the_part(lin: Client, cast: Cast) -> None:
    part = lin.get("/office/units/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "城关镇" in part


def test_paging_by_key_shows_every_row_once(lin: Client, cast: Cast) -> None:
    for _ in range(120):
        makers.unit(cast.lin, parent=cast.county)
    seen, after = [], ""
    for _ in range(3):
        table = lin.get("/office/units/", {"sort": "-name", **({"after": after} if after else {})}).context["table"]
        seen += [unit.pk for unit in table.rows]
        after = table.next
    assert not after
    assert len(seen) == len(set(seen)) == Unit.objects.count()


@pytest.mark.parametrize("rows", [1, 45])
def test_the_list_costs_six_statements_beside_the_session(
    lin: Client, cast: Cast, rows: int, django_assert_max_num_queries: object
) -> None:
    for _ in range(rows):
        makers.unit(cast.lin, parent=cast.county)
    lin.get("/office/units/")
    with django_assert_max_num_queries(8):  # type: ignore[operator]  # session, account, roles, groups, rows, their groups, …
        lin.get("/office/units/")


@pytest.mark.parametrize(
    "garbage",
    [
        "after=%00",
        "after=W10",
        "after=bm9wZQ",
        "after=WyJ4IiwieCJd",
        "after=W251bGwsbnVsbF0",
        "sort=password",
        "kind=nothing",
        "group=x",
    ],
)
def test_a_mistyped_address_is_an_ordinary_page(lin: Client, cast: Cast, garbage: str) -> None:
    assert lin.get(f"/office/units/?{garbage}").status_code == 200
