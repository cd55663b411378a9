"""Workbooks: simulated, then confirmed, once, all or nothing, with every wrong cell named."""

import io
import zipfile

import pytest

from duibiao.files import services
from duibiao.files.importing import Kind, kind_of
from duibiao.files.models import Import
from duibiao.files.services import NotAsSimulated
from duibiao.organisation.models import Person, Unit
from duibiao.places.models import Answerer, Area
from tests import makers
from tests.cast import Cast

UNITS = ["单位代码", "单位名称", "单位类别", "上级单位", "简称", "所属分组"]


def kind(name: str) -> Kind:
    found = kind_of(name)
    assert found is not None
    return found


def hand_in(cast: Cast, name: str, content: bytes) -> Import:
    return services.simulate(cast.lin, kind=kind(name), name="表.xlsx", content=content)


def places_of(stored: Import) -> list[tuple[int, str]]:
    return [(row, column) for row, column, _says, _remedy in stored.outcome["problems"]]


def test_a_simulation_changes_nothing_and_counts_what_would_be(cast: Cast) -> None:
    stored = hand_in(
        cast,
        "units",
        makers.book(
            UNITS, ["T1", "柳林镇", "乡镇（街道）", "", "柳林", "乡镇组"], ["V1", "东村", "村", "柳林", "", ""]
        ),
    )
    assert (stored.outcome["added"], stored.outcome["problems"]) == (2, [])
    assert not Unit.objects.filter(code="T1").exists()


def test_confirming_twice_does_it_once(cast: Cast) -> None:
    stored = hand_in(
        cast,
        "units",
        makers.book(UNITS, ["T1", "柳林镇", "乡镇（街道）", "", "", ""], ["V1", "东村", "村", "柳林镇", "", ""]),
    )
    for _ in range(2):
        services.confirm(cast.lin, stored=stored)
    assert Unit.objects.get(code="V1").parent == Unit.objects.get(code="T1")
    assert Unit.objects.filter(code="T1").count() == 1


def test_importing_the_same_again_changes_nothing(cast: Cast) -> None:
    book = makers.book(UNITS, ["T1", "柳林镇", "乡镇（街道）", "", "柳林", "乡镇组"])
    services.confirm(cast.lin, stored=hand_in(cast, "units", book))
    outcome = hand_in(cast, "units", book).outcome
    assert (outcome["added"], outcome["changed"], outcome["unchanged"]) == (0, 0, 1)


def test_every_wrong_cell_is_named_at_once(cast: Cast) -> None:
    rows = (["", "无码局", "县直部门", "", "", ""], ["D1", "甲局", "什么局", "", "", ""], ["D2", "", "村", "", "", ""])
    assert places_of(hand_in(cast, "units", makers.book(UNITS, *rows))) == [
        (2, "单位代码"),
        (3, "单位类别"),
        (4, "单位名称"),
    ]


def test_an_unknown_parent_a_double_code_and_a_taken_name_are_named(cast: Cast) -> None:
    rows = (
        ["D1", "甲局", "县直部门", "没有的", "", ""],
        ["D2", "乙局", "县直部门", "", "", ""],
        ["D2", "丙局", "县直部门", "", "", ""],
        ["D4", "司法局", "县直部门", "", "", ""],
    )
    assert places_of(hand_in(cast, "units", makers.book(UNITS, *rows))) == [
        (2, "上级单位"),
        (4, "单位代码"),
        (5, "单位名称"),
    ]


def test_one_wrong_cell_and_confirming_writes_nothing(cast: Cast) -> None:
    stored = hand_in(
        cast,
        "units",
        makers.book(UNITS, ["T1", "柳林镇", "乡镇（街道）", "", "", ""], ["T2", "河湾镇", "乡镇", "", "", ""]),
    )
    with pytest.raises(NotAsSimulated):
        services.confirm(cast.lin, stored=stored)
    assert not Unit.objects.filter(code="T1").exists()


def test_what_changed_in_between_is_shown_before_it_is_written(cast: Cast) -> None:
    stored = hand_in(cast, "units", makers.book(UNITS, ["T1", "柳林镇", "乡镇（街道）", "", "", ""]))
    makers.unit(cast.lin, parent=cast.county, code="T1", name="柳林镇", kind="township")
    with pytest.raises(NotAsSimulated):
        services.confirm(cast.lin, stored=stored)
    stored.refresh_from_db()
    assert (stored.outcome["added"], stored.outcome["unchanged"], stored.state) == (0, 1, "simulated")
    assert services.confirm(cast.lin, stored=stored).state == "done"


def bomb() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            archive.writestr(f"{number}.xml", b"0" * (70 * 2**20))
    return buffer.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"PK\x03\x04 truncated", "姓名,单位".encode("gbk"), b"\x00" * 1000, bomb()],
    ids=["empty", "cut", "csv", "binary", "bomb"],
)
def test_what_is_no_workbook_is_refused_in_words(cast: Cast, content: bytes) -> None:
    problems = hand_in(cast, "units", content).outcome["problems"]
    assert len(problems) == 1
    assert problems[0][0] == 0
    assert problems[0][3]


def test_people_and_their_posts_come_in_and_a_colleague_is_not_doubled(cast: Cast) -> None:
    rows = (["钱进", "司法局", "联络员", "主任", "13800000000"], ["钱进", "SFJ", "工作人员", "", ""])
    services.confirm(
        cast.lin, stored=hand_in(cast, "people", makers.book(["姓名", "单位", "岗位", "职务", "手机"], *rows))
    )
    person = Person.objects.get(name="钱进")
    assert person.posts.count() == 2


def test_an_area_comes_in_with_the_person_who_answers_for_it(cast: Cast) -> None:
    heads = ["编号", "名称", "类别", "责任单位", "长度（米）", "责任人"]
    services.confirm(
        cast.lin, stored=hand_in(cast, "areas", makers.book(heads, ["L1", "建设路", "路段", "城关镇", 1200, "赵秀英"]))
    )
    area = Area.objects.get(code="L1")
    assert area.length_m == 1200
    assert Answerer.objects.get(area=area).person == cast.zhao.person
