"""Supervisors and what they send, for tests."""

from datetime import timedelta
from itertools import count
from typing import Any

from duibiao.lib.spans import today
from duibiao.participation import keys, opening
from duibiao.participation.models import Errand, FeedbackItem, Suggestion, Supervisor
from duibiao.participation.services import errands, feedback, suggestions, supervisors
from duibiao.participation.taking_apart import Item
from tests import dutying, reporting
from tests.cast import Cast

_numbers = count(1)


def supervisor(cast: Cast, **fields: Any) -> Supervisor:
    """A deputy of the people's congress, in office for some weeks."""
    start = {"code": f"RD-{next(_numbers):03d}", "name": "秦晓", "kind": "congress"}
    term = {"since": today() - timedelta(days=9), "until": today() + timedelta(days=60)}
    return supervisors.add_supervisor(cast.lin, **{**start, **term, **fields})


def link(cast: Cast, one: Supervisor) -> str:
    """The address by which one comes in."""
    return keys.link_of(supervisors.give_key(cast.lin, one))


def errand(cast: Cast, **fields: Any) -> Errand:
    start = {"uid": f"errand{next(_numbers)}", "title": "看看背街小巷", "due_on": today() + timedelta(days=7)}
    return errands.ask_to_look(cast.lin, **{**start, **fields})


def suggestion(cast: Cast, one: Supervisor | None = None, **fields: Any) -> Suggestion:
    start = {"uid": f"uid{next(_numbers)}", "title": "增设公平秤", "words": "农贸市场请增设公平秤，放在门口。"}
    return suggestions.suggest(one or supervisor(cast), **{**start, **fields})


def given(cast: Cast, **fields: Any) -> Suggestion:
    """With unit A until a day."""
    start = {"unit": cast.unit_a, "due_on": today() + timedelta(days=20), **fields}
    return suggestions.give(cast.lin, suggestion(cast), **start)


def item(cast: Cast) -> FeedbackItem:
    """An item of feedback that unit A has as a problem."""
    paper = reporting.paper(cast, dutying.campaign(cast), reply_by=today() + timedelta(days=20))
    known = {"unit": cast.unit_a, "kind": opening.kinds().get(code="other")}
    feedback.add_items(cast.lin, paper, [Item("司法局台账不全")], due_on=today() + timedelta(days=9), **known)
    feedback.assign_items(cast.lin, paper)
    return FeedbackItem.objects.select_related("feedback", "problem__unit").get(feedback=paper)
