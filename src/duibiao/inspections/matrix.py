"""The matrix's column of sites: at how many an indicator was looked at, and at how many something was wrong."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.duties.coverage import Column, Noted
from duibiao.inspections.choices import Outcome
from duibiao.inspections.models import Observation
from duibiao.inspections.permissions import open_to_all
from duibiao.inspections.queries import counting, faulty


def rows(campaign: OuterRef, edition: OuterRef) -> QuerySet[Any, Any]:
    """Each clause that was looked at in the campaign's rounds: sites, and those of them with a fault that stands."""
    seen = Observation.objects.filter(
        counting("visit"), open_to_all("visit__round"), visit__round__campaign=campaign,
        item__checklist_version__checklist__edition=edition,
    )  # fmt: skip
    seen = seen.exclude(outcome=Outcome.NOT_APPLICABLE).order_by()
    sites = Count("visit__site", distinct=True)
    wrong = Count("visit__site", distinct=True, filter=faulty())
    return (
        seen.values(clause=F("item__clause"))
        .annotate(said=JSONObject(code="clause", sites=sites, wrong=wrong))
        .values("said")
    )


def says(row: Mapping[str, Any]) -> Noted:
    """A fault anywhere is worth a look; many are bad."""
    sites, wrong = int(row["sites"]), int(row["wrong"])
    light = "good" if not wrong else "bad" if 2 * wrong >= sites else "soon"
    words = _("%(wrong)d/%(sites)d 处有问题") % {"wrong": wrong, "sites": sites} if wrong else _("%d 处都好") % sites
    return Noted(light, words)


SITES = Column("sites", gettext_lazy("点位"), rows, says)
