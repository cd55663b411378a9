"""The one door from here to problems: what is opened there, with which words, and what a resident may hear about it.

Nothing else in this app calls the app of problems, so that what changes there is followed in one file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duibiao.files.models import Blob
from duibiao.organisation.models import Unit, User
from duibiao.participation.models import FeedbackItem, Report
from duibiao.places.models import Site
from duibiao.problems import queries as problems
from duibiao.problems.choices import CLASS_OF, Class, Source, Status
from duibiao.problems.models import Kind, Problem
from duibiao.problems.rules import labels, lay_out
from duibiao.problems.services import assign, open_problem

#: Until when a day lasts on which something is due.
END_OF_DAY = time(18)


def from_report(
    by: User, report: Report, *, words: str, kind: str, site: Site | None, unit: Unit | None, indicator: str = "",
    campaign: Any = None, severity: str = "", photos: Sequence[Blob] = (),
) -> Problem:  # fmt: skip
    """The problem that an accepted report becomes. The same report gives the same problem."""
    return open_problem(
        by, source=Source.RESIDENT, reference=f"report:{report.pk}", kind=kind, words=words, site=site, unit=unit,
        place_words=report.place_words, longitude=report.longitude, latitude=report.latitude, indicator=indicator,
        campaign=campaign, photos=photos, found_at=report.at, severity=severity,
    )  # fmt: skip


def from_item(by: User, item: FeedbackItem, *, kind: str, unit: Unit, due_on: date) -> Problem:
    """The problem that an item of feedback becomes, given to its unit at once until the day that the paper asks for."""
    made = open_problem(
        by, source=Source.FEEDBACK, reference=f"feedback:{item.feedback_id}:{item.number}", kind=kind, words=item.words,
        unit=unit, indicator=item.indicator, campaign=item.feedback.campaign,
    )  # fmt: skip
    due_at = timezone.make_aware(datetime.combine(due_on, END_OF_DAY))
    if made.status in (Status.FOUND, Status.ASSIGNED):
        return assign(by, made, unit=unit, words=_("上级反馈：%s") % item.feedback.title, due_at=due_at)
    return made


def kinds() -> QuerySet[Kind]:
    """The kinds that the office uses; the first time those that come with the program are laid out."""
    if not Kind.objects.exists():
        lay_out()
    return Kind.objects.filter(is_active=True)


@dataclass(frozen=True)
class Progress:
    """How a report's problem stands: what it means (found, open, waiting, fixed …), and in words for a resident."""

    state: str
    words: str


_SAID = {
    Class.OPEN: gettext_lazy("已经交给责任单位，正在办理。"),
    Class.WAITING: gettext_lazy("责任单位已有动作，正在核实。"),
    Class.FIXED: gettext_lazy("已经整改，并由另外的人现场复核过；还会再看有没有反弹。"),
    Class.NOT_FIXABLE: gettext_lazy("经核实，目前条件下解决不了；原因见答复。"),
    Class.ELSEWHERE: gettext_lazy("不单独办理；原因见答复。"),
}


def progress(report: Report) -> Progress | None:
    """For a report that became a problem or joined one."""
    if report.problem is None:
        return None
    state, word = problems.public_state(report.problem.number)
    return _said(report.problem, state, word)


def _said(problem: Problem, state: str, word: str) -> Progress:
    if problem.status == Status.FOUND:
        return Progress("found", _("已经立为问题，马上交给责任单位。"))
    said = str(_SAID.get(Class(state), "")) if state else ""
    return Progress(state, _("%(said)s（%(word)s）") % {"said": said, "word": word})


def progress_of(reports: Sequence[Report]) -> list[tuple[Report, Progress | None]]:
    """The same for many that were read with `problem__merged_into`: one statement."""
    words = labels()

    def said(problem: Problem | None) -> Progress | None:
        if problem is None:
            return None
        into = problem.merged_into
        told = into if CLASS_OF[problem.status] == Class.ELSEWHERE and into is not None else problem
        return _said(problem, str(CLASS_OF[told.status]), words[told.status])

    return [(one, said(one.problem)) for one in reports]
