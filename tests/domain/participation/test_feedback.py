"""Feedback of higher levels: taken apart by its numbers, each item with whoever is competent, each a problem with the day that was demanded."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duibiao.files.importing import kind_of
from duibiao.lib.sheets import read
from duibiao.lib.spans import today
from duibiao.lib.versions import Stale
from duibiao.participation import feedback_queries as queries
from duibiao.participation import opening
from duibiao.participation.choices import Aspect
from duibiao.participation.importing import HEADS, apply
from duibiao.participation.models import FeedbackItem
from duibiao.participation.services import feedback
from duibiao.participation.services.residents import Refused
from duibiao.participation.taking_apart import Item, take_apart
from duibiao.problems.models import Problem
from tests import dutying, makers, reporting
from tests.cast import Cast

CAME = date(2026, 10, 20)
TEXT = """省文明委测评组反馈意见
现将有关问题反馈如下：
一、资料方面
1.部分单位台账不全，缺会议纪要。
2.城关镇 2025 年材料与 2026 年混放。
二、实地方面
（一）主次干道
1. 人民路占道经营较多，
整改要在11月15日前完成。
2. 公厕异味大；
（二）农贸市场：一是地面湿滑；二是活禽没有分区；三是公平秤缺失。
三、宣传氛围：公益广告偏少、破损
"""


def test_what_is_numbered_is_an_item_and_what_stands_above_it_says_what_it_is_about() -> None:
    taken = take_apart(TEXT, received_on=CAME)
    assert [one.words for one in taken.items] == [
        "部分单位台账不全，缺会议纪要。", "城关镇 2025 年材料与 2026 年混放。", "人民路占道经营较多，整改要在11月15日前完成。",
        "公厕异味大；", "地面湿滑", "活禽没有分区", "公平秤缺失。", "宣传氛围：公益广告偏少、破损",
    ]  # fmt: skip
    aspects = [one.aspect for one in taken.items]
    assert aspects == [Aspect.MATERIAL] * 2 + [Aspect.FIELD] * 5 + [Aspect.PUBLICITY]
    assert taken.items[2].due_on == date(2026, 11, 15)
    assert taken.left == ["省文明委测评组反馈意见", "现将有关问题反馈如下："]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("路面破损\n\n  公厕异味  \n", ["路面破损", "公厕异味"]),
        ("一是路灯不亮；二是井盖缺失。", ["路灯不亮", "井盖缺失。"]),
        ("存在的问题是否属实待查，一是要查", ["存在的问题是否属实待查，一是要查"]),
        ("", []),
    ],
)
def test_a_text_without_numbers_is_read_line_by_line(text: str, words: list[str]) -> None:
    assert [one.words for one in take_apart(text, received_on=CAME).items] == words


def test_a_day_without_a_year_is_the_next_one_and_one_that_is_none_is_left() -> None:
    def due(words: str) -> date | None:
        return take_apart(words, received_on=CAME).items[0].due_on

    assert due("请于3月1日前完成") == date(2027, 3, 1)
    assert due("请于2026年12月1日之前完成") == date(2026, 12, 1)
    assert due("请于2月31日前完成") is None


def test_the_same_words_pasted_again_are_not_added_again(cast: Cast) -> None:
    paper = reporting.paper(cast, dutying.campaign(cast))
    items = [Item("路面破损"), Item("公厕异味"), Item("路面破损")]
    assert [one.number for one in feedback.add_items(cast.lin, paper, items)] == [1, 2]
    assert feedback.add_items(cast.lin, paper, [Item("公厕异味"), Item("缺灯")])[0].number == 3


def test_a_unit_that_the_words_name_is_proposed(cast: Cast) -> None:
    paper = reporting.paper(cast, dutying.campaign(cast))
    named, nobody = feedback.add_items(cast.lin, paper, [Item("城关镇台账不全"), Item("材料混放")])
    assert (named.unit, named.proposed) == (cast.unit_b, "文中提到“城关镇”")
    assert nobody.unit is None


def test_whole_items_become_problems_once_until_the_day_that_was_demanded(cast: Cast) -> None:
    paper = reporting.paper(cast, dutying.campaign(cast))
    due, kind = today() + timedelta(days=20), opening.kinds().get(code="other")
    feedback.add_items(cast.lin, paper, [Item("城关镇台账不全"), Item("材料混放")], due_on=due, kind=kind)
    done = feedback.assign_items(cast.lin, paper)
    assert (done.done, done.lacking) == (1, [2])
    problem = Problem.objects.get()
    assert (problem.source, problem.unit, problem.status) == ("feedback", cast.unit_b, "assigned")
    assert problem.due_at is not None
    assert problem.due_at.astimezone(ZoneInfo("Asia/Shanghai")).date() == due
    assert feedback.assign_items(cast.lin, paper).done == 0
    found = queries.paper(cast.lin, paper.pk)
    assert (found.n, found.n_draft, found.n_open, found.n_closed) == (2, 1, 1, 0)  # type: ignore[attr-defined]
    assert [one.stage for one in queries.items(paper)] == ["open", "draft"]  # type: ignore[attr-defined]


def test_an_item_that_is_a_problem_is_not_changed_here_any_more(cast: Cast) -> None:
    paper = reporting.paper(cast, dutying.campaign(cast))
    kind = opening.kinds().get(code="other")
    (item,) = feedback.add_items(cast.lin, paper, [Item("城关镇台账不全")], due_on=today(), kind=kind)
    feedback.assign_items(cast.lin, paper)
    item.refresh_from_db()
    for act in (
        lambda: feedback.drop_item(cast.lin, item),
        lambda: feedback.change_item(cast.lin, item, version=1, words="x"),
    ):
        with pytest.raises(Refused, match="已经转为问题"):
            act()
    assert feedback.set_for(cast.lin, paper, [item.pk], unit=cast.unit_a) == 0


def test_the_second_of_two_editors_is_told(cast: Cast) -> None:
    paper = reporting.paper(cast, dutying.campaign(cast))
    (item,) = feedback.add_items(cast.lin, paper, [Item("材料混放")])
    feedback.change_item(cast.lin, item, version=1, words="材料混放，难查")
    with pytest.raises(Stale):
        feedback.change_item(cast.lin, FeedbackItem.objects.get(), version=1, words="别的")


def test_only_the_office_takes_papers_apart(cast: Cast) -> None:
    paper = reporting.paper(cast, dutying.campaign(cast))
    for name in ("zheng", "wang", "chen", "zhou", "wu"):
        with pytest.raises(PermissionDenied):
            feedback.add_items(cast.of(name), paper, [Item("x")])


def test_a_workbook_names_what_is_wrong_by_row_and_cell(cast: Cast) -> None:
    paper = reporting.paper(cast, dutying.campaign(cast), title="三季度反馈")
    heads = [str(head.title) for head in HEADS]
    rows = [
        ["三季度反馈", "路面破损", "实地", "", "城关镇", "道路破损、积水", "2026-12-20"],
        ["没有这份", "x", "", "", "", "", ""],
        ["三季度反馈", "公厕异味", "", "没有9", "没有这个单位", "没有这类", "2020-01-01"],
    ]
    opening.kinds()
    outcome = apply(cast.lin, read(makers.book(heads, *rows), HEADS).rows)
    wrong = [(one.row, one.column) for one in outcome.problems]
    assert wrong == [(3, "反馈文件"), (4, "责任单位"), (4, "问题类型"), (4, "指标"), (4, "整改时限")]
    item = FeedbackItem.objects.get()
    assert (item.feedback, item.unit, item.aspect, item.due_on) == (paper, cast.unit_b, "field", date(2026, 12, 20))
    assert kind_of("feedback_items") is not None


def test_a_mark_above_its_full_points_is_refused_by_the_database(cast: Cast) -> None:
    paper = reporting.paper(cast, dutying.campaign(cast))
    assert feedback.set_marks(cast.lin, paper, {"1": (2, 3)}) == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        feedback.set_marks(cast.lin, paper, {"1": (4, 3)})
