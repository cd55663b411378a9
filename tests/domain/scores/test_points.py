"""The trend that is worked out again from the journal says what the scores of the day said: penalties, vetoes and ranks too."""

from datetime import timedelta

import pytest

from duibiao.lib.spans import today
from duibiao.scores import points
from duibiao.scores.looking_back import score_on
from duibiao.scores.models import Point, Total
from duibiao.scores.working_out import work_out
from tests import makers, scoring
from tests.cast import Cast


@pytest.mark.parametrize("event", ["criticised", "forged", "complaints"])
def test_a_day_worked_out_again_is_the_day_as_it_was(cast: Cast, event: str) -> None:
    others = [makers.unit(cast.lin, parent=cast.county) for _ in range(2)]
    campaign = scoring.lived(cast, *others)
    scoring.fact(cast.lin, "meetings", others[0], value=1)
    scoring.fact(cast.lin, event, cast.unit_a, value=2)
    work_out(campaign)
    points.rebuild(campaign, [today(), today() - timedelta(days=300)])
    fields = ("unit", "total", "rate", "rank")
    kept = set(Point.objects.filter(campaign=campaign, day=today()).values_list(*fields))
    now = set(Total.objects.filter(campaign=campaign, has_data=True).values_list(*fields))
    assert kept == now
    then = score_on(campaign, today())
    assert {(unit, rank) for unit, _total, _rate, rank in kept} == {
        (one.unit, one.rank) for one in then.units.values() if one.has_data
    }
    assert not Point.objects.filter(campaign=campaign, day__lt=today()).exists()
