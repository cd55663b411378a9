"""The one door from here to problems: what is opened there, with which words, and what a resident may hear about it.

Nothing else in this app calls the app of problems, so that what changes there is followed in one file.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from duibiao.files.models import Blob
from duibiao.organisation.models import Unit, User
from duibiao.participation.models import FeedbackItem, Report
from duibiao.places.models import Site
from duibiao.problems import queries as problems
from duibiao.problems.choices import Source
from duibiao.problems.models import Problem
from duibiao.problems.services import open_problem


def from_report(
    by: User, report: Report, *, words: str, kind: str, site: Site | None, unit: Unit | None, indicator: str = "",
    campaign: Any = None, severity: str = "", photos: Sequence[Blob] = (),
) -> Problem:  # fmt: skip
    """The problem that an accepted report becomes. The same report gives the same problem."""
    more = {"severity": severity} if severity else {}
    return open_problem(
        by, source=Source.RESIDENT, reference=f"report:{report.pk}", kind=kind, words=words, site=site, unit=unit,
        place_words=report.place_words, longitude=report.longitude, latitude=report.latitude, indicator=indicator,
        campaign=campaign, photos=photos, found_at=report.at, **more,
    )  # fmt: skip


def from_item(by: User, item: FeedbackItem, *, kind: str, due_on: date) -> Problem:
    """The problem that an item of feedback becomes."""
    return open_problem(
        by, source=Source.FEEDBACK, reference=f"feedback:{item.feedback_id}:{item.number}", kind=kind, words=item.words,
        unit=item.unit, indicator=item.indicator, campaign=item.feedback.campaign,
    )  # fmt: skip


def state_for_resident(report: Report) -> str:
    """In plain words how far the problem of a report is; empty while there is none."""
    return problems.public_state(report.problem.number) if report.problem is not None else ""
