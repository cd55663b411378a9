from pathlib import Path

import pyarrow as pa
import pytest

from duibiao_engine.facts import Frame
from duibiao_engine.facts.schema import FACTS, LIABILITIES, NOT_APPLICABLE, UNIT_GROUPS, UNITS, FactSet
from tests.engine.facts.made import column, errors, good, text_file, warnings, workbook

FACT_LINES = ("计量项,单位,数值,责任单位", "meetings,城中街道,1,城中街道|市容局", "meetings,T2,2,")
UNIT_LINES = (
    "id,name,kind,groups,parent",
    "T1,城中街道,乡镇,东片|老城,",
    "T2,城北街道,township,东片,T1",
    "D1,市容局,department,,",
)


def folder(where: Path, *, units: tuple[str, ...] = UNIT_LINES, left_out: tuple[str, ...] = ()) -> Path:
    text_file(where, *FACT_LINES)
    text_file(where, *units, name="units.csv")
    if left_out:
        text_file(where, "unit,indicator,reason", *left_out, name="not_applicable.csv")
    return where


def test_facts_name_units_by_id_or_by_name(tmp_path: Path) -> None:
    facts = good(folder(tmp_path))
    assert column(facts, "unit") == ["T1", "T2"]
    assert facts.units.to_pylist()[0] == {"unit": "T1", "name": "城中街道", "kind": "township", "parent": None}
    assert facts.unit_groups.to_pylist()[1] == {"unit": "T1", "group": "老城"}


def test_several_units_may_answer_for_one_fact(tmp_path: Path) -> None:
    facts = good(folder(tmp_path))
    assert facts.liabilities.to_pylist() == [{"sequence": 1, "unit": "T1"}, {"sequence": 1, "unit": "D1"}]


def test_the_five_tables_have_exactly_the_canonical_schemas(tmp_path: Path) -> None:
    facts = good(folder(tmp_path, left_out=("T1,1.10,没有",)))
    assert facts.facts.schema == FACTS
    assert facts.units.schema == UNITS
    assert facts.unit_groups.schema == UNIT_GROUPS
    assert facts.liabilities.schema == LIABILITIES
    assert facts.not_applicable.schema == NOT_APPLICABLE


def test_without_a_list_every_unit_named_is_a_unit_and_spellings_are_one(tmp_path: Path) -> None:
    facts = good(text_file(tmp_path, "measure,unit,value", "meetings,第（一）村,1", "meetings,第(一)村 ,2"))
    assert facts.units.to_pylist() == [{"unit": "第（一）村", "name": "第（一）村", "kind": "unit", "parent": None}]


def test_a_unit_that_the_list_does_not_have_is_refused_with_a_proposal(tmp_path: Path) -> None:
    folder(tmp_path)
    text_file(tmp_path, "计量项,单位,数值,责任单位", "meetings,城中街到,1,市容局|无名局")
    assert errors(tmp_path) == [("facts.unknown-unit", "第 2 行"), ("facts.unknown-liable", "第 2 行")]


def test_who_answers_but_is_not_listed_is_pointed_out_where_there_is_no_list(tmp_path: Path) -> None:
    path = text_file(tmp_path, "measure,unit,value,liable", "meetings,甲,1,乙")
    assert warnings(path) == [("facts.unlisted-liable", "")]


@pytest.mark.parametrize(
    ("line", "code"),
    [("T1,又一个,,,", "units.twice"), ("T9,x,village,,", "units.unknown-kind"), ("T9,x,,,没有", "units.unknown-parent"),
     (",,,东片,", "units.nameless"), ("T9,x,,,T9", "units.parent-circle")],
)  # fmt: skip
def test_a_wrong_line_in_the_list_of_units_is_refused_with_its_line(tmp_path: Path, line: str, code: str) -> None:
    assert errors(folder(tmp_path, units=(*UNIT_LINES, line))) == [(code, "第 5 行")]


@pytest.mark.parametrize(
    ("line", "code"),
    [("没有,1.1,", "not-applicable.unknown-unit"), ("T1,9.9,", "not-applicable.unknown-indicator"),
     ("T1,,", "not-applicable.incomplete"), ("城北街道,第一责任人,", "not-applicable.twice")],
)  # fmt: skip
def test_a_wrong_line_in_what_does_not_apply_is_refused(tmp_path: Path, line: str, code: str) -> None:
    assert errors(folder(tmp_path, left_out=("T2,1.1,没有", line))) == [(code, "第 3 行")]


def test_a_folder_without_facts_or_with_two_of_them_is_refused(tmp_path: Path) -> None:
    text_file(tmp_path, *UNIT_LINES, name="units.csv")
    assert errors(tmp_path) == [("facts.no-file", "")]
    text_file(tmp_path, *FACT_LINES)
    workbook(tmp_path, 事实=[["计量项", "单位"]])
    assert errors(tmp_path) == [("facts.several-files", "")]


def reversed_rows(facts: FactSet) -> FactSet:
    turned = {
        name: getattr(facts, name).take(list(range(len(getattr(facts, name))))[::-1])
        for name in ("units", "unit_groups", "not_applicable", "liabilities")
    }
    return FactSet(facts=facts.facts, **turned)


def test_the_hash_of_a_frame_does_not_depend_on_the_order_of_rows(tmp_path: Path) -> None:
    facts = good(folder(tmp_path, left_out=("T1,1.10,没有", "T2,1.1,")))
    assert Frame.of(facts).sha256() == Frame.of(reversed_rows(facts)).sha256()


def test_the_hash_of_a_frame_changes_with_any_of_its_cells(tmp_path: Path) -> None:
    facts = good(folder(tmp_path, left_out=("T1,1.10,没有",)))
    frame = Frame.of(facts)
    other = pa.Table.from_pylist([{"unit": "T1", "indicator": "1.10", "reason": "别的"}], schema=NOT_APPLICABLE)
    changed = Frame(frame.units, frame.unit_groups, other, frame.liabilities)
    assert frame.sha256() != changed.sha256()


def test_a_frame_answers_who_is_who(tmp_path: Path) -> None:
    frame = Frame.of(good(folder(tmp_path, left_out=("T1,1.10,没有",))))
    assert frame.kinds()["T1"] == "township"
    assert frame.names()["D1"] == "市容局"
    assert frame.groups() == {"T1": {"东片", "老城"}, "T2": {"东片"}, "D1": set()}
    assert not frame.applies("T1", "1.10")
    assert frame.applies("T2", "1.10")
