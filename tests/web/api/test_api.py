"""The door of other systems: what a key sees, what it may do, and that a sender may send twice."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from duibiao.facts.models import Fact
from duibiao.lib.spans import today
from duibiao.organisation.models import ApiToken
from duibiao.organisation.services import open_token, revoke_token
from tests import scoring
from tests.cast import Cast

FACT = {"uid": "x1", "measure": "meetings", "unit": "SFJ", "value": 2}


def with_key(cast: Cast, name: str, *scopes: str, days: int = 9) -> Client:
    until = today() + timedelta(days=days)
    _token, key = open_token(cast.zheng, name="测试", user=cast.of(name), scopes=scopes, expires_on=until)
    return Client(headers={"authorization": f"Bearer {key}"})


def send(client: Client, address: str, content: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/{address}", content, content_type="application/json")


@pytest.fixture
def scored(cast: Cast) -> Cast:
    scoring.lived(cast)
    return cast


def test_a_key_is_kept_as_a_hash_only(cast: Cast) -> None:
    token, key = open_token(cast.zheng, name="n", user=cast.lin, scopes=["read"], expires_on=today())
    assert key not in str(ApiToken.objects.filter(pk=token.pk).values().get())


@pytest.mark.parametrize("key", ["", "Bearer nonsense", "Basic bGluOmxpbg=="])
def test_without_a_good_key_nothing_is_told(cast: Cast, key: str) -> None:
    answer = Client(headers={"authorization": key}).get("/api/v1/units")
    assert answer.status_code == 401
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "需要密钥"


def test_an_expired_a_revoked_and_a_closed_accounts_key_are_no_keys(cast: Cast) -> None:
    expired = with_key(cast, "lin", "read", days=-1)
    revoked = with_key(cast, "lin", "read")
    revoke_token(cast.zheng, ApiToken.objects.first())  # type: ignore[arg-type]
    closed = with_key(cast, "chen", "read")
    type(cast.chen).objects.filter(pk=cast.chen.pk).update(is_active=False)
    assert [one.get("/api/v1/units").status_code for one in (expired, revoked, closed)] == [401] * 3


def test_a_key_sees_what_its_account_sees(scored: Cast) -> None:
    office, unit = with_key(scored, "lin", "read"), with_key(scored, "wang", "read")
    assert {row["unit"] for row in office.get("/api/v1/facts").json()["facts"]} == {"SFJ", "CGZ"}
    assert {row["unit"] for row in unit.get("/api/v1/facts").json()["facts"]} == {"SFJ"}
    assert [row["code"] for row in unit.get("/api/v1/units").json()] == ["SFJ"]
    [campaign] = unit.get("/api/v1/campaigns").json()
    scores = f"/api/v1/campaigns/{campaign['id']}/scores"
    assert [row["unit"] for row in unit.get(scores).json()] == ["SFJ"]
    assert unit.get(f"{scores}/CGZ").status_code == 403
    card = unit.get(f"{scores}/SFJ").json()
    assert card["total"]["unit"] == "SFJ"
    assert any("少" in line["sentence"] for line in card["lines"])


def test_facts_are_read_on_from_a_number_without_a_gap(scored: Cast) -> None:
    client, after, seen = with_key(scored, "lin", "read"), 0, []
    while True:
        page = client.get("/api/v1/facts", {"after": after, "limit": 3}).json()
        seen += [row["sequence"] for row in page["facts"]]
        if page["next"] is None:
            break
        after = page["next"]
    assert seen == list(range(1, 9))


def test_reading_is_not_posting_and_a_unit_posts_nothing(scored: Cast) -> None:
    assert send(with_key(scored, "lin", "read"), "facts", {"facts": [FACT]}).status_code == 403
    assert send(with_key(scored, "wang", "post"), "facts", {"facts": [FACT]}).status_code == 403
    assert with_key(scored, "lin", "post").get("/api/v1/facts").status_code == 403


def test_a_fact_sent_twice_is_recorded_once_and_moves_the_score(scored: Cast) -> None:
    client = with_key(scored, "lin", "post")
    first, second = (send(client, "facts", {"facts": [FACT]}).json() for _ in range(2))
    assert (first["recorded"], first["known"], second["recorded"], second["known"]) == ([9], 0, [], 1)
    assert first["moved"][0]["unit"] == "SFJ"
    other = send(client, "facts", {"facts": [{**FACT, "value": 3}]})
    assert (other.status_code, other.json()["sequence"]) == (409, 9)
    assert Fact.objects.get(pk=9).source == "api"


def test_every_fault_of_every_fact_is_said_at_once_and_nothing_is_written(scored: Cast) -> None:
    wrong = [{**FACT, "uid": "a", "measure": "nope"}, {**FACT, "uid": "b", "value": -1}, {**FACT, "uid": "c"}]
    answer = send(with_key(scored, "lin", "post"), "facts", {"facts": wrong})
    assert answer.status_code == 422
    assert [(one["index"], one["field"]) for one in answer.json()["errors"]] == [(0, "measure"), (1, "value")]
    assert Fact.objects.count() == 8


def test_a_correction_is_made_once_and_the_later_is_told(scored: Cast) -> None:
    client = with_key(scored, "lin", "post")
    sent = {"uid": "k1", "reason": "漏记", "value": 3}
    for _ in range(2):
        assert send(client, "facts/1/supersede", sent).json()["recorded"] == [9]
    late = send(client, "facts/1/supersede", {**sent, "uid": "k2"})
    assert (late.status_code, late.json()["sequence"]) == (409, 9)


def test_a_key_that_asks_too_often_is_told_to_wait(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from duibiao.web.api.keys import WITH_KEY

    cache.clear()
    monkeypatch.setattr(WITH_KEY, "num_requests", 2)
    client = with_key(cast, "lin", "read")
    assert [client.get("/api/v1/units").status_code for _ in range(3)] == [200, 200, 429]


def test_public_results_need_no_key_and_others_do_not_exist(cast: Cast, client: Client) -> None:
    assert client.get("/api/v1/snapshots").json() == []
    assert client.get("/api/v1/snapshots/1").status_code == 404


def test_the_description_is_whole_and_asks_nothing_of_other_hosts(cast: Cast, client: Client) -> None:
    schema = client.get("/api/v1/openapi.json").json()
    html = client.get("/api/").content.decode()
    assert all(f"/api/v1{path.removeprefix('/api/v1')}" in html for path in schema["paths"])
    assert "<script" not in html.replace('<script src="/static', "")
    assert "https://" not in html
