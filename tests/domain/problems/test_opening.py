"""What is found becomes one problem, whoever reports it how often; what comes up again while it is watched is a relapse."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from duibiao.asks.models import Ask
from duibiao.notices.models import Notice
from duibiao.organisation.models import User
from duibiao.places import siting
from duibiao.problems import rules, services
from duibiao.problems.choices import LIVE, Class, Source, Status
from duibiao.problems.models import Event, Problem
from tests import troubles
from tests.cast import Cast


def test_the_same_report_is_one_problem_with_a_number_that_people_quote(cast: Cast) -> None:
    one = troubles.found(cast, source=Source.RESIDENT, reference="report:7", kind="litter")
    again = troubles.found(cast, source=Source.RESIDENT, reference="report:7", kind="stall", words="别的")
    assert (again, one.number) == (one, f"{timezone.localdate().year}-{one.pk:06d}")
    assert (one.status, one.class_, one.kind.name) == (Status.FOUND, Class.OPEN, "暴露垃圾")


def test_found_again_while_open_is_the_same_problem_seen_again(cast: Cast) -> None:
    site = troubles.a_site(cast)
    one = troubles.found(cast, site=site, subject="clean")
    again = troubles.found(cast, site=site, subject="clean", words="还在")
    other = troubles.found(cast, site=site, subject="lamps")
    assert (again.pk, again.sightings, other.pk != one.pk) == (one.pk, 2, True)
    assert [str(line.kind) for line in one.events.all()] == ["found", "seen_again"]


def test_a_relapse_within_the_watch_reopens_the_old_problem_with_its_unit_and_a_new_deadline(cast: Cast) -> None:
    site = troubles.a_site(cast)
    old = troubles.signed(cast, site=site)
    now = timezone.now()
    Problem.objects.filter(pk=old.pk).update(
        status=Status.CLOSED, rectified_by=cast.zhao, rechecked_by=cast.chen, rechecked_at=now, closed_at=now - timedelta(days=5),
        watch_until=timezone.localdate() + timedelta(days=55), left_minutes=100,
    )  # fmt: skip
    again = troubles.found(cast, site=site, source=Source.RESIDENT, words="又坏了")
    assert (again.pk, again.round, again.relapses, again.status) == (old.pk, 2, 1, Status.ASSIGNED)
    assert again.due_at is not None
    assert again.due_at > now
    assert (again.rechecked_by_id, again.rectified_by_id, again.closed_at) == (None, None, None)
    assert [one.relapse for one in again.findings.all()] == [False, True]
    assert Ask.objects.filter(unit=cast.unit_b, reference=f"problem:{old.pk}:2", kind="rectify").count() == 1
    assert Notice.objects.filter(user=cast.zhao, kind="problem.relapsed").count() == 1


def test_after_the_watch_it_is_a_new_problem(cast: Cast) -> None:
    site, now = troubles.a_site(cast), timezone.now()
    old = troubles.signed(cast, site=site)
    Problem.objects.filter(pk=old.pk).update(
        status=Status.ARCHIVED, rectified_by=cast.zhao, rechecked_by=cast.chen, rechecked_at=now, left_minutes=1,
        closed_at=now - timedelta(days=90), watch_until=timezone.localdate() - timedelta(days=1),
    )  # fmt: skip
    assert troubles.found(cast, site=site).pk != old.pk


def test_the_department_of_the_matter_is_proposed_before_the_unit_whose_ground_it_is(cast: Cast) -> None:
    site = troubles.a_site(cast)
    assert troubles.found(cast, site=site).proposed == cast.unit_b
    siting.set_departments(cast.lin, site, matters=[("市政设施", cast.unit_a)])
    held = troubles.found(cast, site=site)
    assert (held.proposed, held.status) == (cast.unit_a, Status.FOUND)
    assert "市政设施" in held.proposed_why


def test_where_the_office_allows_it_a_problem_goes_straight_to_its_unit(cast: Cast) -> None:
    rules.set_terms(cast.lin, version=1, dispatches=True)
    held = services.open_problem(
        None, source="resident", reference="r:1", kind="litter", words="垃圾", site=troubles.a_site(cast)
    )
    assert (held.status, held.unit, held.assigned_by) == (Status.ASSIGNED, cast.unit_b, cast.lin)
    assert Ask.objects.get(unit=cast.unit_b).link == f"/unit/problems/{held.pk}/"


def test_many_are_given_at_once_and_each_unit_hears_of_it_once(cast: Cast) -> None:
    site = troubles.a_site(cast)
    rows = [troubles.found(cast, site=site).pk for _ in range(4)]
    assert services.assign_many(cast.lin, problems=rows) == 4
    assert services.assign_many(cast.lin, problems=rows) == 0
    assert Notice.objects.filter(user=cast.zhao, kind="problem.assigned").count() == 1
    assert Ask.objects.filter(unit=cast.unit_b, kind="rectify").count() == 4
    assert services.sign_many(cast.zhao, problems=rows) == 4


def test_what_happened_to_a_problem_is_never_rewritten(cast: Cast) -> None:
    troubles.found(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Event.objects.update(words="没有这回事")


def test_a_problem_in_a_units_hands_has_a_clock_in_the_database_itself(cast: Cast) -> None:
    held = troubles.found(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Problem.objects.filter(pk=held.pk).update(status=Status.SIGNED, unit=cast.unit_b)
    assert Status.SIGNED in LIVE
    assert User.objects.exists()
    assert connection.vendor == "postgresql"
