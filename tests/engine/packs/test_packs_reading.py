from pathlib import Path

import pytest

from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_pack

PACKS = Path(__file__).parents[3] / "packs"
FOLDERS = sorted(found.parent for found in PACKS.rglob("standard.yaml"))


def pack(name: str) -> Standard:
    standard, problems = read_pack(PACKS / name)
    assert standard is not None, problems
    return standard


def named(folder: Path) -> str:
    return str(folder.relative_to(PACKS))


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_a_pack_reads_without_errors_and_warns_only_where_it_is_partial(folder: Path) -> None:
    standard, problems = read_pack(folder)
    assert standard is not None
    assert standard.partial or [str(problem) for problem in problems] == []


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_a_pack_says_in_chinese_where_it_comes_from_and_has_a_worked_case(folder: Path) -> None:
    notes = next((up / "NOTES.md" for up in (folder, folder.parent) if (up / "NOTES.md").is_file()), None)
    assert notes is not None
    assert notes.read_text(encoding="utf-8").startswith("# ")
    assert list(folder.glob("examples/*/expected.yaml"))


@pytest.mark.parametrize("name", ["sanitary-visit-1000-city", "sanitary-visit-1000-county", "public-ads"])
def test_what_lacks_part_of_its_source_says_so(name: str) -> None:
    assert pack(name).partial
    assert "缺" in (PACKS / name / "NOTES.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("folder", FOLDERS, ids=named)
def test_what_we_wrote_ourselves_is_marked_as_a_demonstration(folder: Path) -> None:
    standard, _ = read_pack(folder)
    assert standard is not None
    assert standard.demonstration == ("演示" in standard.issuer or "自编" in standard.issuer)


def test_the_field_assessment_has_twelve_indicators_and_thirty_sub_items() -> None:
    standard = pack("field-2016")
    assert (len(standard.indicators), len(standard.leaves), standard.points) == (12, 30, 30)


@pytest.mark.parametrize("name", ["sanitary-visit-1000-city", "sanitary-visit-1000-county"])
def test_the_eleven_sections_of_a_sanitary_visit_make_a_thousand(name: str) -> None:
    standard = pack(name)
    assert (len(standard.indicators), sum(one.points or 0 for one in standard.indicators)) == (11, 1000)
    assert sum(leaf.indicator.points or 0 for leaf in standard.leaves) == 1000
