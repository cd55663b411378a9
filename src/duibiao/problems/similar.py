"""One problem, and where the same may be (举一反三): similar sites are proposed, their units look for themselves.

A place that checks itself and finds the same opens its own problem, which counts as found by the unit itself.
"""

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.asks.choices import AskKind
from duibiao.asks.services import ask, min_workdays, settle
from duibiao.files.models import Blob
from duibiao.lib.spans import current, today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.places.models import Site
from duibiao.problems.choices import CheckOutcome, EventKind, Source
from duibiao.problems.models import Problem, SimilarCheck
from duibiao.problems.opening import open_problem
from duibiao.problems.permissions import may_answer_for, may_manage
from duibiao.problems.refusals import NotNow, Refused
from duibiao.problems.rules import CHINESE
from duibiao.problems.writing import locked, move
from duibiao.workdays.queries import calendar

#: More would be a flood; the office asks again for the rest.
MOST = 200


def proposed(problem: Problem) -> QuerySet[Site]:
    """Sites of the same type, where nobody was asked and no such problem is open: the same unit's first."""
    if problem.site is None:
        return Site.objects.none()
    asked = SimilarCheck.objects.filter(problem=problem, site=OuterRef("pk"))
    here = Site.objects.filter(current(), type=problem.site.type_id).exclude(pk=problem.site.pk)
    own = here.filter(~Exists(asked)).select_related("unit", "type")
    nearer = Case(When(Q(unit=problem.site.unit), then=Value(0)), default=Value(1))
    return own.order_by(nearer, "code")[:MOST]


@transaction.atomic
def ask_checks(by: User, problem: Problem, *, sites: Iterable[int], due_on: date | None = None) -> int:
    """Ask the units of these sites to look for the same: one ask for each unit, however many sites. How many sites are new."""
    require(may_manage(by))
    held = locked(problem)
    day = due_on or calendar().after(today(), max(5, min_workdays())).day
    chosen = list(Site.objects.filter(pk__in=list(sites)).select_related("unit").order_by("pk"))
    there = set(held.similar.values_list("site_id", flat=True))
    fresh = [site for site in chosen if site.pk not in there][:MOST]
    if not fresh:
        raise Refused(_("请先选要自查的点位。"))
    SimilarCheck.objects.bulk_create(
        [SimilarCheck(problem=held, site=site, unit=site.unit, due_on=day) for site in fresh], ignore_conflicts=True
    )
    move(by, held, EventKind.SIMILAR, words=_("%d 个点位") % len(fresh))
    for unit in dict.fromkeys(site.unit for site in fresh):
        _ask(by, held, unit, day)
    return len(fresh)


@override(CHINESE)
def _ask(by: User, held: Problem, unit: Unit, day: date) -> None:
    hurried = calendar().between(today(), day) < min_workdays()
    ask(
        by, unit=unit, kind=AskKind.RECTIFY, title=_("同类点位自查：%s") % held.kind.name,
        grounds=_("问题 %s 举一反三") % held.number, due_on=day, reference=f"similar:{held.pk}", link="/unit/problems/checks/",
        urgent_reason=_("举一反三") if hurried else "",
    )  # fmt: skip


@transaction.atomic
def answer_check(
    by: User, check: SimilarCheck, *, clean: bool, words: str = "", photos: Iterable[Blob] = ()
) -> SimilarCheck:
    """The unit looked: nothing, or the same, which is opened as found by itself."""
    row = (
        SimilarCheck.objects.select_for_update(of=("self",))
        .select_related("site", "unit", "problem__kind")
        .get(pk=check.pk)
    )
    require(may_answer_for(by, row.unit))
    if row.outcome != CheckOutcome.WAITING:
        raise NotNow(_("这个点位的自查已经报过了，请刷新页面。"))
    if clean:
        row.outcome = CheckOutcome.CLEAN
    else:
        row.outcome = CheckOutcome.FOUND
        row.found = open_problem(
            by, source=Source.SELF_CHECK, reference=f"similar:{row.pk}", kind=row.problem.kind.code,
            words=words or row.problem.words, site=row.site, campaign=row.problem.campaign,
            indicator=row.problem.indicator, photos=list(photos),
        )  # fmt: skip
    row.words, row.by, row.at = words[:300], by, timezone.now()
    row.save(update_fields=["outcome", "found", "words", "by", "at"])
    if not row.problem.similar.filter(unit=row.unit, outcome=CheckOutcome.WAITING).exists():
        settle(by, reference=f"similar:{row.problem_id}", unit=row.unit)
    return row
