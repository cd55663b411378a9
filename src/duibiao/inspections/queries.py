"""The only place that reads inspections for pages."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from duibiao.inspections.choices import AssignmentState
from duibiao.inspections.models import (
    Assignment,
    Attachment,
    Checklist,
    ChecklistVersion,
    Observation,
    Round,
    Submission,
    Visit,
)
from duibiao.inspections.permissions import visible_rounds, visible_visits
from duibiao.organisation.models import User
from duibiao.places.models import Site


def rounds(by: User) -> QuerySet[Round]:
    """The rounds that `by` may see, with how many sites were drawn and how many of them visited."""
    seen = Round.objects.filter(pk__in=Round.objects.filter(visible_rounds(by)).values("pk"))
    drawn = Count("assignments", filter=~Q(assignments__state=AssignmentState.REPLACED), distinct=True)
    done = Count("assignments", filter=Q(assignments__state=AssignmentState.VISITED), distinct=True)
    return seen.select_related("campaign").defer("frame", "seed").annotate(drawn_count=drawn, visited_count=done)


def round(by: User, pk: int) -> Round:
    """One that `by` may see, else 404: a secret round does not exist."""
    return get_object_or_404(rounds(by).defer(None), pk=pk)


def assignments(round: Round) -> QuerySet[Assignment]:
    """Who goes where in a round."""
    found = round.assignments.select_related("site__type", "site__unit", "inspector__person", "replaces__site")
    counted = Q(visits__corrected_by=None, visits__observations__overturned_at=None)
    lost = Sum("visits__observations__points_lost", filter=counted)
    return found.annotate(lost=lost, fault_count=Count("visits__observations", filter=_faults("visits__")))


def _faults(prefix: str = "") -> Q:
    standing = {f"{prefix}observations__outcome": "fault", f"{prefix}observations__overturned_at": None}
    return Q(**standing, **{f"{prefix}corrected_by": None})


def visits(by: User) -> QuerySet[Visit]:
    """The visits that `by` may see, each with its faults and what they cost."""
    standing = Observation.objects.filter(visit=OuterRef("pk"), overturned_at=None).order_by().values("visit")
    faults = standing.filter(outcome="fault").annotate(n=Count("pk")).values("n")
    lost = standing.annotate(sum=Sum("points_lost")).values("sum")
    found = Visit.objects.filter(visible_visits(by), corrected_by=None)
    # worked out for the rows of the page only: joined, the database would group everything first
    return found.select_related("site__type", "site__unit", "round", "inspector__person").annotate(
        fault_count=Coalesce(Subquery(faults), 0), lost=Coalesce(Subquery(lost), 0.0)
    )


def visit(by: User, pk: int) -> Visit:
    return get_object_or_404(visits(by), pk=pk)


def observations(visit: Visit) -> QuerySet[Observation]:
    """What was seen, item by item, with photos: two statements."""
    photos = Attachment.objects.select_related("blob")
    found = visit.observations.select_related("item__measure", "fact").order_by("item__number")
    return found.prefetch_related(Prefetch("photos", photos))


def photo(by: User, pk: int) -> Attachment:
    """A photo of a visit that `by` may see, else 404."""
    seen = Visit.objects.filter(visible_visits(by)).values("submission")
    found = Attachment.objects.select_related("blob", "submission").filter(
        Q(submission__in=seen) | Q(submission__collector__user=by)
    )
    return get_object_or_404(found, pk=pk)


def incomplete(round: Round) -> list[Submission]:
    """What came in without all of its files."""
    of_round = round.assignments.values_list("pk", flat=True)
    waiting = Submission.objects.filter(complete_at=None, deleted_at=None, checklist__edition=round.campaign.edition_id)
    found = waiting.select_related("collector__user__person", "checklist").prefetch_related("attachments")
    from duibiao.inspections.reading import read

    return [one for one in found if _number(read(bytes(one.xml)).assignment) in set(of_round)]


def _number(text: str) -> int:
    return int(text) if text.isdigit() else 0


def checklists() -> QuerySet[Checklist]:
    """Every checklist, with its versions, the number of items of the one in force, and of its type's sites."""
    versions = ChecklistVersion.objects.annotate(item_count=Count("items"))
    found = Checklist.objects.select_related("type", "edition").prefetch_related(Prefetch("versions", versions))
    return found.annotate(site_count=Count("type__sites", distinct=True))


@dataclass(frozen=True)
class Blind:
    """How many sites there are that nobody has ever visited, and of how many."""

    sites: int
    never: int


def blind_spots(found: QuerySet[Site]) -> QuerySet[Site]:
    """Each site with the day of its last visit (`last_visit`) and whether it was ever visited (`was_visited`)."""
    mine = Visit.objects.filter(site=OuterRef("pk"), corrected_by=None)
    return found.annotate(was_visited=Exists(mine), last_visit=mine.order_by("-at").values("at")[:1])


def never_visited(found: QuerySet[Site]) -> Blind:
    counted = blind_spots(found).aggregate(all=Count("pk"), never=Count("pk", filter=Q(was_visited=False)))
    return Blind(counted["all"], counted["never"])


def losses_by_clause(round: Round) -> list[Any]:
    """What cost points in a round, clause by clause, the dearest first: one statement."""
    found = Observation.objects.filter(
        visit__round=round, visit__counts=True, visit__corrected_by=None, outcome="fault", overturned_at=None
    )
    rows = found.values(clause=F("item__clause"), text=F("item__text")).annotate(n=Count("pk"), lost=Sum("points_lost"))
    return list(rows.order_by("-lost", "clause"))
