"""Old cases (积案): open longer than the county allows, each with its cause and a leader in charge."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.models import Person, User
from duibiao.organisation.permissions import require
from duibiao.problems.choices import LIVE, Cause, EventKind
from duibiao.problems.models import Problem
from duibiao.problems.permissions import may_decide
from duibiao.problems.rules import CHINESE
from duibiao.problems.writing import locked, move, need


@transaction.atomic
def take_charge(
    by: User, problem: Problem, *, leader: Person, cause: str, words: str = "", version: int | None = None
) -> Problem:
    """A leader takes the case (领导包案), with the cause why it is still open."""
    require(may_decide(by))
    held = locked(problem, version)
    need(held, *LIVE, act=_("确定包案领导"))
    since = held.old_since or today()
    said = f"{Cause(cause).label} {words}".strip()
    move(by, held, EventKind.OLD, words=said, leader=leader, cause=cause, old_since=since)
    _tell(held, leader)
    return held


@override(CHINESE)
def _tell(held: Problem, leader: Person) -> None:
    user = getattr(leader, "user", None)
    if user is not None:
        words = _("请您包案：问题 %(number)s，%(words)s。") % {"number": held.number, "words": held.words[:60]}
        about = f"problem:{held.pk}:leader:{leader.pk}"
        tell(users=[user], kind="problem.leader", words=words, link=f"/leader/problems/{held.pk}/", about=about)
