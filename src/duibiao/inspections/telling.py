"""Inspectors hear of their sites: when they are drawn, and when somebody else is sent.

Its one trick: of a mystery round a message says that there is work and nothing else, for messages go to mails and group chats.
"""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from duibiao.inspections.choices import AssignmentState
from duibiao.inspections.models import Assignment, Round
from duibiao.lib.dates import day_text
from duibiao.notices.services import tell
from duibiao.organisation.models import User

CHINESE, LINK = "zh-hans", "/field/"


@override(CHINESE)
def drawn(round: Round) -> None:
    """Each inspector hears once how many sites are his and until when."""
    waiting = round.assignments.filter(state=AssignmentState.WAITING).select_related("inspector")
    held = list(waiting)
    numbers, people = Counter(one.inspector_id for one in held), {one.inspector_id: one.inspector for one in held}
    for pk, number in numbers.items():
        words = _secret() if round.is_secret else _drawn(round, number)
        tell(users=[people[pk]], kind="inspection", words=words, link=LINK, about=f"round:{round.pk}")


def _secret() -> str:
    return str(_("您有新的检查任务，请打开现场页面看。"))


def _drawn(round: Round, number: int) -> str:
    known = {"title": round.title, "n": number, "day": day_text(round.until)}
    words = ngettext(
        "“%(title)s”分给您 %(n)d 个点位，%(day)s前检查完。", "“%(title)s”分给您 %(n)d 个点位，%(day)s前检查完。", number
    )
    return str(words % known)


@override(CHINESE)
def reassigned(assignment: Assignment, before: User, now: User, *, at: str) -> None:
    """Both hear of it: who goes now, and who need not go any more."""
    secret, known = assignment.round.is_secret, {"site": assignment.site.name, "title": assignment.round.title}
    to_now = _secret() if secret else _("“%(title)s”的点位“%(site)s”改由您检查。") % known
    to_before = (
        _("您的检查任务有变动，请打开现场页面看。")
        if secret
        else _("“%(title)s”的点位“%(site)s”改由别人检查，您不用去了。") % known
    )
    about = f"assignment:{assignment.pk}:{at}"
    tell(users=[now], kind="inspection", words=to_now, link=LINK, about=about)
    tell(users=[before], kind="inspection", words=to_before, link=LINK, about=about)


@override(CHINESE)
def replaced(taken: Assignment) -> None:
    """The office put another site in the place of one of his."""
    site = taken.site.name
    words = _secret() if taken.round.is_secret else _("您的一个点位换成了“%s”，请打开现场页面看。") % site
    tell(users=[taken.inspector], kind="inspection", words=words, link=LINK, about=f"assignment:{taken.pk}")
