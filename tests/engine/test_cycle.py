"""Years that weigh differently: what is won, what is still to be won, what the target needs."""

import datetime
from pathlib import Path
from typing import Any

import pytest

from duibiao_engine.cycle import period_of, score_years, standings, years_with_facts
from duibiao_engine.facts import FactSet, read_facts
from duibiao_engine.results import CycleResult
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import parse_standard

YEARS = [{"year": 2024, "weight": 15}, {"year": 2025, "weight": 25}, {"year": 2026, "weight": 60}]


def standard(period: dict[str, datetime.date] | None = None, target: float | None = 85, **more: Any) -> Standard:
    mark = {"name": "评分", "kind": "score"}
    leaf = {"code": "1", "name": "一", "points": 50, "rule": [{"earn": {"scale": {"measure": "mark", "from": 100}}}]}
    cycle = {"years": YEARS, **({} if target is None else {"target": target})}
    data = {
        "id": "x",
        "title": "x",
        "edition": "1",
        "issuer": "x",
        "points": 50,
        "measures": {"mark": mark},
        "indicators": [leaf],
    }
    read, problems = parse_standard({**data, "cycle": cycle, **({"period": period} if period else {}), **more})
    assert read is not None, problems
    return read


def facts(tmp_path: Path, known: Standard, *rows: str) -> FactSet:
    (tmp_path / "facts.csv").write_text("\n".join(["measure,unit,at,value", *rows, ""]), encoding="utf-8")
    read, problems = read_facts(tmp_path / "facts.csv", known.measures)
    assert read is not None, problems
    return read


def stand(tmp_path: Path, known: Standard, *rows: str) -> CycleResult:
    return standings(known, score_years(known, facts(tmp_path, known, *rows)))["甲"]


def test_after_two_years_it_says_what_is_won_what_is_open_and_what_is_needed(tmp_path: Path) -> None:
    found = stand(tmp_path, standard(), "mark,甲,2024-06-01,80", "mark,甲,2025-06-01,88")
    # 0.15 × 80 + 0.25 × 88 = 34; 60 is open; (85 − 34) ÷ 0.6 = 85
    assert (found.running, found.still_to_win, found.needed) == (
        pytest.approx(34),
        pytest.approx(60),
        pytest.approx(85),
    )
    assert found.reachable is True
    assert found.years == {2024: pytest.approx(80), 2025: pytest.approx(88)}


def test_a_year_that_has_only_begun_counts_with_what_is_known(tmp_path: Path) -> None:
    known = standard({"from": datetime.date(2026, 1, 1), "to": datetime.date(2026, 12, 31)})
    assert years_with_facts(known, facts(tmp_path, known, "mark,甲,2026-01-05,90")) == [2026]
    assert stand(tmp_path, known, "mark,甲,2026-01-05,90").running == pytest.approx(54)


def test_a_target_out_of_reach_is_said_to_be_so(tmp_path: Path) -> None:
    found = stand(tmp_path, standard(target=95), "mark,甲,2026-06-01,80")
    assert found.reachable is False
    assert found.needed is not None
    assert found.needed > 100


def test_when_every_year_is_over_nothing_is_needed_any_more(tmp_path: Path) -> None:
    found = stand(tmp_path, standard(), *(f"mark,甲,{year}-06-01,90" for year in (2024, 2025, 2026)))
    assert (found.running, found.still_to_win, found.needed, found.reachable) == (pytest.approx(90), 0.0, None, True)


def test_a_target_that_is_already_won_needs_nothing(tmp_path: Path) -> None:
    assert stand(tmp_path, standard(target=50), "mark,甲,2026-06-01,90").needed == 0.0


def test_without_a_target_nothing_is_needed_and_nothing_out_of_reach(tmp_path: Path) -> None:
    found = stand(tmp_path, standard(target=None), "mark,甲,2026-06-01,90")
    assert (found.needed, found.reachable) == (None, None)


def test_a_years_rate_is_the_one_after_penalties(tmp_path: Path) -> None:
    fine = {"id": "p", "name": "罚", "event": "accident", "points": 5, "each": True}
    measures = {
        "mark": {"name": "评分", "kind": "score"},
        "accident": {"name": "事故", "kind": "event", "missing": "none"},
    }
    known = standard(penalties=[fine], measures=measures)
    found = stand(tmp_path, known, "mark,甲,2026-06-01,90", "accident,甲,2026-07-01,1")
    # 45 of 50 points less a fine of 5: 80 %
    assert found.years == {2026: pytest.approx(80)}


def test_a_unit_without_facts_in_a_year_has_that_year_still_to_win(tmp_path: Path) -> None:
    known = standard()
    found = standings(
        known, score_years(known, facts(tmp_path, known, "mark,甲,2024-06-01,80", "mark,乙,2026-06-01,80"))
    )
    assert found["甲"].still_to_win == pytest.approx(85)
    assert found["乙"].still_to_win == pytest.approx(40)


def test_a_period_across_two_calendar_years_is_named_after_the_year_in_which_it_ends() -> None:
    known = standard({"from": datetime.date(2025, 10, 1), "to": datetime.date(2026, 9, 30)})
    moved = period_of(known, 2024)
    assert (moved.start, moved.end) == (datetime.date(2023, 10, 1), datetime.date(2024, 9, 30))


def test_the_twenty_ninth_of_february_falls_back_to_the_twenty_eighth() -> None:
    known = standard({"from": datetime.date(2023, 3, 1), "to": datetime.date(2024, 2, 29)})
    assert period_of(known, 2025).end == datetime.date(2025, 2, 28)
