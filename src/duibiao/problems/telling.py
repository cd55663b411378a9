"""What people hear of problems, and the ask that each is for its unit. One place, so that nothing else here needs to know them."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from duibiao.asks.choices import AskKind, AskState
from duibiao.asks.permissions import may_ask
from duibiao.asks.services import ask, min_workdays, reschedule, settle
from duibiao.lib.dates import day_text
from duibiao.lib.spans import today
from duibiao.notices.services import tell
from duibiao.organisation.choices import Role
from duibiao.organisation.models import Unit, User
from duibiao.organisation.queries import liaison_users
from duibiao.problems.choices import Severity
from duibiao.problems.models import Card, Document, Problem
from duibiao.workdays.queries import calendar

CHINESE = "zh-hans"


def office_users() -> list[User]:
    return list(User.objects.filter(is_active=True, grants__role=Role.OFFICE).distinct())


def link(problem: Problem) -> str:
    """The page of a problem, as its unit opens it."""
    return f"/unit/problems/{problem.pk}/"


def reference(problem: Problem) -> str:
    return f"problem:{problem.pk}:{problem.round}"


def _say(users: Iterable[User], problem: Problem, kind: str, words: str, *, to_office: bool = False) -> None:
    """Once for each version of the problem: what is told again is another act."""
    where = f"/office/problems/{problem.pk}/" if to_office else link(problem)
    urgent = problem.severity == Severity.URGENT
    about = f"problem:{problem.pk}:{problem.version}"
    tell(users=users, kind=f"problem.{kind}", words=words, link=where, about=about, urgent=urgent)


def _known(problem: Problem) -> dict[str, str]:
    due = timezone.localtime(problem.due_at) if problem.due_at else None
    return {
        "number": problem.number,
        "words": problem.words[:60],
        "unit": problem.unit.name if problem.unit else "",
        "due": f"{day_text(due.date())} {due:%H:%M}" if due else "",
    }


@override(CHINESE)
def assigned(problem: Problem) -> None:
    """The unit hears of it, and it stands among what is asked of the unit."""
    assert problem.unit is not None
    words = _("交办问题 %(number)s：%(words)s。请签收，%(due)s 前整改到位。") % _known(problem)
    _say(liaison_users(problem.unit), problem, "assigned", words)
    asked(problem)


@override(CHINESE)
def relapsed(problem: Problem) -> None:
    assert problem.unit is not None
    words = _("问题 %(number)s 反弹，重新立案：%(words)s。请 %(due)s 前整改到位。") % _known(problem)
    _say(liaison_users(problem.unit), problem, "relapsed", words)
    office(problem, "relapsed")
    asked(problem)


def asked(problem: Problem) -> None:
    """The unit's ask; its day follows the deadline."""
    by, unit = problem.assigned_by, problem.unit
    if by is None or unit is None or problem.due_at is None or not may_ask(by, unit):
        return
    day = timezone.localtime(problem.due_at).date()
    hurried = calendar().between(today(), day) < min_workdays()
    made = ask(
        by, unit=unit, kind=AskKind.RECTIFY, title=f"{problem.number} {problem.words}"[:200], grounds=_("问题交办单"),
        due_on=day, reference=reference(problem), link=link(problem),
        urgent_reason=_("整改时限由问题类型和轻重规定") if hurried else "", quiet=True,
    )  # fmt: skip
    if made.due_on != day:
        moved(problem, by)


@override(CHINESE)
def moved(problem: Problem, by: User) -> None:
    """The ask's day follows the deadline."""
    if problem.unit is not None and problem.due_at is not None:
        day = timezone.localtime(problem.due_at).date()
        reschedule(by, reference=reference(problem), unit=problem.unit, due_on=day, reason=_("整改时限改了"))


def taken_away(problem: Problem, unit: Unit, by: User) -> None:
    """Nothing is asked of this unit any more: another has it."""
    settle(by, reference=reference(problem), unit=unit, state=AskState.WITHDRAWN)


def over(problem: Problem, by: User, *, done: bool) -> None:
    """Closed: done. Merged, split, dismissed, not fixable: taken back."""
    settle(by, reference=reference(problem), state=AskState.DONE if done else AskState.WITHDRAWN)


#: What is said of a problem, by what became of it.
UNIT_WORDS = {
    "rework": gettext_lazy("问题 %(number)s 复核不合格，退回重改：%(words)s。新时限 %(due)s。"),
    "closed": gettext_lazy("问题 %(number)s 已达标销号，进入观察期：%(words)s。"),
    "upheld": gettext_lazy("问题 %(number)s 仍由本单位整改，请签收：%(words)s。时限 %(due)s。"),
    "resumed": gettext_lazy("问题 %(number)s 恢复办理：%(words)s。时限 %(due)s。"),
    "suspended": gettext_lazy("问题 %(number)s 已挂账，暂停计时：%(words)s。"),
    "extended": gettext_lazy("问题 %(number)s 的延期已同意，新时限 %(due)s。"),
    "not_extended": gettext_lazy("问题 %(number)s 的延期没有同意，仍按原时限 %(due)s 办。"),
    "consulted": gettext_lazy("重大事项 %(number)s 已会商，请按决定办：%(words)s。"),
    "not_fixable": gettext_lazy("问题 %(number)s 认定为无法整改：%(words)s。"),
}
OFFICE_WORDS = {
    "returned": gettext_lazy("%(unit)s 退回了问题 %(number)s：%(words)s。请改派，或维持。"),
    "ruling": gettext_lazy("问题 %(number)s 第二次被退回（%(unit)s），请创建办联合裁定。"),
    "rectified": gettext_lazy("%(unit)s 报问题 %(number)s 整改完成，请复核：%(words)s。"),
    "rechecked": gettext_lazy("问题 %(number)s 复核合格，可以销号：%(words)s。"),
    "extension": gettext_lazy("%(unit)s 申请延长问题 %(number)s 的时限，请审批。"),
    "relapsed": gettext_lazy("问题 %(number)s 反弹，已重新立案：%(words)s。"),
    "major": gettext_lazy("问题 %(number)s 列为重大事项，请会商：%(words)s。"),
    "accountability": gettext_lazy("问题 %(number)s（%(unit)s）复核多次不合格，已拟好问责建议单草稿，请研究是否签发。"),
    "card_appeal": gettext_lazy("%(unit)s 对问题 %(number)s 的亮牌提出申诉，请由亮牌以外的同志答复。"),
}
CARD_WORDS = {
    "carded": gettext_lazy("问题 %(number)s：本单位被亮%(card)s。理由：%(reason)s。不服可以申诉。"),
    "card_back": gettext_lazy("问题 %(number)s：本单位的%(card)s已撤销。%(reason)s"),
    "card_stands": gettext_lazy("问题 %(number)s：对%(card)s的申诉没有成立。%(reason)s"),
}


@override(CHINESE)
def unit(problem: Problem, what: str) -> None:
    if problem.unit is not None:
        _say(liaison_users(problem.unit), problem, what, str(UNIT_WORDS[what]) % _known(problem))


@override(CHINESE)
def office(problem: Problem, what: str) -> None:
    _say(office_users(), problem, what, str(OFFICE_WORDS[what]) % _known(problem), to_office=True)


@override(CHINESE)
def carded(problem: Problem, card: Card, what: str) -> None:
    """The unit of a card, which may no longer be the problem's."""
    why = {"carded": card.reason, "card_back": card.withdrawn_why, "card_stands": card.answer}[what]
    known = {**_known(problem), "card": card.get_kind_display(), "reason": why[:200]}
    _say(liaison_users(card.unit), problem, what, str(CARD_WORDS[what]) % known)


@override(CHINESE)
def papered(problem: Problem, paper: Document) -> None:
    known = {**_known(problem), "paper": paper.get_kind_display(), "no": paper.number}
    words = _("收到%(paper)s %(no)s：问题 %(number)s，%(words)s。") % known
    _say(liaison_users(paper.unit), problem, "paper", words)


@override(CHINESE)
def card_appeal_waits(card: Card) -> None:
    """The leaders hear, once, that nobody has answered."""
    leaders = User.objects.filter(is_active=True, grants__role=Role.LEADER).distinct()
    words = _("%(unit)s 对问题 %(number)s 亮牌的申诉超过期限没有答复，请过问。")
    known = {"unit": card.unit.name, "number": card.problem.number}
    where, about = f"/leader/problems/{card.problem_id}/", f"card:{card.pk}:late"
    tell(users=leaders, kind="problem.card_appeal_late", words=words % known, link=where, about=about)
