"""The journal: append-only in the database itself, gapless, and each sender's id once, whoever hurries."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from duibiao.facts.drafts import Draft, Refused
from duibiao.facts.models import Counter, Fact
from duibiao.facts.services import AlreadySuperseded, Contradicts, post, supersede
from duibiao.standards.models import Measure
from tests.cast import Cast, assemble


def measure(kind: str = "count", **definition: Any) -> Measure:
    return Measure.objects.create(code=f"m_{kind}_{len(definition)}", name=kind, kind=kind, definition=definition)


def draft(cast: Cast, of: Measure, uid: str = "a", **fields: Any) -> Draft:
    return Draft(uid=uid, measure=of, unit=cast.unit_a, **fields)


@pytest.mark.parametrize("table", ["facts_fact", "facts_liability"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET unit = 'X'", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_no_statement_changes_what_is_recorded(cast: Cast, table: str, statement: str) -> None:
    post(cast.lin, drafts=[draft(cast, measure(), value=1, liable=(cast.unit_b,))], source="hand")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else TRUNCATE fails for checks that still wait
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_only_the_office_records(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        post(cast.wang, drafts=[draft(cast, measure(), value=1)], source="hand")


def test_an_id_with_other_content_is_refused_and_nothing_is_written(cast: Cast) -> None:
    count = measure()
    post(cast.lin, drafts=[draft(cast, count, value=1)], source="hand")
    with pytest.raises(Contradicts):
        post(cast.lin, drafts=[draft(cast, count, "b", value=5), draft(cast, count, value=2)], source="hand")
    assert [fact.value for fact in Fact.objects.all()] == [1]


def test_a_correction_keeps_matter_and_liability_and_is_made_once(cast: Cast) -> None:
    count = measure()
    fact = post(cast.lin, drafts=[draft(cast, count, value=1, liable=(cast.unit_b,))], source="visit").facts[0]
    wish = Draft(uid="k", measure=count, unit=cast.unit_b, value=2)
    made = supersede(cast.lin, fact, draft=wish, reason="更正")
    assert (made.unit_id, made.source, made.liabilities.get().unit_id) == ("SFJ", "visit", "CGZ")
    assert supersede(cast.lin, fact, draft=wish, reason="更正").pk == made.pk
    with pytest.raises(AlreadySuperseded) as late:
        supersede(cast.lin, fact, draft=replace(wish, uid="l"), reason="晚了")
    assert late.value.newer.pk == made.pk


@pytest.mark.parametrize(
    ("kind", "definition", "fields", "field"),
    [
        ("flag", {}, {"value": 2}, "value"),
        ("count", {}, {}, "value"),
        ("count", {}, {"value": -1}, "value"),
        ("event", {}, {"value": -1}, "value"),
        ("score", {"range": [0, 100]}, {"value": 101}, "value"),
        ("amount", {}, {"value": float("nan")}, "value"),
        ("ratio", {}, {"value": 9}, "out_of"),
        ("ratio", {}, {"value": -1, "out_of": 3}, "value"),
        ("grade", {"grades": ["优", "良"]}, {"grade": "中"}, "grade"),
        ("date", {}, {}, "at"),
        ("count", {"per": "site"}, {"value": 1}, "site"),
        ("count", {}, {"grade": "n/a", "value": 1}, "value"),
    ],
)
def test_what_does_not_fit_its_measure_is_refused_at_its_field(
    cast: Cast, kind: str, definition: dict[str, Any], fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        post(cast.lin, drafts=[draft(cast, measure(kind, **definition), **fields)], source="hand")
    assert [fault.field for fault in refused.value.faults] == [field]


def at_once(act: Callable[[int], object], times: int) -> list[object]:
    """Run it in so many threads; what each gave or raised."""
    gate, results = threading.Barrier(times), [None] * times

    def run(number: int) -> None:
        gate.wait()
        try:
            results[number] = act(number)
        except Exception as fault:  # the fault is the result
            results[number] = fault
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results  # type: ignore[return-value]


@pytest.fixture
def whole_again(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """After the tables were emptied: the seals hold again, and the counter's row is there."""
    yield
    with django_db_blocker.unblock():
        with connection.cursor() as cursor:
            cursor.execute("SET session_replication_role = DEFAULT")
        Counter.objects.get_or_create(pk=1)


@pytest.fixture
def together(whole_again: None, transactional_db: None) -> Iterator[Cast]:
    """The cast, committed, so that threads see it. Emptying sealed tables afterwards needs the seals off."""
    yield assemble()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")


def test_one_id_sent_five_times_at_once_is_one_fact(together: Cast) -> None:
    one = draft(together, measure(), value=1)
    results = at_once(lambda n: len(post(together.lin, drafts=[one], source="api").facts), 5)
    assert sorted(results) == [0, 0, 0, 0, 1]  # type: ignore[type-var]
    assert (Fact.objects.count(), Counter.objects.get(pk=1).last) == (1, 1)


def test_numbers_have_no_gap_whoever_posts_fails_or_corrects_at_once(together: Cast) -> None:
    count = measure()
    first = post(together.lin, drafts=[draft(together, count, "first", value=1)], source="hand").facts[0]

    def act(number: int) -> object:
        if number == 0:
            return post(together.lin, drafts=[draft(together, count, "first", value=9)], source="api")
        if number < 3:
            wish = draft(together, count, f"k{number}", value=2)
            return supersede(together.lin, first, draft=wish, reason="更正").pk
        return post(together.lin, drafts=[draft(together, count, f"u{number}", value=1)], source="api")

    results = at_once(act, 6)
    assert isinstance(results[0], Contradicts)
    assert sum(isinstance(one, AlreadySuperseded) for one in results[1:3]) == 1
    assert list(Fact.objects.order_by("pk").values_list("pk", flat=True)) == [1, 2, 3, 4, 5]
