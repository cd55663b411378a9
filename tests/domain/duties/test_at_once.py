"""Ten people object to and rule on the same duty at once: one right state, one line for each thing that happened."""

import threading
from collections.abc import Callable

from django.core.exceptions import PermissionDenied

from duibiao.duties import answering, services
from duibiao.duties.choices import EventKind, State
from duibiao.duties.models import CompetenceRule, Duty, Objection
from duibiao.duties.refusals import Refused
from duibiao.duties.services import Wanted
from duibiao.organisation.choices import Role as AccountRole
from tests import dutying, makers
from tests.cast import Cast
from tests.committed import beside


def at_once(*works: Callable[[], object]) -> list[BaseException]:
    """All of them begin together; what was refused, in any order."""
    faults: list[BaseException] = []
    start = threading.Barrier(len(works))

    def held(work: Callable[[], object]) -> Callable[[], object]:
        def run() -> object:
            start.wait(30)
            return work()

        return run

    for thread in [beside(held(work), faults) for work in works]:
        thread.join(60)
    return faults


def test_ten_who_object_and_rule_at_once_leave_one_state(settled: Cast) -> None:
    cast = settled
    colleagues = [makers.account(f"wang{n}", AccountRole.UNIT, unit=cast.unit_a) for n in range(5)]
    clerks = [makers.account(f"lin{n}", AccountRole.OFFICE) for n in range(5)]
    made = dutying.objected(cast)
    answering.uphold(cast.lin, made, words="维持")
    faults = at_once(
        *(
            lambda who=who: answering.object_to(who, made, grounds="没有执法权", proposes=cast.unit_b)
            for who in colleagues
        ),
        *(lambda who=who: answering.rule(who, made, unit=cast.unit_b, grounds="三定方案") for who in clerks),
    )
    assert all(isinstance(fault, (Refused, PermissionDenied)) for fault in faults), faults
    assert Objection.objects.filter(duty=made).count() == 2
    # those who came to rule before the objection was there were refused; one rules now if nobody could
    if Duty.objects.get(pk=made.pk).state == State.RULING:
        refused = at_once(
            *(lambda who=who: answering.rule(who, made, unit=cast.unit_b, grounds="三定方案") for who in clerks)
        )
        assert len(refused) == len(clerks) - 1
    made = Duty.objects.get(pk=made.pk)
    assert (made.state, made.unit, made.ruled, made.returns) == (State.ISSUED, cast.unit_b, True, 2)
    assert CompetenceRule.objects.filter(ended_at=None).count() == 1
    assert made.events.filter(kind=EventKind.RULED).count() == 1
    assert not Objection.objects.filter(answered_at=None).exists()


def test_two_who_assign_the_same_at_once_make_it_once(settled: Cast) -> None:
    cast = settled
    campaign = dutying.campaign(cast)
    wanted = [Wanted(cast.unit_a, code) for code in ("1.1", "1.2", "2.1", "2.2")]
    faults = at_once(*(lambda: services.assign_many(cast.lin, campaign, wanted=wanted) for _ in range(5)))
    assert faults == []
    assert Duty.objects.count() == 4
