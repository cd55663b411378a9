"""Duties beside the points that are missing for them: what a unit owes, and what it costs as long as it is not done.

Its one trick: a duty is a unit and an indicator, and so is a kept row of the score; one subquery puts them side by side, so that a
list of thousands of duties is sorted by its points where the rows are.
"""

from django.db.models import F, FloatField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Greatest

from duibiao.duties.models import Duty
from duibiao.scores.models import NodeRow
from duibiao.standards.models import Indicator


def with_missing(found: QuerySet[Duty]) -> QuerySet[Duty]:
    """Each with `missing`: the points that its unit has not got at its indicator. Bonuses, and what no score is kept of, miss nothing."""
    number = Indicator.objects.filter(
        edition=OuterRef(OuterRef("edition")), code=OuterRef(OuterRef("indicator")), bonus=False
    )
    rows = NodeRow.objects.filter(campaign=OuterRef("campaign"), unit=OuterRef("unit__code"), applies=True)
    rows = rows.filter(node=Subquery(number.values("number")[:1]))
    points = Subquery(rows.values_list(F("full") - F("worst"))[:1], output_field=FloatField())
    return found.annotate(missing=Greatest(Coalesce(points, Value(0.0)), Value(0.0)))
