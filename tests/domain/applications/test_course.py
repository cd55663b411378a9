"""An application's way from the first word to the name, and everything that must not happen on it."""

import io
import subprocess
import sys
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from docx import Document

from duibiao.applications import papers
from duibiao.applications.choices import State
from duibiao.applications.models import Application, Objection, Seat, Selection, Step
from duibiao.applications.queries import applications as queries
from duibiao.applications.refusals import Refused
from duibiao.applications.services import announcing, applying, judging, naming, sending, setting_up
from duibiao.audit.models import Line
from duibiao.ledger.models import Material
from duibiao.lib.spans import today
from duibiao.notices.models import Notice
from duibiao.organisation.choices import UnitKind
from duibiao.packing.choices import PackState
from duibiao.workdays.queries import calendar
from tests import applying as make
from tests import makers
from tests.cast import Cast


def no(words: str, act: object, /, *arguments: object, **options: object) -> None:
    with pytest.raises(Refused, match=words), transaction.atomic():
        act(*arguments, **options)  # type: ignore[operator]


def test_the_whole_way_leaves_a_step_and_a_line_each_and_the_database_keeps_the_steps(cast: Cast) -> None:
    one = make.brought(cast, State.NAMED)
    assert [(step.act, step.by.account) for step in one.steps.all()] == [
        ("begin", "wang"), ("hand_in", "wang"), ("recommend", "wang"), ("pass", "lin"), ("announce", "lin"), ("name", "lin"),
    ]  # fmt: skip
    assert one.decision == "青法办〔2026〕30号"
    lines = Line.objects.filter(thing="applications.application", thing_id=one.pk)
    assert lines.count() >= 6
    assert "员工" not in str(list(lines.values_list("detail", flat=True)))
    for statement in ("UPDATE applications_step SET words = 'x'", "DELETE FROM applications_step"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    no("已命名", naming.name, cast.lin, one, document="再来一次")
    no("已命名", applying.hand_in, cast.wang, one)
    assert Notice.objects.filter(user=cast.wang, words__contains="已命名为示范企业").count() == 1


def test_what_is_missing_is_said_by_its_number_and_a_material_is_given_once(cast: Cast) -> None:
    one = make.begun(cast.wang, make.selection(cast), cast.unit_a)
    first, second, third = one.selection.conditions.all()
    no("还差申报书里的“基本情况”；第 1 条：三年内没有重大违法；第 2 条：有法治宣传栏", applying.hand_in, cast.wang, one)
    no("要有材料", applying.tick, cast.wang, one, first)
    no("不是照片|不行|只收|与名称不符|内容", applying.tick, cast.wang, one, first, upload=[b"MZ"], file_name="a.pdf")
    for condition in (first, third):
        applying.tick(cast.wang, one, condition, upload=[make.PDF], file_name="守法证明.pdf")
    assert Material.objects.get().unit == cast.unit_a
    applying.tick(cast.wang, one, second)
    applying.untick(cast.wang, one, third)
    no("还差申报书里的“基本情况”。", applying.hand_in, cast.wang, one)
    other = makers.unit(cast.lin, parent=cast.county)
    foreign = Material.objects.create(unit=other, title="别家的", kind="other", by=cast.lin)
    no("本单位台账", applying.tick, cast.wang, one, first, material=foreign)
    make.filled(cast.wang, one)
    applying.hand_in(cast.wang, one)
    no("待推荐", applying.hand_in, cast.wang, one)
    no("待推荐", applying.tick, cast.wang, one, third, material=Material.objects.first())


def test_who_may_not_begins_nothing(cast: Cast) -> None:
    held = make.selection(cast)
    with pytest.raises(PermissionDenied):
        make.begun(cast.zhao, held, cast.unit_a)
    one = make.begun(cast.wang, held, cast.unit_a, name="青禾 纸业", uid="same")
    assert make.begun(cast.wang, held, cast.unit_a, name="别的", uid="same") == one
    no("已经申报过", make.begun, cast.wang, held, cast.unit_a, name="青禾纸业")
    applying.drop(cast.wang, one)
    make.begun(cast.wang, held, cast.unit_a, name="青禾纸业")
    no("全称", make.begun, cast.wang, held, cast.unit_a, name="  ")
    no("全称", make.begun, cast.wang, held, cast.unit_a, name="x", subject=cast.unit_a)
    no("没有开放", make.begun, cast.wang, make.selection(cast, opened=False), cast.unit_a)
    no("创建办代表全县", make.begun, cast.wang, make.selection(cast, direction="up"), cast.unit_a)
    Selection.objects.filter(pk=held.pk).update(
        closes_on=today() - timedelta(days=1), opens_on=today() - timedelta(days=9)
    )
    no("已经过了", make.begun, cast.wang, held, cast.unit_a)
    with pytest.raises(PermissionDenied):
        judging.pass_on(cast.wang, one)


def test_the_candidate_must_fit_the_category(cast: Cast) -> None:
    villages = make.selection(cast, candidate="unit", unit_kind=UnitKind.VILLAGE)
    village = makers.unit(cast.lin, parent=cast.unit_b, name="东风村", kind=UnitKind.VILLAGE)
    no("只评村", make.begun, cast.zhao, villages, cast.unit_b, name="", subject=cast.unit_b)
    no("本单位，或下级", make.begun, cast.wang, villages, cast.unit_a, name="", subject=village)
    assert make.begun(cast.zhao, villages, cast.unit_b, name="", subject=village).name == "东风村"
    no("点位", make.begun, cast.wang, make.selection(cast, candidate="site"), cast.unit_a)


def test_late_is_late_until_the_office_gives_more_time(cast: Cast) -> None:
    one = make.filled(cast.wang, make.begun(cast.wang, make.selection(cast), cast.unit_a))
    Application.objects.filter(pk=one.pk).update(due_on=today() - timedelta(days=1))
    no("已经过了，不能再交", applying.hand_in, cast.wang, one)
    no("不能早于今天", judging.extend, cast.lin, one, words="停电", due_on=today() - timedelta(days=1))
    judging.extend(cast.lin, one, words="停电两天", due_on=today())
    applying.hand_in(cast.wang, one)
    one.refresh_from_db()
    assert one.due_on == calendar().after(today(), 5).day
    judging.recommend(cast.wang, one, words="同意")
    judging.give_back(cast.lin, one, words="缺印章", due_on=today())
    one.refresh_from_db()
    assert (one.state, one.due_on) == (State.RETURNED, today())
    applying.hand_in(cast.wang, one)
    one.refresh_from_db()
    assert one.state == State.EXAMINING  # mended, it goes back to whoever returned it


def test_a_supervising_unit_recommends_no_more_than_its_share(cast: Cast) -> None:
    held = make.selection(cast, recommender=cast.unit_b, recommend_quota=1)
    first, second = (make.filled(cast.wang, make.begun(cast.wang, held, cast.unit_a)) for _ in range(2))
    for one in (first, second):
        applying.hand_in(cast.wang, one)
        one.refresh_from_db()
    assert Notice.objects.filter(user=cast.zhao, kind="application").count() == 2
    with pytest.raises(PermissionDenied):
        judging.recommend(cast.wang, first, words="自己推荐自己")
    assert queries.share_left(first) == 1
    judging.recommend(cast.zhao, first, words="同意")
    no("最多推荐 1 家", judging.recommend, cast.zhao, second, words="同意")
    judging.give_back(cast.lin, first, words="请补")
    judging.recommend(cast.zhao, second, words="换这一家")


def test_nothing_is_named_before_the_notice_is_over_and_every_objection_ruled(cast: Cast) -> None:
    held = make.selection(cast, quota=2)
    one, other = (make.brought(cast, State.ANNOUNCING, held) for _ in range(2))
    no("过去", announcing.announce, cast.lin, held, applications=[one], since=today() - timedelta(days=1), contact="x")
    notice = make.announced(cast, one, other)
    assert notice.until == calendar().after(today(), 5).day
    no("期满才能", naming.name, cast.lin, one, document="x")
    said = {"heard_on": today(), "way": "call", "words": "去年被处罚过"}
    against = announcing.object_to(cast.lin, one, uid="o1", **said)
    assert announcing.object_to(cast.lin, one, uid="o1", **said) == against
    announcing.object_to(cast.lin, other, uid="o2", **said)
    make.over(one)
    no("还有异议", naming.name, cast.lin, one, document="x")
    announcing.rule(cast.lin, against, upheld=False, reason="处罚的是同名企业")
    announcing.rule(cast.lin, against, upheld=True, reason="第二次不算")
    announcing.rule(cast.lin, Objection.objects.get(uid="o2"), upheld=True, reason="属实")
    naming.name(cast.lin, one, document="青法办〔2026〕31号")
    other.refresh_from_db()
    assert other.state == State.REFUSED
    no("未通过", naming.name, cast.lin, other, document="x")


def test_a_quota_is_never_exceeded_nor_cut_below_what_is_named(cast: Cast) -> None:
    held = make.selection(cast, quota=1)
    first, second = (make.brought(cast, State.NOTICED, held) for _ in range(2))
    naming.name(cast.lin, make.over(first), document="一")
    no("名额已经用完", naming.name, cast.lin, make.over(second), document="二")
    with pytest.raises(IntegrityError), transaction.atomic():  # nor past the services
        Application.objects.filter(pk=second.pk).update(state=State.NAMED, seat=Seat.objects.get())
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.filter(pk=second.pk).update(state=State.NAMED)
    with pytest.raises(IntegrityError), transaction.atomic():
        setting_up.change_category(cast.lin, make.category(held), quota=0)
    no("条件和表格不能再改", setting_up.change_category, cast.lin, make.category(held), name="换名")
    naming.revoke(cast.lin, first, words="弄虚作假")
    no("已撤销命名", naming.revoke, cast.lin, first, words="两次")
    naming.name(cast.lin, second, document="二")
    setting_up.change_category(cast.lin, make.category(held), quota=3)
    assert Seat.objects.count() == 3
    setting_up.change_category(cast.lin, make.category(held), quota=1)
    assert Seat.objects.get().application == Application.objects.get(pk=second.pk)


def test_an_acceptance_on_site_needs_a_visit_or_a_photo_and_points_stay_within_the_full_mark(cast: Cast) -> None:
    held = make.selection(cast, check_workdays=5, notice_workdays=0, full_points=100)
    one = make.brought(cast, State.EXAMINING, held)
    no("要打分", judging.pass_on, cast.lin, one)
    no("0 到 100", judging.pass_on, cast.lin, one, points=101)
    judging.pass_on(cast.lin, one, points=88)
    no("至少一张照片", judging.check, cast.lin, one, words="合格")
    from duibiao.files.taking import take_photo
    from tests.reporting import photo

    judging.check(cast.lin, one, words="现场符合", photos=[take_photo(photo(), name="a.jpg")])
    one.refresh_from_db()
    assert (one.state, one.steps.last().pictures.count()) == (State.DECIDING, 1)  # type: ignore[union-attr]
    naming.name(cast.lin, one, document="x")


def test_the_countys_own_application_goes_up_as_a_package_that_proves_itself(cast: Cast, tmp_path: Path) -> None:
    held = make.selection(
        cast, direction="up", quota=None, notice_workdays=0, authority="省委依法治省办", candidate="unit"
    )
    one = make.filled(cast.lin, make.begun(cast.lin, held, cast.county, name="", subject=cast.county))
    applying.hand_in(cast.lin, one)
    with pytest.raises(PermissionDenied):
        judging.recommend(cast.lin, one, words="创建办不能替领导同意")
    judging.recommend(cast.zhou, one, words="同意申报")
    judging.pass_on(cast.lin, one)
    no("待上报", naming.name, cast.lin, one, document="还没报")
    made = make.packed(cast, held)
    assert (made.state, sending.ask(cast.lin, held).pk) != (PackState.FAILED, made.pk)
    with zipfile.ZipFile(made.place) as zipped:
        names = zipped.namelist()
        words = "".join(p.text for p in Document(io.BytesIO(zipped.read("目录.docx"))).paragraphs)
    assert "上报材料目录" in words
    assert {"目录.xlsx", "校验/校验清单.txt", "校验/verify.py"} < set(names)
    assert sum(name.startswith("01 示范企业/01 青禾县/") for name in names) == 2
    no("打包以后", sending.receive, cast.lin, made, receipt="S-1", received_on=today() + timedelta(days=1))
    sending.receive(cast.lin, made, receipt="省收〔2026〕18号", received_on=today())
    no("只登记一次", sending.receive, cast.lin, made, receipt="S-2", received_on=today())
    naming.name(cast.lin, one, document="省委〔2026〕40号")
    assert [step.document for step in Step.objects.filter(act__in=("send", "name"))] == [
        "省收〔2026〕18号",
        "省委〔2026〕40号",
    ]
    with zipfile.ZipFile(made.place) as zipped:
        zipped.extractall(tmp_path / "out")
    verify = tmp_path / "out" / "校验"
    done = subprocess.run([sys.executable, "verify.py"], cwd=verify, capture_output=True, timeout=60, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def test_the_form_is_a_word_file_with_answers_conditions_and_opinions(cast: Cast) -> None:
    made = Document(io.BytesIO(papers.form_docx(make.brought(cast, State.NAMED))))
    said = "\n".join([p.text for p in made.paragraphs] + [c.text for t in made.tables for r in t.rows for c in r.cells])
    for words in ("申报书", "员工 200 人", "三年内没有重大违法", "证明", "同意推荐。", "青法办〔2026〕30号"):
        assert words in said
