"""A fact moves its leaf, the leaf's parents and the total in its own transaction, and exactly as a whole evaluation would."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from duibiao.campaigns.models import Campaign
from duibiao.facts.models import Counter, Fact
from duibiao.facts.services import AlreadySuperseded, Contradicts
from duibiao.organisation.models import Unit
from duibiao.scores import cards, queries, services
from duibiao.scores.memory import fact_set, frame_now, one_thread
from duibiao.scores.models import LineRow, NodeRow, Total
from duibiao.scores.plans import plan_of
from duibiao.scores.working_out import work_out
from duibiao_engine.results import ScoreResult
from duibiao_engine.scoring.run import score_plan
from tests import makers, scoring
from tests.cast import Cast

FACTS: list[tuple[str, dict[str, Any]]] = [
    ("meetings", {"value": 1}),
    ("no_group", {"value": 1}),
    ("court", {"value": 17, "out_of": 20}),
    ("complaints", {"value": 3}),
    ("honours", {"value": 1}),
]


def rows(campaign: Campaign) -> dict[str, list[dict[str, Any]]]:
    """All derived rows, without their own numbers."""
    order = {LineRow: ("unit", "term"), NodeRow: ("unit", "node"), Total: ("unit",)}
    return {
        model.__name__: [
            {k: v for k, v in row.items() if k != "id"}
            for row in model._default_manager.filter(campaign=campaign).order_by(*by).values()
        ]
        for model, by in order.items()
    }


def total(campaign: Campaign, unit: Unit) -> Total:
    return Total.objects.get(campaign=campaign, unit=unit)


def by_the_engine(campaign: Campaign) -> ScoreResult:
    """The same facts scored in memory by DuckDB."""
    facts = fact_set(frame_now(campaign), Counter.objects.get(pk=1).last)
    return score_plan(plan_of(campaign), facts, connection=one_thread())


@pytest.mark.parametrize(("measure", "value"), FACTS)
def test_a_fact_moves_leaf_parents_and_total_as_a_whole_evaluation_would(
    cast: Cast, measure: str, value: dict[str, Any]
) -> None:
    campaign = scoring.lived(cast)
    scoring.fact(cast.lin, measure, cast.unit_a, **value)
    moved = rows(campaign)
    work_out(campaign)
    whole = rows(campaign)
    assert moved["LineRow"] == whole["LineRow"]
    assert moved["NodeRow"] == whole["NodeRow"]
    points = ("total", "total_before", "worst", "best", "full", "has_data", "rate")
    assert [[row[p] for p in points] for row in moved["Total"]] == [[row[p] for p in points] for row in whole["Total"]]


def test_the_total_is_what_the_clauses_say(cast: Cast) -> None:
    campaign = scoring.lived(cast)
    # 5−1 short, 5−2 no group, 4−0.1×5 court, 4−0.5×2 complaints, 2 best of its kind, +1 honour
    assert total(campaign, cast.unit_a).total == pytest.approx(4 + 3 + 3.5 + 3 + 2 + 1)
    assert total(campaign, cast.unit_a).rank == total(campaign, cast.unit_b).rank == 1


def test_the_rows_are_what_the_engine_says_over_plain_tables(cast: Cast) -> None:
    campaign = scoring.lived(cast)
    kept, scored = queries.result_of(campaign), by_the_engine(campaign)
    assert kept.units.keys() == scored.units.keys() == {"SFJ", "CGZ"}
    for code, unit in scored.units.items():
        mine = kept.units[code]
        assert (mine.total, mine.rate, mine.rank, mine.grade, mine.gates) == (
            unit.total, unit.rate, unit.rank, unit.grade, unit.gates,
        )  # fmt: skip
        assert [line.sentence_zh for line in mine.lines] == [line.sentence_zh for line in unit.lines]
        for value in ("points", "best", "full"):
            points = {c: getattr(node, value) for c, node in unit.nodes.items()}
            assert {c: getattr(node, value) for c, node in mine.nodes.items()} == pytest.approx(points, abs=1e-9)


def test_the_card_of_one_unit_says_the_same_as_the_whole_result(cast: Cast) -> None:
    campaign = scoring.lived(cast)
    card, whole = cards.card(campaign, cast.unit_a), queries.result_of(campaign).units["SFJ"]
    assert card is not None
    assert card.nodes == whole.nodes
    assert card.lines == whole.lines


def test_a_correction_moves_the_score_and_leaves_the_old_fact_standing(cast: Cast) -> None:
    campaign = scoring.lived(cast)
    [fact] = scoring.fact(cast.lin, "complaints", cast.unit_b, value=4).facts
    before = total(campaign, cast.unit_b).total
    better = scoring.draft("complaints", cast.unit_b, value=1)
    services.correct(cast.lin, fact, draft=better, reason="重复登记")
    assert total(campaign, cast.unit_b).total == pytest.approx(before + 1.5)
    assert Fact.objects.get(pk=fact.pk).value == 4
    with pytest.raises(AlreadySuperseded):
        services.correct(cast.lin, fact, draft=scoring.draft("complaints", cast.unit_b, value=2), reason="又一次")


def test_sending_a_correction_twice_records_it_once(cast: Cast) -> None:
    scoring.lived(cast)
    [fact] = scoring.fact(cast.lin, "complaints", cast.unit_b, value=4).facts
    better = scoring.draft("complaints", cast.unit_b, value=1)
    first, second = (services.correct(cast.lin, fact, draft=better, reason="重复登记") for _ in range(2))
    assert [f.pk for f in first.facts] == [f.pk for f in second.facts]


def test_sending_twice_records_once_and_leaves_no_gap(cast: Cast) -> None:
    campaign = scoring.lived(cast)
    draft, last = scoring.draft("complaints", cast.unit_b, value=1), Counter.objects.get(pk=1).last
    first = services.record(cast.lin, drafts=[draft], source="hand")
    once = total(campaign, cast.unit_b).total
    second = services.record(cast.lin, drafts=[draft, draft], source="hand")
    assert (len(first.facts), len(second.facts), second.known) == (1, 0, 2)
    assert total(campaign, cast.unit_b).total == once
    assert Counter.objects.get(pk=1).last == last + 1 == Fact.objects.count()


def test_the_same_id_with_other_content_is_refused(cast: Cast) -> None:
    scoring.lived(cast)
    scoring.fact(cast.lin, "complaints", cast.unit_b, uid="same", value=1)
    with pytest.raises(Contradicts):
        scoring.fact(cast.lin, "complaints", cast.unit_b, uid="same", value=2)


def test_a_veto_zeroes_and_a_penalty_fines_once_the_job_has_run(cast: Cast) -> None:
    campaign = scoring.lived(cast)
    before = total(campaign, cast.unit_a).total
    scoring.fact(cast.lin, "criticised", cast.unit_a, value=2)
    scoring.fact(cast.lin, "forged", cast.unit_b, value=1)
    work_out(campaign)
    assert total(campaign, cast.unit_a).total == pytest.approx(before - 2)
    assert total(campaign, cast.unit_b).total == 0
    # a later fact moves the fined total alone, and a zeroed total not at all
    scoring.fact(cast.lin, "complaints", cast.unit_a, value=1)
    scoring.fact(cast.lin, "complaints", cast.unit_b, value=1)
    moved = rows(campaign)["Total"]
    work_out(campaign)
    assert [row["total"] for row in moved] == [row["total"] for row in rows(campaign)["Total"]]


def test_a_decision_that_something_does_not_apply_is_seen_by_the_next_evaluation(cast: Cast) -> None:
    from duibiao.campaigns.services import decide_not_applicable

    campaign = scoring.lived(cast)
    decide_not_applicable(cast.lin, campaign, unit=cast.unit_a, indicator="1.1", reason="新设单位")
    work_out(campaign)
    card = cards.card(campaign, cast.unit_a)
    assert card is not None
    assert card.nodes["1.1"].status == "not_applicable"
    assert queries.result_of(campaign).units["SFJ"].total == by_the_engine(campaign).units["SFJ"].total


def statements(context: CaptureQueriesContext) -> list[str]:
    begun = ("SAVEPOINT", "RELEASE", "ROLLBACK", "BEGIN", "COMMIT")
    return [one["sql"] for one in context.captured_queries if not one["sql"].startswith(begun)]


@pytest.mark.parametrize("units", [0, 60])
def test_posting_one_fact_costs_the_same_statements_at_few_and_at_many_units(cast: Cast, units: int) -> None:
    others = [makers.unit(cast.lin, parent=cast.county) for _ in range(units)]
    scoring.lived(cast, *others)
    scoring.fact(cast.lin, "complaints", cast.unit_a, value=1)
    draft = scoring.draft("complaints", cast.unit_a, value=1)
    by = type(cast.lin).objects.get(pk=cast.lin.pk)
    assert by.roles
    with CaptureQueriesContext(connection) as context:
        services.record(by, drafts=[draft], source="hand")
    said = statements(context)
    assert len(said) <= 12, "\n".join(one[:160] for one in said)


@pytest.mark.parametrize("units", [0, 98])
def test_totals_and_ranks_cost_one_statement_and_a_card_three(
    cast: Cast, units: int, django_assert_num_queries: Any
) -> None:
    others = [makers.unit(cast.lin, parent=cast.county) for _ in range(units)]
    campaign = Campaign.objects.select_related("edition").get(pk=scoring.lived(cast, *others).pk)
    by = type(cast.lin).objects.get(pk=cast.lin.pk)
    assert by.roles
    with django_assert_num_queries(1):
        assert len(queries.totals(by, campaign)) == units + 2
    with django_assert_num_queries(3):
        cards.card(campaign, cast.unit_a)
