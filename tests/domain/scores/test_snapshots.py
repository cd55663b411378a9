"""A fixed result: the same bytes for ever, tampering found, decided by a leader, seen by whom it is published to."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from duibiao.scores import queries
from duibiao.scores.models import Snapshot
from duibiao.scores.snapshots import WrongStep, decide, publish, recompute, take_snapshot
from tests import scoring
from tests.cast import Cast


def test_it_computes_to_the_same_bytes_after_later_facts_and_decisions(cast: Cast) -> None:
    from duibiao.campaigns.services import decide_not_applicable

    campaign = scoring.lived(cast)
    snapshot = take_snapshot(cast.lin, campaign, title="三季度")
    scoring.fact(cast.lin, "complaints", cast.unit_a, value=3)
    decide_not_applicable(cast.lin, campaign, unit=cast.unit_b, indicator="1.1", reason="新设单位")
    again = recompute(Snapshot.objects.get(pk=snapshot.pk))
    assert again.same
    assert again.content == bytes(snapshot.result)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE scores_snapshot SET result = replace(encode(result, 'escape'), '\"rank\":1', '\"rank\":2')::bytea",
        "UPDATE scores_snapshot SET frame = jsonb_set(frame, '{units,0,kind}', '\"department\"')",
        "UPDATE scores_snapshot SET sequence = sequence - 1",
        "UPDATE scores_snapshot SET result_sha256 = repeat('0', 64)",
    ],
)
def test_it_finds_what_was_tampered_with(cast: Cast, sql: str) -> None:
    snapshot = take_snapshot(cast.lin, scoring.lived(cast), title="三季度")
    with connection.cursor() as cursor:
        cursor.execute(sql)
    assert not recompute(Snapshot.objects.get(pk=snapshot.pk)).same


def test_only_a_leader_decides_and_only_once(cast: Cast) -> None:
    snapshot = take_snapshot(cast.lin, scoring.lived(cast), title="三季度")
    with pytest.raises(PermissionDenied):
        decide(cast.lin, snapshot, approve=True)
    decide(cast.zhou, snapshot, approve=False, words="数据不全")
    with pytest.raises(WrongStep):
        decide(cast.zhou, snapshot, approve=True)
    with pytest.raises(PermissionDenied):
        publish(cast.lin, Snapshot.objects.get(pk=snapshot.pk), visibility="all")


def test_what_is_not_approved_is_not_published(cast: Cast) -> None:
    snapshot = take_snapshot(cast.lin, scoring.lived(cast), title="三季度")
    with pytest.raises(PermissionDenied):
        publish(cast.lin, snapshot, visibility="all")


@pytest.mark.parametrize(
    ("visibility", "seen"),
    [
        ("leaders", {"lin", "zhou", "zheng"}),
        ("own", {"lin", "zhou", "zheng", "wang", "zhao"}),
        ("all", None),
        ("public", None),
    ],
)
def test_a_snapshot_is_seen_by_whom_it_is_published_to(cast: Cast, visibility: str, seen: Any) -> None:
    campaign = scoring.lived(cast)
    snapshot = take_snapshot(cast.lin, campaign, title="三季度")
    decide(cast.zhou, snapshot, approve=True)
    snapshot.refresh_from_db()
    everybody = ("lin", "zhou", "zheng", "wang", "zhao", "chen", "wu")
    before = {name for name in everybody if queries.snapshots(cast.of(name), campaign).exists()}
    publish(cast.lin, snapshot, visibility=visibility)
    after = {name for name in everybody if queries.snapshots(cast.of(name), campaign).exists()}
    assert before == {"lin", "zhou", "zheng"}
    assert after >= (seen or set(everybody))
    if visibility == "leaders":
        assert after == before
