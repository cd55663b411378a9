"""Rectification in the journal: of what was due in a month, how much was put right in time; counted again it is corrected, never doubled."""

from datetime import timedelta

from django.utils import timezone

from duibiao.facts.models import Fact
from duibiao.files import store
from duibiao.lib.spans import today
from duibiao.problems import counting, services
from duibiao.problems.models import Problem
from duibiao.problems.photos import Shot
from duibiao.standards.models import Measure
from tests import troubles, visiting
from tests.cast import Cast


def test_a_month_is_one_fact_a_unit_and_is_superseded_when_it_has_changed(cast: Cast) -> None:
    visiting.campaign(cast)
    lamps = Measure.objects.get(pk="lamps")
    rows = [troubles.signed(cast) for _ in range(3)]
    photo = Shot(store.put([b"after"], name="a.jpg", kind="image/jpeg"))
    services.rectify(cast.zhao, rows[0], words="好了", disposal="repaired", photos=[photo])
    due = timezone.now() + timedelta(hours=1)
    Problem.objects.filter(pk__in=[one.pk for one in rows]).update(due_at=due)
    month = timezone.localdate(due)
    made = counting.post_month(cast.lin, measure=lamps, month=month)
    assert [(one.unit_id, one.value, one.out_of) for one in made] == [(cast.unit_b.code, 1.0, 3.0)]
    assert counting.post_month(cast.lin, measure=lamps, month=month) == []
    services.rectify(cast.zhao, rows[1], words="好了", disposal="repaired", photos=[photo])
    Problem.objects.filter(pk=rows[1].pk).update(due_at=due)
    [newer] = counting.post_month(cast.lin, measure=lamps, month=month)
    assert (newer.value, newer.supersedes_id) == (2.0, made[0].sequence)
    assert Fact.objects.filter(superseded_by=None).count() == 1
    assert today() <= month
