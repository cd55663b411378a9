"""Reading the register of supervisors, their errands, and what became of what they sent.

Nothing here counts by person: what units answered in time is counted, what a supervisor did is not.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from duibiao.lib.spans import current, today
from duibiao.organisation.models import Unit, User
from duibiao.participation import opening
from duibiao.participation.choices import WITH_OFFICE, SuggestionState, SupervisorKind
from duibiao.participation.models import (
    Errand,
    Report,
    Suggestion,
    SuggestionAnswer,
    Supervisor,
    SupervisorContact,
    SupervisorKey,
    SupervisorLabel,
)
from duibiao.participation.opening import Progress
from duibiao.participation.permissions import visible_suggestions

#: The latest of one's own that a supervisor's page shows.
MOST = 50


def labels() -> dict[str, str]:
    """What each kind is called: the office's word, else the program's."""
    own = dict(SupervisorLabel.objects.values_list("kind", "label"))
    return {str(kind): own.get(kind) or str(kind.label) for kind in SupervisorKind}


def supervisors() -> QuerySet[Supervisor]:
    """All, each with whether a contact is kept and until when its link works."""
    kept = Exists(SupervisorContact.objects.filter(supervisor=OuterRef("pk")))
    usable = SupervisorKey.objects.filter(supervisor=OuterRef("pk"), revoked_at=None, until__gte=today())
    found = Supervisor.objects.select_related("area")
    return found.annotate(has_contact=kept, link_until=Subquery(usable.values("until")[:1]))


def supervisor(pk: int) -> Supervisor:
    return get_object_or_404(supervisors(), pk=pk)


def in_office() -> QuerySet[Supervisor]:
    return Supervisor.objects.filter(current(), erased_at=None)


def key_of(supervisor: Supervisor) -> SupervisorKey | None:
    return supervisor.keys.filter(revoked_at=None, until__gte=today()).first()


def keys_of(found: Iterable[Supervisor]) -> dict[int, SupervisorKey]:
    usable = SupervisorKey.objects.filter(supervisor__in=list(found), revoked_at=None, until__gte=today())
    return {one.supervisor_id: one for one in usable}


def errands() -> QuerySet[Errand]:
    """What was asked, each with how many were asked and how many reports came of it."""
    found = Errand.objects.select_related("campaign", "by__person")
    return found.annotate(
        n_asked=Count("supervisors", distinct=True), n_sites=Count("sites", distinct=True),
        n_reports=Count("reports", distinct=True),
    )  # fmt: skip


def errand(pk: int) -> Errand:
    return get_object_or_404(errands(), pk=pk)


def errands_of(supervisor: Supervisor) -> QuerySet[Errand]:
    """What is asked of somebody now: not ended, and its day not long over."""
    return supervisor.errands.filter(ended_at=None, due_on__gte=today()).prefetch_related("sites").order_by("due_on")


def reports_of_errand(errand: Errand) -> QuerySet[Report]:
    return Report.objects.filter(supervised__errand=errand).select_related("problem").order_by("-at")


def reports_of(supervisor: Supervisor) -> list[tuple[Report, Progress | None]]:
    """The latest, each with what became of it: two statements, whatever their number."""
    found = Report.objects.filter(supervised__supervisor=supervisor).select_related("problem__merged_into")
    return opening.progress_of(list(found.order_by("-at", "-pk")[:MOST]))


# ── suggestions ───────────────────────────────────────────────────────────────────────────────────


def suggestions(by: User) -> QuerySet[Suggestion]:
    """Those that `by` sees."""
    found = Suggestion.objects.filter(visible_suggestions(by))
    return found.select_related("supervisor", "unit", "wished").prefetch_related("answers__unit")


def suggestion(by: User, pk: int) -> Suggestion:
    return get_object_or_404(suggestions(by).select_related("given_by__person"), pk=pk)


def suggestions_of(supervisor: Supervisor) -> QuerySet[Suggestion]:
    found = supervisor.suggestions.select_related("unit").prefetch_related("answers__unit")
    return found.order_by("-at", "-pk")[:MOST]


def late(on: date | None = None) -> Q:
    return Q(state=SuggestionState.GIVEN, due_on__lt=on or today())


@dataclass(frozen=True)
class Tally:
    """How many suggestions wait for the office, wait for a unit, are late, wait for their sender's word, are over."""

    all: int
    office: int
    given: int
    late: int
    answered: int
    closed: int


def tally(found: QuerySet[Suggestion]) -> Tally:
    """One statement."""
    counted = found.order_by().aggregate(
        all=Count("pk"), office=Count("pk", filter=Q(state__in=WITH_OFFICE)),
        given=Count("pk", filter=Q(state=SuggestionState.GIVEN)), late=Count("pk", filter=late()),
        answered=Count("pk", filter=Q(state=SuggestionState.ANSWERED)),
        closed=Count("pk", filter=Q(state=SuggestionState.CLOSED)),
    )  # fmt: skip
    return Tally(**counted)


@dataclass(frozen=True)
class UnitLine:
    """A unit and how it answers; never a person."""

    unit: Unit
    in_time: int
    after_time: int
    waiting: int
    late: int
    pleased: int
    displeased: int

    @property
    def all(self) -> int:
        return self.in_time + self.after_time + self.waiting + self.late


def by_unit() -> list[UnitLine]:
    """The units that were ever given a suggestion, who is late first: three statements."""
    first = Q(round=1, suggestion__satisfied__isnull=False)
    answered = SuggestionAnswer.objects.filter(unit__isnull=False).order_by().values("unit").annotate(
        in_time_=Count("pk", filter=Q(in_time=True)), after_time=Count("pk", filter=Q(in_time=False)),
        pleased=Count("pk", filter=first & Q(suggestion__satisfied=True)),
        displeased=Count("pk", filter=first & Q(suggestion__satisfied=False)),
    )  # fmt: skip
    open_ones = Suggestion.objects.filter(state=SuggestionState.GIVEN).order_by().values(has=F("unit")).annotate(
        late=Count("pk", filter=late()), waiting=Count("pk", filter=~late())
    )  # fmt: skip
    done, owed = {row["unit"]: row for row in answered}, {row["has"]: row for row in open_ones}
    units = Unit.objects.in_bulk({*done, *owed})
    lines = [_line(units[pk], done.get(pk, {}), owed.get(pk, {})) for pk in units]
    return sorted(lines, key=lambda one: (-one.late, -one.waiting, one.unit.order, one.unit.pk))


def _line(unit: Unit, done: Mapping[str, Any], owed: Mapping[str, Any]) -> UnitLine:
    held = {**dict.fromkeys(("in_time_", "after_time", "pleased", "displeased", "waiting", "late"), 0), **done, **owed}
    return UnitLine(
        unit, held["in_time_"], held["after_time"], held["waiting"], held["late"], held["pleased"], held["displeased"]
    )
