"""What may never change: the journal and a published edition; the database refuses, whoever asks."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from duibiao.facts.models import Fact, Liability
from duibiao.standards import services as standards
from duibiao.standards.models import Edition
from tests import scoring
from tests.cast import Cast


def at_once(sql: str) -> None:
    """Say it to the database with nothing deferred to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(sql)


@pytest.mark.parametrize("table", ["facts_fact", "facts_liability"])
@pytest.mark.parametrize("sql", ["UPDATE {} SET unit = unit", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
def test_the_database_refuses_to_change_the_journal(cast: Cast, table: str, sql: str) -> None:
    scoring.campaign(cast)
    scoring.fact(cast.lin, "complaints", cast.unit_a, value=1, liable=(cast.unit_b,))
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        at_once(sql.format(table))
    assert (Fact.objects.count(), Liability.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE standards_edition SET text = 'other'",
        "UPDATE standards_edition SET state = 'draft'",
        "UPDATE standards_edition SET sha256 = ''",
        "DELETE FROM standards_edition",
        "TRUNCATE standards_edition CASCADE",
    ],
)
def test_the_database_refuses_to_change_a_published_edition(cast: Cast, sql: str) -> None:
    edition = scoring.edition(cast.lin)
    with pytest.raises(DatabaseError), transaction.atomic():
        at_once(sql)
    assert Edition.objects.get(pk=edition.pk).text == edition.text


def test_taking_in_a_published_edition_again_is_refused_in_words(cast: Cast) -> None:
    scoring.edition(cast.lin)
    made, problems = standards.take_in(cast.lin, text=scoring.TEXT.replace("小考核", "另一个"))
    assert made is None
    assert problems[-1].code == "published"
