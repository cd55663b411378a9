"""The six parts of a duty (六定): what is missing, and what is proposed where nothing was said yet.

A proposal is a draft's text and nothing more: it is read and changed before the duty is given out.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from duibiao.campaigns.models import Adoption, Campaign, Milestone
from duibiao.duties.choices import Part
from duibiao.duties.models import Duty, Template
from duibiao.duties.outside import calendar
from duibiao.lib.spans import current, today
from duibiao.organisation.choices import PostKind
from duibiao.organisation.models import Post, Unit
from duibiao.standards.queries import standard_of
from duibiao_engine.standard.model import Standard
from duibiao_engine.workdays import WorkCalendar

#: Who is proposed as the person of a duty, the first that the unit has.
ANSWERS = (PostKind.DEPUTY, PostKind.HEAD, PostKind.LIAISON)


def template() -> Template:
    """The county's rule for duties; its own beginning where nobody has changed it."""
    return Template.objects.filter(pk=1).first() or Template(pk=1)


def words_of(part: str) -> str:
    """What a part is called where one says that it is missing."""
    said = {
        Part.GOAL: _("目标"),
        Part.PERSON: _("责任人"),
        Part.DUE_ON: _("完成时限"),
        Part.STEPS: _("进度节点"),
        Part.STANDARD: _("标准"),
        Part.CONSEQUENCE: _("奖惩"),
    }
    return said[Part(part)]


def missing(duty: Duty, steps: int, asked: Iterable[str]) -> list[str]:
    """The parts that must be there and are not, in words. `steps` is how many steps the duty has."""
    there = {
        Part.GOAL: duty.goal.strip(),
        Part.PERSON: duty.person_id,
        Part.DUE_ON: duty.due_on,
        Part.STEPS: steps,
        Part.STANDARD: duty.standard.strip(),
        Part.CONSEQUENCE: duty.consequence.strip(),
    }
    # without a day nothing can be given out, whatever the county calls complete
    return [words_of(part) for part in Part if (part in asked or part == Part.DUE_ON) and not there[part]]


def people_for(units: Iterable[Unit]) -> dict[int, int]:
    """By unit, the person who is proposed: one statement."""
    held = list(units)
    found = (
        Post.objects.filter(current(), unit__in=held, kind__in=ANSWERS)
        .order_by("id")
        .values_list("unit", "kind", "person")
    )
    best: dict[int, tuple[int, int]] = {}
    for unit, kind, person in found:
        rank = ANSWERS.index(PostKind(kind))
        if unit not in best or rank < best[unit][0]:
            best[unit] = (rank, person)
    return {unit: person for unit, (_rank, person) in best.items()}


@dataclass
class Proposing:
    """What proposals rest on, read once for many duties: the standard, what was decided, the days, the county's template."""

    campaign: Campaign
    adoptions: Mapping[str, Adoption] = field(default_factory=dict)
    milestones: list[Milestone] = field(default_factory=list)
    template: Template = field(default_factory=Template)
    calendar: WorkCalendar = field(default_factory=calendar)

    @classmethod
    def of(cls, campaign: Campaign) -> "Proposing":
        adopted = Adoption.objects.filter(campaign=campaign, edition=campaign.edition_id)
        return cls(campaign, {one.indicator: one for one in adopted}, list(campaign.milestones.all()), template())

    @property
    def standard(self) -> Standard:
        return standard_of(self.campaign.edition)

    def parts(self, indicator: str) -> dict[str, Any]:
        """Title, goal, standard, day and consequence for an indicator."""
        node, adopted = self.standard.by_code.get(indicator), self.adoptions.get(indicator)
        name = node.indicator.name if node else ""
        text = (node.indicator.text or "") if node else ""
        points = node.indicator.points if node else None
        duty = adopted.duty.strip() if adopted else ""
        return {
            "title": (duty.splitlines()[0] if duty else name)[:300],
            "goal": _goal(name, points) if node else "",
            "standard": text,
            "due_on": self.due_on(adopted),
            "consequence": self.template.consequence,
        }

    def due_on(self, adopted: Adoption | None) -> date:
        """What was decided, else the campaign's last day to work towards; never a day on which nobody works."""
        days = [one.day for one in self.milestones if today() <= one.day <= self.campaign.until]
        wished = adopted.due_on if adopted and adopted.due_on else max(days, default=self.campaign.until)
        return self.calendar.on_or_before(wished).day

    def steps(self, starts_on: date, due_on: date) -> list[tuple[date, str, int]]:
        """The campaign's days on the way, evenly spread, and the end."""
        on_the_way = [one for one in self.milestones if starts_on < one.day < due_on]
        share = 100 // (len(on_the_way) + 1)
        steps = [
            (self.calendar.on_or_before(one.day).day, _("%s前取得阶段成效") % one.name, share * place)
            for place, one in enumerate(on_the_way, start=1)
        ]
        return [*(step for step in steps if step[0] >= starts_on), (due_on, _("全部完成"), 100)]


def _goal(name: str, points: float | None) -> str:
    if points is None:
        return _("“%s”达标。") % name
    return _("“%(name)s”得满分 %(points)s 分。") % {"name": name, "points": f"{points:g}"}
