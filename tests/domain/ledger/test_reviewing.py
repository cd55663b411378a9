"""The office's word is a fact; the unit's leader looks first where that is asked; one decision for one version."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from duibiao.facts.models import Fact
from duibiao.ledger.models import ReturnReason, Use
from duibiao.ledger.services import reviewing
from duibiao.lib.spans import today
from duibiao.standards.models import Measure
from tests import ledgering, scoring
from tests.cast import Cast
from tests.committed import beside, settled  # noqa: F401


def accepted(cast: Cast, use: Use, **said: object) -> reviewing.Decided:
    return reviewing.accept(cast.lin, use, file=ledgering.newest(use), **said)  # type: ignore[arg-type]


def test_every_accepted_material_is_counted_once_in_one_chain(cast: Cast) -> None:
    demanded = ledgering.counted(cast, scoring.quiet(cast))
    uses = [ledgering.used(cast, demanded) for _ in range(3)]
    facts = [accepted(cast, one).facts[0] for one in uses]
    assert [fact.value for fact in facts] == [1.0, 2.0, 3.0]
    assert [fact.supersedes for fact in facts] == [None, *facts[:2]]
    assert {(fact.source, fact.unit_id) for fact in facts} == {("material", "SFJ")}
    back = reviewing.send_back(cast.lin, uses[0], file=ledgering.newest(uses[0]), reason="重复")
    assert back.facts[0].value == 2.0
    assert Fact.objects.filter(superseded_by=None).count() == 1


def test_a_return_of_what_never_counted_says_nothing_to_the_journal(cast: Cast) -> None:
    use = ledgering.used(cast, ledgering.counted(cast, scoring.quiet(cast)))
    assert reviewing.send_back(cast.lin, use, file=ledgering.newest(use), reason="不清").facts == ()


def test_a_flag_holds_when_enough_is_accepted_and_turns_when_it_is_not(cast: Cast) -> None:
    campaign, no_group = scoring.quiet(cast), Measure.objects.get(pk="no_group")
    demanded = ledgering.requirement(
        cast, campaign, indicator="1.2", measure=no_group, posts="flag", flag_value=0, number=1
    )
    use = ledgering.used(cast, demanded)
    assert accepted(cast, use).facts[0].value == 0.0
    assert reviewing.send_back(cast.lin, use, file=ledgering.newest(use), reason="撤销").facts[0].value == 1.0


def test_a_graded_requirement_takes_only_its_own_grades(cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    measure = Measure.objects.create(
        code="g", name="制度", kind="grade", definition={"grades": ["齐全", "部分", "没有"]}
    )
    use = ledgering.used(cast, ledgering.requirement(cast, campaign, measure=measure, posts="grade"))
    with pytest.raises(reviewing.NoGrade):
        accepted(cast, use, grade="A")
    assert accepted(cast, use, grade="部分").facts[0].grade == "部分"
    assert reviewing.send_back(cast.lin, use, file=ledgering.newest(use), reason="伪造").facts[0].grade == "没有"


def test_a_requirement_without_a_measure_is_accepted_and_says_nothing(cast: Cast) -> None:
    assert accepted(cast, ledgering.used(cast), grade="B").facts == ()
    assert Use.objects.get().grade == "B"


def test_a_return_has_a_reason_and_a_day_in_workdays(cast: Cast) -> None:
    use = ledgering.used(cast)
    with pytest.raises(reviewing.NoReason):
        reviewing.send_back(cast.lin, use, file=ledgering.newest(use), reason="  ")
    use.refresh_from_db()
    assert use.state == "checked"
    review = reviewing.send_back(cast.lin, use, file=ledgering.newest(use), reason="缺少印章").review
    assert review.due_on is not None
    assert review.due_on >= today() + timedelta(days=3)
    use.refresh_from_db()
    assert (use.state, use.due_on) == ("returned", review.due_on)


def test_the_units_leader_looks_first_where_two_looks_are_asked(cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    ledgering.window(cast, campaign, two_levels=True)
    without_leader = ledgering.used(cast, ledgering.requirement(cast, campaign))
    ledgering.leads(cast.wang, cast.unit_a)
    use = ledgering.used(cast, ledgering.requirement(cast, campaign))
    assert (without_leader.state, use.state) == ("checked", "given")
    with pytest.raises(reviewing.AlreadyDecided):
        accepted(cast, use)
    for other in (cast.zhao, cast.lin, cast.wu):
        with pytest.raises(PermissionDenied):
            reviewing.check(other, use, file=ledgering.newest(use), passes=True)
    reviewing.check(cast.wang, use, file=ledgering.newest(use), passes=True)
    use.refresh_from_db()
    assert accepted(cast, use).review.level == "office"


def test_only_the_office_has_the_last_word(cast: Cast) -> None:
    use = ledgering.used(cast)
    for other in (cast.wang, cast.zhou, cast.wu, cast.zheng):
        with pytest.raises(PermissionDenied):
            reviewing.accept(other, use, file=ledgering.newest(use))


def test_of_two_reviewers_one_decides(settled: Cast) -> None:  # noqa: F811
    demanded = ledgering.counted(settled, scoring.quiet(settled))
    use = ledgering.used(settled, demanded)
    faults: list[BaseException] = []
    for one in [beside(lambda: accepted(settled, use), faults) for _ in range(3)]:
        one.join()
    assert [type(fault) for fault in faults] == [reviewing.AlreadyDecided] * 2
    assert Fact.objects.count() == use.reviews.count() == 1


def test_two_materials_accepted_at_once_are_both_counted(settled: Cast) -> None:  # noqa: F811
    demanded = ledgering.counted(settled, scoring.quiet(settled))
    uses = [ledgering.used(settled, demanded) for _ in range(3)]
    faults: list[BaseException] = []
    for one in [beside(lambda use=use: accepted(settled, use), faults) for use in uses]:  # type: ignore[misc]
        one.join()
    assert faults == []
    assert Fact.objects.get(superseded_by=None).value == 3.0


def test_a_reason_is_kept_once(cast: Cast) -> None:
    assert reviewing.keep_reason(cast.lin, words="缺页 ") == reviewing.keep_reason(cast.lin, words="缺页")
    assert ReturnReason.objects.filter(words="缺页").count() == 1
