"""What weighs on a unit: a rule proposes, a person decides with a reason, another answers the appeal; nothing goes out by itself."""

import io
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone
from docx import Document as Docx

from duibiao.facts.models import Fact
from duibiao.lib.spans import moments_of, today
from duibiao.notices.models import Notice
from duibiao.organisation.choices import Role
from duibiao.problems import cards, counting, documents, escalating, rules, services
from duibiao.problems.choices import CardState, Disposal, PaperKind, PaperState, Status
from duibiao.problems.models import Card, Document, Kind, Problem
from duibiao.problems.refusals import NoEnd, NotAnother, NotNow
from duibiao.standards.models import Measure
from duibiao.workdays.queries import calendar
from tests import makers, troubles, visiting
from tests.cast import Cast
from tests.domain.problems.test_life import rectified, shot


def late(held: Problem, workdays: int) -> Problem:
    day = calendar().before(today(), workdays).day
    due = timezone.make_aware(datetime(day.year, day.month, day.day, 0, 1))  # noqa: DTZ001
    Problem.objects.filter(pk=held.pk).update(due_at=due)
    return Problem.objects.get(pk=held.pk)


def test_a_rule_proposes_the_heaviest_card_once_and_only_a_person_gives_it(cast: Cast) -> None:
    held = late(troubles.signed(cast), 8)
    for _twice in range(2):
        escalating.sweep()
    card = Card.objects.get()
    assert (card.kind, card.state, card.unit, card.by) == ("red", CardState.PROPOSED, cast.unit_b, None)
    assert not Notice.objects.filter(user=cast.zhao, kind="problem.carded").exists()
    late(held, 16)
    escalating.sweep()
    assert [(one.kind, one.count >= 15) for one in Card.objects.all()] == [("talk", True)]
    services.issue_card(cast.lin, held, kind="yellow", reason="先亮黄牌")
    escalating.sweep()  # heavier than what was given: proposed anew
    assert [(one.kind, one.state) for one in Card.objects.order_by("pk")] == [
        ("yellow", "issued"),
        ("talk", "proposed"),
    ]
    services.refuse_card(cast.lin, held, reason="正在办")
    escalating.sweep()
    assert Card.objects.filter(state=CardState.PROPOSED).count() == 0
    assert "黄牌" in Notice.objects.get(user=cast.zhao, kind="problem.carded").words
    with pytest.raises(NotNow):
        services.issue_card(cast.lin, held, kind="yellow", reason="再亮一次")


def test_a_card_is_appealed_against_and_another_person_answers(cast: Cast) -> None:
    held = troubles.signed(cast)
    card = services.issue_card(cast.lin, held, kind="red", reason="超期")
    services.appeal_card(cast.zhao, held, card=card, grounds="已经整改")
    with pytest.raises(NotNow):
        services.appeal_card(cast.zhao, held, card=card, grounds="再说一次")
    for day, told in ((0, 0), (9, 1), (9, 1)):
        escalating.sweep(timezone.now() + timedelta(days=2 * day))
        assert Notice.objects.filter(user=cast.zhou, kind="problem.card_appeal_late").count() == told
    with pytest.raises(NotNow):
        services.withdraw_card(cast.lin, held, card=card, why="mistake", reason="算了")
    with pytest.raises(NotAnother):
        services.answer_card(cast.lin, held, card=card, granted=False, reason="维持")
    with pytest.raises(IntegrityError), transaction.atomic():
        Card.objects.filter(pk=card.pk).update(answer="维持", answered_by=cast.lin)
    services.answer_card(cast.zhou, held, card=card, granted=True, reason="时限算错")
    card.refresh_from_db()
    assert (card.state, card.withdrawn_for, card.withdrawn_by) == (CardState.WITHDRAWN, "appeal", cast.zhou)
    assert Notice.objects.filter(user=cast.zhao, kind="problem.card_back").count() == 1
    assert [str(one.kind) for one in held.events.order_by("pk")][-3:] == ["carded", "appealed", "card_back"]


def test_a_ruling_that_it_was_anothers_takes_the_card_back(cast: Cast) -> None:
    held = troubles.assigned(cast)
    card = services.issue_card(cast.lin, held, kind="yellow", reason="没有签收")
    services.give_back(cast.zhao, held, grounds="不归我们管")
    services.uphold(cast.lin, held, words="仍由你办")
    services.give_back(cast.zhao, held, grounds="确实不归")
    services.rule(cast.lin, Problem.objects.get(pk=held.pk), unit=cast.unit_a, grounds="三定方案第五条")
    card.refresh_from_db()
    assert (card.state, card.withdrawn_for, card.withdrawn_why) == (CardState.WITHDRAWN, "wrong_unit", "三定方案第五条")


def test_rechecks_that_fail_draft_a_paper_with_the_facts_and_nobody_but_another_person_signs_it(cast: Cast) -> None:
    held = rectified(cast, words="墙根堆放垃圾")
    for number in (1, 2):
        held = services.recheck(cast.chen, held, passed=False, words=f"第{number}次没清完")
        held = services.rectify(cast.zhao, held, words="好了", disposal=Disposal.REPAIRED, photos=[shot(f"x{number}")])
    paper = Document.objects.get()
    assert (paper.kind, paper.state, paper.by) == (PaperKind.ACCOUNT, PaperState.DRAFT, None)
    said = words_of(documents.content(paper))
    for part in (
        held.number,
        "墙根堆放垃圾",
        "城关镇",
        "已2次复核不合格",
        "第1次没清完",
        "第2次没清完",
        "由有权机关按规定和程序决定",
    ):
        assert part in said, part
    assert cast.zhao.account not in said
    assert not Notice.objects.filter(user=cast.zhao, kind="problem.paper").exists()
    redo = services.draft_paper(cast.lin, held, kind="redo", words="三日内改好")
    with pytest.raises(NotAnother):
        services.sign_paper(cast.lin, held, paper=redo, issued=True, reason="签")
    with pytest.raises(NotNow):
        services.draft_paper(cast.zhou, held, kind="redo", words="又一份")
    services.sign_paper(cast.zhou, held, paper=redo, issued=True, number="〔2026〕3号", reason="属实")
    services.sign_paper(cast.zhou, held, paper=paper, issued=False, reason="已经整改，不启动")
    kept = documents.content(Document.objects.get(pk=redo.pk))
    services.recheck(cast.chen, held, passed=False, words="第3次")
    assert documents.content(Document.objects.get(pk=redo.pk)) == kept
    assert "〔2026〕3号" in words_of(kept)
    assert Document.objects.filter(kind=PaperKind.ACCOUNT).count() == 1  # decided once in a round
    assert Notice.objects.filter(user=cast.zhao, kind="problem.paper").count() == 1


def words_of(content: bytes) -> str:
    paper = Docx(io.BytesIO(content))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def test_it_closes_after_proof_recheck_and_a_third_person_and_a_major_one_after_its_decision(cast: Cast) -> None:
    other = makers.account("qian", Role.OFFICE)
    held = services.recheck(other, rectified(cast), passed=True, words="合格")
    with pytest.raises(NotAnother):
        services.close(other, held)
    assert services.close_many(other, problems=[held.pk]) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.filter(pk=held.pk).update(closed_by=other)
    services.call_major(cast.lin, held, words="涉及四个部门")
    with pytest.raises(NotNow, match="会商"):
        services.close(cast.lin, held)
    services.consult(
        cast.zhou,
        held,
        held_on=today(),
        present="城管局、住建局",
        decision="由住建局牵头",
        due_on=today() + timedelta(days=3),
    )
    services.follow(cast.lin, held, done=False, words="还差路灯")
    with pytest.raises(NotNow, match="没有落实"):
        services.close(cast.lin, held)
    services.follow(cast.lin, held, done=True, words="都装好了")
    assert services.close(cast.lin, Problem.objects.get(pk=held.pk)).status == Status.CLOSED


def test_what_ends_it_depends_on_how_it_was_disposed_of_and_talking_ends_nothing_anywhere(cast: Cast) -> None:
    held = troubles.signed(cast)
    for how in (Disposal.REMOVED, Disposal.MANAGED, Disposal.PUNISHED):
        with pytest.raises(NoEnd):
            services.rectify(cast.zhao, held, words="好了", disposal=how, photos=[shot()])
    for found in (Kind.objects.filter(pk=held.kind_id), Problem.objects.filter(pk=held.pk)):
        fields = {"disposals": ["coordinated"]} if found.model is Kind else {"disposal": "coordinated"}
        with pytest.raises(IntegrityError), transaction.atomic():
            found.update(**fields)
    done = services.rectify(
        cast.zhao, held, words="好了", disposal=Disposal.MANAGED, document="保洁办法〔2026〕2号", photos=[shot()]
    )
    assert done.document == "保洁办法〔2026〕2号"


def test_a_card_is_a_fact_only_under_a_measure_and_taking_it_back_corrects_the_fact(cast: Cast) -> None:
    held = troubles.signed(cast)
    card = services.issue_card(cast.lin, held, kind="yellow", reason="超期")
    before = Fact.objects.count()
    month = today().replace(day=1)
    visiting.campaign(cast)
    measure = Measure.objects.filter(kind="count")[0]
    assert before == Fact.objects.count()
    assert [one.value for one in counting.post_cards(cast.lin, measure=measure, month=month)] == [1.0]
    assert counting.post_cards(cast.lin, measure=measure, month=month) == []
    services.withdraw_card(cast.lin, held, card=card, why="mistake", reason="时限算错")
    assert [one.value for one in counting.post_cards(cast.lin, measure=measure, month=month)] == [0.0]
    assert cards.counted(*moments_of(month)) == {}
    assert rules.terms().reworks_many == 2
