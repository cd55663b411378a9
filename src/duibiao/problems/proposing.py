"""Whose a problem is: the proposal that the office confirms with one click.

Its one trick: the surest ground goes first, and says itself: a joint ruling for this place, the department that answers for the
matter at the site, a ruling in like words, at last the unit whose ground it is.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.db.models import Q
from django.utils.translation import gettext as _

from duibiao.duties.competence import Proposal, competence_for
from duibiao.duties.models import CompetenceRule
from duibiao.organisation.models import Unit
from duibiao.places.models import Area, Site
from duibiao.places.site_queries import liable
from duibiao.problems.models import Kind, Problem, Ruling


class About(Protocol):
    """What a proposal looks at."""

    @property
    def kind(self) -> Kind: ...
    @property
    def site(self) -> Site | None: ...
    @property
    def area(self) -> Area | None: ...
    @property
    def unit(self) -> Unit | None: ...
    @property
    def words(self) -> str: ...
    @property
    def matter(self) -> str: ...


def best(about: About) -> tuple[Unit | None, str]:
    """The unit and why; none where nothing is known."""
    if about.unit is not None:
        return about.unit, str(_("登记时指明"))
    ruling = _ruled(about)
    if ruling is not None:
        return ruling.unit, str(_("裁定过：%s")) % ruling.grounds[:120]
    site = about.site
    if site is not None:
        held = liable([site]).departments(site, about.matter) if about.matter else []
        if held:
            return held[0], str(_("点位“%s”事项的责任部门")) % about.matter
    alike = competence_for(f"{about.kind.name} {about.words}"[:300])
    if alike and alike[0].likeness >= 0.6:
        return alike[0].unit, alike[0].why
    if site is not None:
        return site.unit, str(_("点位所在地的属地单位"))
    return (about.area.unit, str(_("区域路段的责任单位"))) if about.area is not None else (None, "")


def _ruled(about: About) -> Ruling | None:
    """The latest ruling for the kind that still holds: at this very site, else one that was about no place."""
    held = Ruling.objects.filter(kind=about.kind, rule__ended_at=None).select_related("unit")
    where = Q(site=about.site) if about.site is not None else Q(pk__in=[])
    here = held.filter(where).first()
    return here or held.filter(site=None).first()


@dataclass(frozen=True)
class Ground:
    """A rule that a unit may return a problem on."""

    rule: CompetenceRule
    why: str


def grounds_for(problem: Problem) -> list[Ground]:
    """The rules of competence that speak of such a matter, the likest first."""
    found: list[Proposal] = competence_for(f"{problem.kind.name} {problem.words}"[:300])
    return [Ground(one.rule, one.why) for one in found]


def proposals(problems: Iterable[Problem]) -> Mapping[int, tuple[Unit, str]]:
    """By problem, what was proposed when it was opened."""
    return {one.pk: (one.proposed, one.proposed_why) for one in problems if one.proposed is not None}
