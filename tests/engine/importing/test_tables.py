"""Tables as offices write them give the tree that a person would write down."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from duibiao_engine.standard.importing.codec import from_json, to_json
from duibiao_engine.standard.importing.files import read_bytes, read_pasted
from duibiao_engine.standard.importing.pack import pack_of, waiting_of
from duibiao_engine.standard.importing.proposal import ColumnRole, Corrections, Proposal, RowKind, TableCorrection
from duibiao_engine.standard.importing.proposing import propose
from duibiao_engine.standard.reader import read_text
from tests.engine.importing.tables import county, documents, making, sheets
from tests.engine.importing.tables.drawn import drawn

TABLES = {**sheets.TABLES, **documents.TABLES, **county.TABLES}
EXPECTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "tables" / "expected.yaml").read_text(encoding="utf-8")
)


def proposed(name: str) -> Proposal:
    return propose(read_bytes(*TABLES[name]()))


def test_every_table_has_its_expected_tree() -> None:
    assert list(TABLES) == list(EXPECTED)
    assert len(TABLES) >= 26


@pytest.mark.parametrize("name", TABLES)
def test_the_tree_comes_out_exactly(name: str) -> None:
    assert drawn(proposed(name)) == EXPECTED[name]


@pytest.mark.parametrize("name", TABLES)
def test_a_proposal_is_stored_as_json_and_comes_back_the_same(name: str) -> None:
    proposal = proposed(name)
    assert from_json(Proposal, to_json(proposal)) == proposal


@pytest.mark.parametrize("name", TABLES)
def test_a_pack_says_nothing_but_what_the_table_left_open(name: str) -> None:
    proposal = proposed(name)
    _, problems = read_text(pack_of(proposal).standard)
    allowed = {"clause_unread", "points_sum"}
    if any(problem.code == "table.points-missing" for problem in proposal.all_problems()):
        allowed.add("points_missing")  # a table that says them at an upper level only
    assert {problem.code for problem in problems if problem.severity == "error"} <= allowed
    unread = [problem.what for problem in problems if problem.code == "clause_unread"]
    assert len(unread) == sum(map(len, waiting_of(proposal).values()))


def test_points_that_do_not_add_up_are_named_with_both_figures_and_their_cell() -> None:
    problems = proposed("wrong_sums").all_problems()
    said = next(problem for problem in problems if problem.code == "table.points-sum")
    assert (said.what, said.place) == ("1.1–1.3 合计 14 分，上级写 15 分", "Sheet1!A2")
    total = next(problem for problem in problems if problem.code == "table.total")
    assert total.place == "Sheet1!D6"


def test_a_table_without_points_is_judged_met_or_not_met() -> None:
    standard, problems = read_text(pack_of(proposed("no_points_at_all")).standard)
    assert standard is not None, problems
    assert not standard.scored


def test_every_cell_that_was_relied_on_is_named() -> None:
    leaf = proposed("three_levels_merged").leaves[1]
    assert str(leaf.place) == "Sheet1!C4"
    assert [str(clause.place) for clause in leaf.clauses] == ["Sheet1!D4"]


def test_a_person_s_corrections_of_columns_rows_and_tables_are_followed() -> None:
    source = read_pasted("项目\t甲栏\t乙栏\n卫生\t每处扣1分\t10\n秩序\t每次扣1分\t5\n作废\t每次扣1分\t1\n")
    roles = {1: ColumnRole.LEVEL1, 2: ColumnRole.RULE, 3: ColumnRole.POINTS}
    said = TableCorrection(1, used=True, header_rows=(1,), roles=roles, row_kinds={4: RowKind.NOTE})
    proposal = propose(source, Corrections((said,), title="卫生考核"))
    assert [(one.name, one.points, one.clause) for one in proposal.leaves] == [
        ("卫生", 10, "每处扣1分"),
        ("秩序", 5, "每次扣1分"),
    ]
    assert proposal.title == "卫生考核"


def test_points_that_are_no_number_are_named_and_the_rest_is_read() -> None:
    proposal = propose(read_pasted("项目\t评分标准\t分值\n甲\t每处扣1分\t若干\n乙\t每处扣1分\t5\n"))
    assert [one.points for one in proposal.leaves] == [None, 5]
    assert {problem.code for problem in proposal.all_problems()} == {"table.points-unread", "table.points-missing"}


def test_a_file_without_any_known_head_says_what_a_head_must_be() -> None:
    proposal = propose(read_bytes("名单.xlsx", making.xlsx("姓名 | 电话\n张 | 1\n李 | 2")))
    assert proposal.indicators == ()
    assert [problem.code for problem in proposal.problems] == ["table.no-header"]
