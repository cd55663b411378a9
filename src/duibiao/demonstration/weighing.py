"""What weighs on units in the demonstration: cards proposed, given and disputed, papers drafted and signed, a major matter decided."""

from datetime import date, timedelta

from django.utils import timezone

from duibiao.organisation.models import User
from duibiao.problems import cards, escalating, services
from duibiao.problems.choices import LIVE, OWED, Basis, CardState, PaperKind
from duibiao.problems.models import Card, Problem


def build(by: User, day: date) -> None:
    """After the problems are there: through the same acts as people do it."""
    leader = User.objects.get(account="zhou")
    now = timezone.now()
    owed = list(Problem.objects.filter(status__in=OWED, due_at__lt=now).select_related("unit").order_by("pk"))
    cards.propose_all({one: escalating.workdays_past(one.due_at, now) for one in owed if one.due_at}, Basis.OVERDUE)
    _given(by, leader)
    _papers(by, leader)
    _major(by, leader, day)


def _given(by: User, leader: User) -> None:
    """Of what was proposed, two are given by the office, one by the leader; a unit disputes one of them."""
    found = list(Card.objects.filter(state=CardState.PROPOSED).select_related("problem", "unit").order_by("pk"))
    own = sorted(found, key=lambda one: one.unit.code != "D02")[:4]
    for number, card in enumerate(own):
        who = leader if number == 2 else by
        if number < 3:
            services.issue_card(who, card.problem, kind=card.kind, reason="超过时限仍没有整改，也没有申请延期。")
        else:
            services.refuse_card(who, card.problem, reason="配件已到货，本周内装好。")
    first = Card.objects.filter(state=CardState.ISSUED, unit__code="D02").first()
    if first is not None:
        wang = User.objects.get(account="wang")
        services.appeal_card(
            wang, first.problem, card=first, grounds="交办时写错了楼号，改正后才找到位置，时限应从改正那天算起。"
        )


def _papers(by: User, leader: User) -> None:
    """What was sent back is ordered anew; what was sent back too often waits for a decision on accountability."""
    back = list(Problem.objects.filter(status__in=LIVE, reworks__gt=0, unit__isnull=False).order_by("pk")[:2])
    for number, held in enumerate(back):
        kind = PaperKind.REDO if number == 0 else PaperKind.ACCOUNT
        words = (
            "请在新的时限内整改到位，并安排专人每天巡查。"
            if number == 0
            else "该问题多次复核不合格，建议研究是否启动问责程序。"
        )
        paper = services.draft_paper(by, held, kind=kind, words=words)
        if number == 0:
            services.sign_paper(
                leader, held, paper=paper, issued=True, number="青创指办〔2026〕17号", reason="复核照片清楚，情况属实"
            )


def _major(by: User, leader: User, day: date) -> None:
    """One matter of several departments: headquarters have decided, it is not carried out yet."""
    held = (
        Problem.objects.filter(status__in=OWED, kind__code__in=("danger", "building", "road")).order_by("-pk").first()
    )
    if held is None:
        return
    services.call_major(by, held, words="涉及多个部门，影响群众出行。")
    services.consult(
        leader, held, held_on=day - timedelta(days=1), present="县住建局、县综合执法局、城关镇", due_on=day + timedelta(days=10),
        decision="由县住建局牵头，十日内修复；县综合执法局负责现场围挡和疏导。",
    )  # fmt: skip
