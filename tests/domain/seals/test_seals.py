"""What was recorded is sealed once, in order, and chained; whatever is done to it behind the triggers is found and named."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from duibiao.audit.services import note
from duibiao.seals import queries, services
from duibiao.seals.checking import examine
from duibiao.seals.models import Check, Entry, Seal
from duibiao.seals.tasks import examine as look
from duibiao_engine.seals.hashing import continues
from duibiao_engine.seals.verifier import look_at
from tests import scoring
from tests.cast import Cast


@contextmanager
def behind_the_triggers() -> Iterator[Any]:
    """As somebody with the database's own password would."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET session_replication_role = replica")
        yield cursor
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture
def sealed(cast: Cast) -> Seal:
    """Six facts of a campaign, a fixed result, and everything that was done so far, in two seals."""
    campaign = scoring.campaign(cast)
    for value in (1, 2, 3):
        scoring.fact(cast.lin, "complaints", cast.unit_a, value=value, liable=(cast.unit_b,))
    services.seal()
    for value in (4, 5, 6):
        scoring.fact(cast.lin, "complaints", cast.unit_b, value=value)
    scoring.take_snapshot(cast.lin, campaign, title="三季度成绩")
    made = services.seal_now(cast.zheng)
    assert made is not None
    return made


def test_nothing_new_makes_no_new_seal(cast: Cast, sealed: Seal) -> None:
    assert [one.number for one in queries.seals()] == [2, 1]
    assert services.seal() != sealed  # the line that says who sealed
    assert Seal.objects.count() == 3
    assert services.seal() == services.seal()
    assert Seal.objects.count() == 3
    assert examine().wrong == []


def test_a_seal_continues_the_one_before(sealed: Seal) -> None:
    first, second = queries.seal_of(1), queries.seal_of(2)
    assert (second.previous, second.previous_sm3) == (first.mark, first.mark_sm3)
    for name, path in queries.continuation(first, second).items():
        old, new = ((one.size, bytes.fromhex(getattr(one, name))) for one in (first, second))
        assert continues(name, [bytes.fromhex(one) for one in path], old, new)


@pytest.mark.parametrize("sql", ["UPDATE {} SET sha256 = sha256", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("table", ["seals_seal", "seals_entry"])
def test_the_database_refuses_to_change_the_log(sealed: Seal, table: str, sql: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql.format(table))


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("UPDATE facts_fact SET value = 0 WHERE sequence = 2", "事实第 2 号：封存以后内容被改动"),
        ("UPDATE facts_fact SET recorded_at = recorded_at - interval '1 day' WHERE sequence = 5", "事实第 5 号"),
        ("DELETE FROM facts_liability WHERE sequence = 3", "事实第 3 号：封存以后内容被改动"),
        ("DELETE FROM facts_fact WHERE sequence = 4", "事实第 4 号：封存以后被删掉了"),
        ("UPDATE scores_snapshot SET result_sha256 = repeat('0', 64)", "固定的成绩第"),
        (
            "DELETE FROM seals_entry WHERE kind = 'fact' AND row = 3",
            "事实第 3 号：不在封存记录里",
        ),
        (
            "UPDATE seals_entry SET sha256 = decode(repeat('ab', 32), 'hex') WHERE kind = 'fact' AND row = 1",
            "事实第 1 号",
        ),
        ("UPDATE seals_seal SET sha256 = repeat('0', 64) WHERE number = 1", "第 1 次封存"),
        ("UPDATE seals_seal SET at = at - interval '1 year' WHERE number = 1", "第 1 次封存"),
        ("DELETE FROM seals_seal WHERE number = 1", "第 1 次"),
    ],
)
def test_what_is_done_behind_the_triggers_is_found_and_named(sealed: Seal, sql: str, named: str) -> None:
    with behind_the_triggers() as cursor:
        cursor.execute(sql)
    assert any(named in words for words in examine().wrong), examine().wrong


def test_an_audit_line_changed_removed_or_put_in_is_named(cast: Cast, sealed: Seal) -> None:
    lines = list(Entry.objects.filter(kind="line").order_by("index").values_list("row", flat=True))
    with behind_the_triggers() as cursor:
        cursor.execute("UPDATE audit_line SET by_id = NULL WHERE id = %s", [lines[0]])
        cursor.execute("DELETE FROM audit_line WHERE id = %s", [lines[1]])
    found = " ".join(examine().wrong)
    assert f"操作记录第 {lines[0]} 号：封存以后内容被改动" in found
    assert f"操作记录第 {lines[1]} 号：封存以后被删掉了" in found


def test_two_facts_that_changed_places_are_named_as_such(sealed: Seal) -> None:
    with behind_the_triggers() as cursor:
        cursor.execute("UPDATE facts_liability SET sequence = 1000 + sequence WHERE sequence IN (1, 2)")
        for old, new in ((1, 1001), (2, 1), (1001, 2)):
            cursor.execute("UPDATE facts_fact SET sequence = %s WHERE sequence = %s", [new, old])
        cursor.execute("UPDATE facts_liability SET sequence = 1003 - (sequence - 1000) - 1000 WHERE sequence > 1000")
    assert any("事实第 1 号：内容与第 2 号对调" in words for words in examine().wrong)


def test_a_log_that_was_changed_to_fit_is_found_by_its_root(sealed: Seal) -> None:
    with behind_the_triggers() as cursor:
        cursor.execute("UPDATE facts_fact SET value = 0 WHERE sequence = 2")
        text = queries._texts([("fact", 2)])[("fact", 2)]
        [(sha256, sm3)] = services.leaves_of([text])
        cursor.execute("UPDATE seals_entry SET sha256 = %s, sm3 = %s WHERE kind = 'fact' AND row = 2", [sha256, sm3])
    assert any("第 1 次封存：根与第 0 至" in words for words in examine().wrong)


def test_a_proof_leads_from_rows_to_the_root_without_the_site(cast: Cast, sealed: Seal, tmp_path: Path) -> None:
    snapshot = Entry.objects.get(kind="snapshot")
    document = queries.proof(sealed, [("fact", 2), ("fact", 6), ("snapshot", snapshot.row), ("fact", 99)])
    assert [row["index"] for row in document["rows"]] == sorted(row["index"] for row in document["rows"])
    place = tmp_path / "proof.json"
    place.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    said = look_at(place)
    said.against(sealed.sm3, 2)
    assert said.wrong == []
    place.write_text(place.read_text(encoding="utf-8").replace('\\"value\\":2.0', '\\"value\\":1.0'), encoding="utf-8")
    assert any("行被改动" in words for words in look_at(place).wrong)


def test_no_name_of_a_person_is_in_a_sealed_row(cast: Cast, sealed: Seal) -> None:
    rows = [(one.kind, one.row) for one in Entry.objects.all()]
    texts = " ".join(row["row"] for row in queries.proof(sealed, rows)["rows"])
    assert cast.wang.person is not None
    assert cast.wang.person.name not in texts
    assert cast.wang.person.phone not in texts


def test_a_look_keeps_what_it_found(cast: Cast, sealed: Seal) -> None:
    asked = services.ask_for_check(cast.zheng)
    with behind_the_triggers() as cursor:
        cursor.execute("DELETE FROM facts_fact WHERE sequence = 4")
    look(asked.pk)
    kept = Check.objects.get()
    assert kept.done_at is not None
    assert (kept.size, len(kept.wrong)) == (sealed.size, 1)


def test_what_is_being_written_is_left_for_the_next_seal(settled: Cast) -> None:
    beside = connection.copy()
    beside.set_autocommit(False)
    try:
        with beside.cursor() as cursor:
            cursor.execute(
                "INSERT INTO audit_line (at, act, thing, request, detail) VALUES (now(), 'facts.post', '', '', '{}') RETURNING id"
            )
            [slow] = cursor.fetchone()
        note(settled.lin, "facts.post")
        services.seal()
        assert not Entry.objects.filter(kind="line").exists()
        beside.commit()
    finally:
        beside.close()
    services.seal()
    assert Entry.objects.filter(kind="line", row=slow).exists()
    assert examine().wrong == []
