from pathlib import Path

from tests.engine.facts.made import column, errors, good, text_file, warnings

HEADER = "编号,计量项,单位,数值,更正,更正原因"


def made(folder: Path, *rows: str) -> Path:
    return text_file(folder, HEADER, *rows)


def test_a_chain_of_corrections_points_to_sequences(tmp_path: Path) -> None:
    path = made(tmp_path, "A,meetings,甲,1,,", "B,meetings,甲,2,A,录错", "C,meetings,甲,3,B,又错")
    facts = good(path)
    assert column(facts, "sequence") == [1, 2, 3]
    assert column(facts, "supersedes") == [None, 1, 2]


def test_a_correction_of_nothing_is_refused(tmp_path: Path) -> None:
    assert errors(made(tmp_path, "A,meetings,甲,1,Z,x")) == [("facts.supersedes-unknown", "第 2 行")]


def test_a_correction_of_itself_is_refused(tmp_path: Path) -> None:
    assert errors(made(tmp_path, "A,meetings,甲,1,A,x")) == [("facts.supersedes-itself", "第 2 行")]


def test_a_circle_is_refused_once_with_all_its_places(tmp_path: Path) -> None:
    path = made(tmp_path, "A,meetings,甲,1,C,x", "B,meetings,甲,2,A,x", "C,meetings,甲,3,B,x", "D,meetings,甲,3,,")
    assert errors(path) == [("facts.supersedes-circle", "第 2 行")]


def test_two_corrections_of_one_fact_are_refused_in_both_places(tmp_path: Path) -> None:
    path = made(tmp_path, "A,meetings,甲,1,,", "B,meetings,甲,2,A,x", "C,meetings,甲,3,A,x")
    assert errors(path) == [("facts.supersedes-fork", "第 3 行"), ("facts.supersedes-fork", "第 4 行")]


def test_a_correction_of_another_unit_or_measure_is_refused(tmp_path: Path) -> None:
    path = made(tmp_path, "A,meetings,甲,1,,", "B,meetings,乙,2,A,x", "C,meetings,甲,1,,", "D,no_group,甲,1,C,x")
    assert errors(path) == [("facts.supersedes-other", "第 3 行"), ("facts.supersedes-other", "第 5 行")]


def test_a_correction_without_a_reason_is_pointed_out(tmp_path: Path) -> None:
    assert warnings(made(tmp_path, "A,meetings,甲,1,,", "B,meetings,甲,2,A,")) == [("facts.no-reason", "第 3 行")]


def test_a_row_sent_twice_counts_once_and_is_pointed_out(tmp_path: Path) -> None:
    path = made(tmp_path, "A,meetings,甲,1,,", "A,meetings,甲,1,,", "B,meetings,甲,2,A,x")
    assert warnings(path) == [("facts.read-once", "第 3 行")]
    facts = good(path)
    assert column(facts, "uid") == ["A", "B"]
    assert column(facts, "supersedes") == [None, 1]


def test_one_uid_with_two_contents_is_refused(tmp_path: Path) -> None:
    assert errors(made(tmp_path, "A,meetings,甲,1,,", "A,meetings,甲,2,,")) == [("facts.uid-twice", "第 3 行")]


def test_rows_without_a_uid_that_say_the_same_both_count_and_are_pointed_out(tmp_path: Path) -> None:
    path = made(tmp_path, ",meetings,甲,1,,", ",meetings,甲,1,,", ",meetings,甲,2,,")
    assert warnings(path) == [("facts.alike", "第 3 行")]
    assert column(good(path), "uid") == ["row-2", "row-3", "row-4"]
