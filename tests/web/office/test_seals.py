"""The pages of seals, hints and packages: they say what is so, at a fixed cost."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client

from duibiao.packing import services as packing
from duibiao.seals import services as seals
from duibiao.seals.queries import last_seal
from duibiao.truth.models import Hint
from tests import ledgering, scoring
from tests.cast import Cast
from tests.site import log_in


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_root_that_somebody_holds_is_found_or_not_by_everybody(client: Client, cast: Cast) -> None:
    seal = seals.seal()
    assert seal is not None
    spaced = " ".join(seal.sm3[at : at + 4] for at in range(0, 64, 4))
    assert "对上了" in text(client, f"/public/seals/?root={spaced}")
    assert "没有对上" in text(client, f"/public/seals/?root={'0' * 64}")
    assert client.get("/public/seals/seals.json").json()["seals"][0]["mark"] == seal.mark


def test_a_row_is_looked_up_and_a_changed_one_is_told(lin: Client, cast: Cast) -> None:
    scoring.campaign(cast)
    scoring.fact(cast.lin, "complaints", cast.unit_a, value=1)
    lin.post("/office/seals/now/")
    seal = last_seal()
    assert seal is not None
    page = f"/office/seals/{seal.number}/?kind=fact&row=1"
    assert "与封存时一字不差" in text(lin, page)
    assert "不在里面" in text(lin, f"/office/seals/{seal.number}/?kind=fact&row=99")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("UPDATE facts_fact SET value = 0")
        cursor.execute("SET session_replication_role = DEFAULT")
    assert "内容已与封存时不同" in text(lin, page)


def one_more(cast: Cast, number: int) -> None:
    """A row in every list."""
    seals.seal_now(cast.lin)
    Hint.objects.create(
        material=ledgering.material(cast), kind="edited", about=f"{number}", detail={"software": "GIMP"}
    )


@pytest.mark.parametrize(
    "address", ["/office/seals/", "/office/truth/", "/office/truth/patterns/", "/office/forgeries/", "/public/seals/"]
)
def test_a_list_costs_the_same_with_few_rows_and_with_many(
    lin: Client, cast: Cast, address: str, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        one_more(cast, number)
    lin.get(address)
    with django_assert_max_num_queries(7):
        lin.get(address)


def test_a_package_is_asked_for_made_and_downloaded(
    lin: Client, cast: Cast, django_assert_max_num_queries: Any
) -> None:
    campaign = scoring.campaign(cast)
    gave = ledgering.used(cast, ledgering.requirement(cast, campaign))
    gave.state = "accepted"
    gave.save()
    page = f"/office/campaigns/{campaign.pk}/submissions/"
    assert "<b>1</b> 份" in text(lin, page)
    response = lin.post(f"{page}ask/")
    made = campaign.submissions.get()
    assert response.headers["Location"] == f"/office/submissions/{made.pk}/"
    packing.carry_out(made)
    assert "下载材料包" in text(lin, f"/office/submissions/{made.pk}/")
    response = lin.get(f"/office/submissions/{made.pk}/file/")
    assert b"".join(response.streaming_content) == made.place.read_bytes()  # type: ignore[attr-defined]
    with django_assert_max_num_queries(10):
        lin.get(page)


def test_a_download_that_broke_off_goes_on_where_it_stopped(lin: Client, cast: Cast) -> None:
    campaign = scoring.campaign(cast)
    made = packing.ask(cast.lin, campaign)
    packing.carry_out(made)
    made.refresh_from_db()
    address, whole = f"/office/submissions/{made.pk}/file/", made.place.read_bytes()
    first = lin.get(address)
    assert (first.headers["Accept-Ranges"], first.headers["ETag"]) == ("bytes", f'"{made.sha256}"')
    rest = lin.get(address, headers={"Range": "bytes=100-", "If-Range": first.headers["ETag"]})
    assert rest.status_code == 206
    assert rest.headers["Content-Range"] == f"bytes 100-{len(whole) - 1}/{len(whole)}"
    assert b"".join(rest.streaming_content) == whole[100:]  # type: ignore[attr-defined]
    other = lin.get(address, headers={"Range": "bytes=100-", "If-Range": '"another"'})
    assert other.status_code == 200  # it was made anew meanwhile: half of each would be neither
    assert lin.get(address, headers={"Range": f"bytes={len(whole)}-"}).status_code == 416


def test_hints_stand_beside_the_file_at_the_desk_and_who_looked_is_named(
    client: Client, lin: Client, cast: Cast
) -> None:
    use = ledgering.used(cast, ledgering.requirement(cast, scoring.campaign(cast)))
    hint = Hint.objects.create(material=use.material, kind="edited", detail={"software": "GIMP"})
    assert "由 GIMP 处理" in text(lin, f"/office/review/{use.pk}/")
    assert f"/office/truth/{hint.pk}/" in text(lin, f"/office/materials/{use.material.pk}/")
    lin.get(f"/office/truth/{hint.pk}/")
    assert str(cast.lin) in text(lin, f"/office/truth/{hint.pk}/")
    wang = log_in(client, cast, "wang")
    assert "由 GIMP 处理" not in text(wang, f"/unit/materials/{use.material.pk}/")
