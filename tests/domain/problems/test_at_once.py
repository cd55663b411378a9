"""Ten people act on the same problem at once: one right state, one line for each thing that happened."""

from duibiao.lib.versions import Stale
from duibiao.organisation.choices import Role
from duibiao.problems import services
from duibiao.problems.choices import EventKind, Status
from duibiao.problems.models import Problem, Return
from duibiao.problems.refusals import Refused
from tests import makers, troubles
from tests.cast import Cast
from tests.domain.duties.test_at_once import at_once


def test_ten_who_act_on_one_problem_leave_one_state(settled: Cast) -> None:
    cast = settled
    held = troubles.assigned(cast, site=troubles.a_site(cast))
    clerks = [makers.account(f"lin{n}", Role.OFFICE) for n in range(4)]
    colleagues = [makers.account(f"zhao{n}", Role.UNIT, unit=cast.unit_b) for n in range(6)]
    faults = at_once(
        *(lambda who=who: services.sign(who, held) for who in colleagues[:3]),
        *(lambda who=who: services.give_back(who, held, grounds="不归我们管") for who in colleagues[3:]),
        *(lambda who=who: services.assign(who, held, unit=cast.unit_a, version=held.version) for who in clerks),
    )
    assert all(
        isinstance(fault, (Refused, Stale, PermissionError)) or "PermissionDenied" in type(fault).__name__
        for fault in faults
    )
    now = Problem.objects.get(pk=held.pk)
    lines = [str(line.kind) for line in now.events.order_by("id")]
    acts = set(lines) - {"found", "assigned"}
    assert len(lines) == 2 + len(acts), lines
    assert now.version == held.version + len(acts)
    assert now.status == now.events.latest("id").after
    assert Return.objects.filter(problem=now).count() == now.returns


def test_two_reports_at_one_site_at_one_moment_are_one_problem_seen_twice(settled: Cast) -> None:
    site = troubles.a_site(settled)
    faults = at_once(
        *(
            lambda n=n: troubles.found(settled, site=site, subject="clean", reference=f"at-once:{n % 4}")
            for n in range(8)
        )
    )
    assert faults == []
    held = Problem.objects.get()
    assert (held.sightings, held.findings.count(), held.status) == (4, 4, Status.FOUND)
    assert held.events.filter(kind=EventKind.SEEN_AGAIN).count() == 3
