"""The words about units in official tables, and whom they mean in the county."""

import pytest

from duibiao.organisation import services
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import UnitGroup
from duibiao.standards.unit_words import How, Part, UnitNames, duty_of, said
from tests import makers
from tests.cast import Cast

LEAD, RESPONSIBLE, SUPPORTING = Part.LEAD, Part.RESPONSIBLE, Part.SUPPORTING


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        (
            "县司法局牵头，各乡镇、县直各执法部门配合",
            [("县司法局", LEAD), ("各乡镇", SUPPORTING), ("县直各执法部门", SUPPORTING)],
        ),
        ("牵头单位：县司法局；责任单位：各乡镇", [("县司法局", LEAD), ("各乡镇", RESPONSIBLE)]),
        ("司法局（牵头）、财政局", [("司法局", LEAD), ("财政局", RESPONSIBLE)]),
        ("由司法局会同财政局负责", [("司法局", LEAD), ("财政局", SUPPORTING)]),
        ("司法局\n财政局", [("司法局", RESPONSIBLE), ("财政局", RESPONSIBLE)]),
        ("各村（社区）", [("各村(社区)", RESPONSIBLE)]),
        ("发展和改革局", [("发展和改革局", RESPONSIBLE)]),
    ],
)
def test_a_cell_gives_names_and_their_parts(cell: str, names: list[tuple[str, Part]]) -> None:
    assert [(one.words, one.part) for one in said(cell)] == names


@pytest.fixture
def names(cast: Cast) -> UnitNames:
    enforcing = UnitGroup.objects.create(name="执法部门")
    for name, kind in (
        ("市场监督管理局", "department"),
        ("发展和改革局", "department"),
        ("民政局", "department"),
        ("云溪镇", "township"),
    ):
        made = makers.unit(cast.lin, parent=cast.county, name=name, kind=UnitKind(kind))
        if name == "市场监督管理局":
            made.groups.add(enforcing)
    makers.unit(cast.lin, parent=cast.unit_b, name="东湾村", kind=UnitKind.VILLAGE)
    for place in (cast.unit_a, cast.unit_b):
        services.add_unit(cast.lin, parent=place, code=f"X{place.pk}", name="法律服务所", kind=UnitKind.INSTITUTION)
    return UnitNames()


@pytest.mark.parametrize(
    ("words", "how", "found"),
    [
        ("司法局", How.NAME, "司法局"),
        ("县司法局", How.NAME, "司法局"),
        ("青禾县司法局", How.NAME, "司法局"),
        ("城关镇人民政府", How.NAME, "城关镇"),
        ("县市监局", How.SHORT, "市场监督管理局"),
        ("发改委", How.SHORT, "发展和改革局"),
        ("司发局", How.SOUND, "司法局"),
        ("各乡镇", How.ALL, "城关镇、云溪镇"),
        ("各乡镇（街道）", How.ALL, "城关镇、云溪镇"),
        ("县直各执法部门", How.ALL, "市场监督管理局"),
        ("各责任单位", How.ALL, "司法局、城关镇、市场监督管理局、发展和改革局、民政局、云溪镇"),
        ("县直各部门", How.ALL, "司法局、市场监督管理局、发展和改革局、民政局"),
        ("各村（社区）", How.ALL, "东湾村"),
        ("有关部门", How.VAGUE, ""),
        ("县直有关单位", How.VAGUE, ""),
        ("法律服务所", How.CHOICE, "法律服务所、法律服务所"),
        ("气象局", How.NONE, ""),
        ("司法局和民政局", How.NAME, "司法局 + 民政局"),
        ("发展和改革局", How.NAME, "发展和改革局"),
    ],
)  # fmt: skip
def test_a_name_means_whom_it_must_and_nobody_is_guessed(names: UnitNames, words: str, how: How, found: str) -> None:
    read = names.read(words, Part.RESPONSIBLE)
    assert {one.how for one in read} == {how}
    assert " + ".join("、".join(unit.name for unit in one.units) for one in read) == found


def test_who_leads_is_said_or_is_the_only_one(names: UnitNames, cast: Cast) -> None:
    led = duty_of(names, "", "县司法局牵头，各乡镇配合", "")
    assert led.lead == cast.unit_a
    assert [unit.name for unit in led.supporting] == ["城关镇", "云溪镇"]
    assert duty_of(names, "", "民政局", "").lead is not None
    two = duty_of(names, "", "司法局、民政局", "")
    assert two.lead is None
    assert len(two.supporting) == 2
    assert duty_of(names, "", "各乡镇", "").lead is None
    assert [one.words for one in duty_of(names, "司法局", "气象局", "").open] == ["气象局"]


def test_what_a_person_said_of_the_words_counts(names: UnitNames, cast: Cast) -> None:
    said_before = {"气象局": [cast.unit_a.code], "有关部门": []}
    assert duty_of(names, "气象局", "有关部门", "", said_before).lead == cast.unit_a
    assert not duty_of(names, "气象局", "有关部门", "", said_before).open
