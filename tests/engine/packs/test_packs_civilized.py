from pathlib import Path

import pytest
import yaml

from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_pack

PACK = Path(__file__).parents[3] / "packs" / "civilized-demo"


@pytest.fixture(scope="module")
def standard() -> Standard:
    found, problems = read_pack(PACK)
    assert found is not None, problems
    return found


def test_three_parts_weigh_40_40_20_and_minors_are_scored_beside_them(standard: Standard) -> None:
    weights = {one.name: one.weight for one in standard.indicators if not one.bonus}
    assert weights == {"材料审核": 40, "实地考察": 40, "问卷调查": 20, "未成年人思想道德建设": 0}


def test_the_three_years_weigh_15_25_60(standard: Standard) -> None:
    assert standard.cycle is not None
    assert [(year.year, year.weight) for year in standard.cycle.years] == [(2024, 15), (2025, 25), (2026, 60)]


def test_every_window_looks_back_twelve_months(standard: Standard) -> None:
    windows = [
        *(veto.look_back_months for veto in standard.vetoes if veto.event),
        *(p.look_back_months for p in standard.penalties),
    ]
    assert windows == [12] * 5


def test_there_are_checklists_for_a_dozen_types_of_site(standard: Standard) -> None:
    types = standard.by_code["2"].indicator.children
    assert len(types) >= 12
    assert all(child.method in ("site", "judged") for one in types for child in one.children)


def test_the_demonstration_county_has_typical_values_for_every_measure_that_a_leaf_reads(standard: Standard) -> None:
    demo = yaml.safe_load((PACK / "demo.yaml").read_text(encoding="utf-8"))["measures"]
    read = {code for leaf in standard.leaves for term in leaf.indicator.rule for code in term.measures}
    assert read - set(demo) == set()
    assert set(demo) - set(standard.measures) == set()


def test_no_measure_records_a_person_or_a_clock_in(standard: Standard) -> None:
    names = " ".join(measure.name for measure in standard.measures.values())
    assert not any(word in names for word in ("打卡", "签到", "在线时长", "点赞", "投票", "姓名"))
