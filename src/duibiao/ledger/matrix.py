"""The matrix's column of materials: how many pieces an indicator's lists have, and how many were accepted."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.duties.coverage import Column, Noted
from duibiao.ledger.choices import STANDING, UseState
from duibiao.ledger.models import Requirement

_THERE = Q(uses__state__in=STANDING)


def rows(campaign: OuterRef, edition: OuterRef) -> QuerySet[Any, Any]:
    """Each indicator with a list of materials: pieces that are there, and those of them that were accepted."""
    lists = (
        Requirement.objects.filter(campaign=campaign, edition=edition, dropped_at=None).order_by().values("indicator")
    )
    there = Count("uses", filter=_THERE)
    accepted = Count("uses", filter=Q(uses__state=UseState.ACCEPTED))
    return lists.annotate(said=JSONObject(code="indicator", there=there, accepted=accepted)).values("said")


def says(row: Mapping[str, Any]) -> Noted:
    """Nothing yet: bad. Something that nobody has accepted: soon."""
    there, accepted = int(row["there"]), int(row["accepted"])
    light = "bad" if not there else "good" if accepted == there else "soon"
    words = _("%(accepted)d/%(there)d 份通过") % {"accepted": accepted, "there": there} if there else _("还没有")
    return Noted(light, words)


MATERIALS = Column("materials", gettext_lazy("材料"), rows, says)
