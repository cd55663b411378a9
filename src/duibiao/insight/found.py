"""Problems as insight shows them: on the map, and before and after on the wall."""

from typing import Any

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.problems.choices import OWED, Class, statuses_of
from duibiao.problems.choices import When as Taken
from duibiao.problems.models import Photo, Problem
from duibiao.problems.permissions import visible_problems
from duibiao.problems.queries import problems

#: How a problem stands, as the map colours it, worst first.
LATE, OPEN, WAITING, FIXED, NOT_FIXABLE = range(5)
STATES = ("bad", "soon", "info", "good", "none")


def on_the_map(by: User) -> QuerySet[Any]:
    """The problems with a place of their own or of their site: `east`, `north`, and `stands` (a number of STATES)."""
    seen = Problem.objects.filter(visible_problems(by)).exclude(status__in=statuses_of(Class.ELSEWHERE))
    placed = seen.annotate(east=Coalesce("longitude", "site__longitude"), north=Coalesce("latitude", "site__latitude"))
    return placed.filter(east__isnull=False, north__isnull=False).annotate(stands=stands())


def stands() -> Case:
    """Late is what is owed and past its time, whatever a nightly job has said of it yet."""
    cases = [When(status__in=OWED, due_at__lt=timezone.now(), then=Value(LATE))]
    for state, kind in ((OPEN, Class.OPEN), (WAITING, Class.WAITING), (FIXED, Class.FIXED)):
        cases.append(When(status__in=statuses_of(kind), then=Value(state)))
    return Case(*cases, default=Value(NOT_FIXABLE), output_field=IntegerField())


def shown_pairs(by: User) -> QuerySet[Problem]:
    """Problems that were put right and have a photo of before and one of after."""
    pictures = Photo.objects.filter(problem=OuterRef("pk"))
    both = Exists(pictures.filter(when=Taken.BEFORE)) & Exists(pictures.filter(when=Taken.AFTER))
    held = Prefetch("photos", Photo.objects.order_by("round", "pk"))
    return problems(by).filter(both, rectified_at__isnull=False).prefetch_related(held)


def pair_of(problem: Problem) -> tuple[Photo, Photo]:
    """The first look at it in its newest round that has one, and the last look after it was put right."""
    held = list(problem.photos.all())
    before = [one for one in held if one.when == Taken.BEFORE]
    newest = max(one.round for one in before)
    after = [one for one in held if one.when == Taken.AFTER]
    return next(one for one in before if one.round == newest), after[-1]


def photo(by: User, pk: int) -> Photo:
    """A photo of a problem that `by` sees; another's is refused as one that never was."""
    seen = Problem.objects.filter(visible_problems(by)).values("pk")
    held = Photo.objects.select_related("blob").filter(pk=pk, problem__in=seen).first()
    require(held is not None)
    assert held is not None
    return held
