"""The only place that reads inspections for pages."""

from typing import Any

from django.db.models import Count, F, OuterRef, Prefetch, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404

from duibiao.inspections.choices import AssignmentState, Outcome
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
from duibiao.inspections.permissions import open_to_all, visible_rounds, visible_visits
from duibiao.organisation.models import User
from duibiao.places.models import Site


def standing(way: str = "") -> Q:
    """The SQL condition of a visit that no later one corrects; `way` leads to the visit from the row, as in `visits`."""
    return Q(**{f"{way}__corrected_by" if way else "corrected_by": None})


def counting(way: str = "") -> Q:
    """Of a visit that counts: it stands, and it is neither a self-check nor a second pair of eyes."""
    return standing(way) & Q(**{f"{way}__counts" if way else "counts": True})


def faulty(way: str = "") -> Q:
    """Of an observation that found something wrong which no appeal has overturned."""
    steps = f"{way}__" if way else ""
    return Q(**{f"{steps}outcome": Outcome.FAULT, f"{steps}overturned_at": None})


def rounds(by: User) -> QuerySet[Round]:
    """The rounds that `by` may see, with how many sites were drawn and how many of them visited."""
    seen = Round.objects.filter(pk__in=Round.objects.filter(visible_rounds(by)).values("pk"))
    drawn = Count("assignments", filter=~Q(assignments__state=AssignmentState.REPLACED), distinct=True)
    done = Count("assignments", filter=Q(assignments__state=AssignmentState.VISITED), distinct=True)
    return seen.select_related("campaign").defer("frame", "seed").annotate(drawn_count=drawn, visited_count=done)


def announced_draws(*, within: bool) -> QuerySet[Round]:
    """Draws that were committed to, also if they were voided after: of public campaigns for the public, of all for who is `within`.

    The inspected can note a fingerprint before the draw, whether the campaign is public or not. No secret round is among them.
    """
    found = Round.objects.filter(open_to_all()).exclude(commitment="")
    if not within:
        found = found.filter(campaign__is_public=True)
    return found.select_related("campaign").order_by("-committed_at", "-pk")


def round(by: User, pk: int) -> Round:
    """One that `by` may see, else 404: a secret round does not exist."""
    return get_object_or_404(rounds(by).defer(None), pk=pk)


def assignments(round: Round) -> QuerySet[Assignment]:
    """Who goes where in a round."""
    found = round.assignments.select_related("site__type", "site__unit", "inspector__person", "replaces__site")
    seen = standing("visits") & faulty("visits__observations")
    lost = Sum("visits__observations__points_lost", filter=seen)
    return found.annotate(lost=lost, fault_count=Count("visits__observations", filter=seen))


def visits(by: User) -> QuerySet[Visit]:
    """The visits that `by` may see, each with its faults and what they cost."""
    wrong = Observation.objects.filter(faulty(), visit=OuterRef("pk")).order_by().values("visit")
    faults = wrong.annotate(n=Count("pk")).values("n")
    lost = wrong.annotate(sum=Sum("points_lost")).values("sum")
    found = Visit.objects.filter(visible_visits(by), standing())
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


def with_last_visit(found: QuerySet[Site], by: User) -> QuerySet[Site]:
    """Each site with the moment of its last visit (`last_visit`), as far as `by` may know of it."""
    seen = Visit.objects.filter(visible_visits(by), standing(), site=OuterRef("pk"))
    return found.annotate(last_visit=seen.order_by("-at").values("at")[:1])


def losses_by_clause(round: Round) -> list[Any]:
    """What cost points in a round, clause by clause, the dearest first: one statement."""
    found = Observation.objects.filter(counting("visit"), faulty(), visit__round=round)
    rows = found.values(clause=F("item__clause"), text=F("item__text")).annotate(n=Count("pk"), lost=Sum("points_lost"))
    return list(rows.order_by("-lost", "clause"))
