"""Reading reports and feedback for pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.participation.choices import ReportState
from duibiao.participation.models import Contact, Report, ReportPhoto
from duibiao.places.site_queries import open_sites
from duibiao.problems.choices import LIVE
from duibiao.problems.models import Problem
from duibiao_engine.routes import distance_m

#: Sites and other reports within so many metres are shown beside a report.
NEAR_M = 150
#: Degrees of latitude and longitude that certainly hold `NEAR_M` between the equator and 60°.
_DEGREES = 0.0015, 0.003


def reports() -> QuerySet[Report]:
    """All, with whether a contact is still kept and how many photos came."""
    kept = Exists(Contact.objects.filter(report=OuterRef("pk")))
    return Report.objects.select_related("problem", "looked_by__person", "supervised__supervisor").annotate(
        has_contact=kept, photo_count=Count("photos")
    )


def report(pk: int) -> Report:
    return get_object_or_404(reports(), pk=pk)


def followed(code: str) -> Report | None:
    """By the code that its sender was given, however it is typed."""
    letters = "".join(letter for letter in code.upper() if letter.isalnum())
    return Report.objects.select_related("problem").filter(code=f"{letters[:4]}-{letters[4:]}").first()


def photo(pk: int) -> ReportPhoto:
    return get_object_or_404(ReportPhoto.objects.select_related("blob", "report"), pk=pk)


def waiting_count() -> int:
    return Report.objects.filter(state=ReportState.WAITING).count()


def next_waiting() -> Report | None:
    return Report.objects.filter(state=ReportState.WAITING).order_by("at", "pk").first()


@dataclass(frozen=True)
class Near:
    """Something near a report, and how far."""

    thing: Any
    metres: int


def _about(report: Report) -> Q:
    up, along = _DEGREES
    latitude, longitude = report.latitude or 0.0, report.longitude or 0.0
    return Q(latitude__range=(latitude - up, latitude + up), longitude__range=(longitude - along, longitude + along))


def near_sites(report: Report, most: int = 5) -> list[Near]:
    """The sites about the place, the nearest first: where the problem will belong."""
    if not report.is_placed:
        return []
    return _nearest(report, list(open_sites().filter(_about(report)).select_related("unit", "type")[:200]))[:most]


def near_reports(report: Report, most: int = 5) -> list[Near]:
    """Other reports of the same kind about the place: perhaps the same matter."""
    if not report.is_placed:
        return []
    others = Report.objects.exclude(pk=report.pk).filter(_about(report), kind=report.kind).select_related("problem")
    return _nearest(report, list(others.order_by("-at")[:50]))[:most]


def near_problems(report: Report, most: int = 5) -> list[Near]:
    """Problems about the place that are not over: perhaps it is known already."""
    if not report.is_placed:
        return []
    found = Problem.objects.filter(_about(report), status__in=LIVE)
    return _nearest(report, list(found.order_by("-pk")[:50]))[:most]


def _nearest(report: Report, found: list[Any]) -> list[Near]:
    here = (report.latitude or 0.0, report.longitude or 0.0)
    measured = [Near(one, round(distance_m(here, (one.latitude or 0.0, one.longitude or 0.0)))) for one in found]
    return sorted((one for one in measured if one.metres <= NEAR_M), key=lambda one: one.metres)


@dataclass(frozen=True)
class Tally:
    """How residents' reports stand, in numbers that may be public."""

    all: int
    waiting: int
    taken: int
    refused: int


def tally() -> Tally:
    """One statement."""
    taken = Q(state__in=[ReportState.ACCEPTED, ReportState.MERGED])
    counted = Report.objects.aggregate(
        all=Count("pk"), waiting=Count("pk", filter=Q(state=ReportState.WAITING)),
        taken=Count("pk", filter=taken), refused=Count("pk", filter=Q(state=ReportState.REFUSED)),
    )  # fmt: skip
    return Tally(counted["all"], counted["waiting"], counted["taken"], counted["refused"])
