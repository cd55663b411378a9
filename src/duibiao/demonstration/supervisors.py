"""Social supervisors of the demonstration county: who they are, what they were asked, what they suggested, in every state there is.

Its one trick: everything comes in through the same doors as a supervisor's, and only days are put back afterwards.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from duibiao.asks.models import Ask
from duibiao.campaigns.models import Campaign
from duibiao.demonstration.field import picture
from duibiao.files.taking import take_photo
from duibiao.lib.spans import current
from duibiao.organisation.models import Unit, User
from duibiao.participation.models import FeedbackItem, Suggestion, Supervisor
from duibiao.participation.services import errands, residents, suggestions, supervisors
from duibiao.places.models import Area, Site
from duibiao.problems import services as problems
from duibiao.problems.models import Problem
from duibiao.problems.photos import Shot
from duibiao.workdays.queries import calendar

#: Number, name, kind, what they look after, contact, days until the term ends.
_PEOPLE = (
    ("DD-01", "柳青禾", "party", "机关作风、办事窗口", "13800000011", 400),
    ("RD-01", "秦晓岚", "congress", "农贸市场、食品安全", "13800000012", 300),
    ("RD-02", "穆长河", "congress", "乡镇执法公示", "", 300),
    ("ZX-01", "顾南星", "consultative", "无障碍设施", "13800000013", 200),
    ("ZX-02", "温如言", "consultative", "", "", -40),
    ("ZM-01", "城市啄木鸟一队", "woodpecker", "背街小巷、牛皮癣", "13800000014", 120),
    ("ZM-02", "城市啄木鸟二队", "woodpecker", "路灯井盖", "", 120),
    ("XF-01", "市民寻访团城区组", "callers", "公厕、公园", "", 90),
    ("GY-01", "青禾义工社", "volunteers", "河道保洁", "13800000015", 500),
)
#: Title, words, who, unit asked for (code), how far it went.
_SUGGESTED = (
    ("司法所开设周末公证咨询", "乡镇群众平时上班，建议司法所每月有一个周六能咨询公证。", "RD-01", "D02", "satisfied"),
    ("执法公示栏用大字", "公示栏字太小，老人看不清，建议统一用大字并放在门口。", "RD-02", "D02", "answered"),
    ("行政复议进社区宣讲", "建议复议案例进社区讲一讲，群众听得懂。", "DD-01", "D02", "back"),
    ("法律援助热线周末有人接", "周末打热线没有人接，建议排班。", "RD-01", "D02", "given"),
    ("望禾农贸市场增设公平秤", "市场门口没有公平秤，建议放一台，写明谁来校准。", "ZX-01", "T01", "late"),
    ("望禾北路斑马线重新划", "斑马线磨没了，学生过马路不安全。", "ZX-01", "T01", "late_answer"),
    ("公厕指示牌加上距离", "外地人找不到公厕，建议指示牌写距离。", "XF-01", "", "waiting"),
)


@transaction.atomic
def look_on(by: User, campaign: Campaign, everyone: dict[str, Unit], day: date) -> None:
    """Nine of them, two errands, three reports, seven suggestions, and what two units wrote for the answer to the province."""
    people = _registered(by, day)
    _errands(by, campaign, people, day)
    for held in people.values():
        if held.is_current and held.kind in ("party", "congress", "consultative"):
            supervisors.give_key(by, held)
    for number, row in enumerate(_SUGGESTED):
        _suggested(by, people, everyone, day, number, *row)
    _put_right(day)


def _registered(by: User, day: date) -> dict[str, Supervisor]:
    area = Area.objects.order_by("code").first()
    made = {}
    for code, name, kind, topics, contact, left in _PEOPLE:
        made[code] = supervisors.add_supervisor(
            by, code=code, name=name, kind=kind, topics=topics, contact=contact, since=day - timedelta(days=300),
            until=day + timedelta(days=left), area=area if code == "GY-01" else None,
        )  # fmt: skip
    return made


def _errands(by: User, campaign: Campaign, people: dict[str, Supervisor], day: date) -> None:
    sites = list(Site.objects.filter(current(), latitude__isnull=False).order_by("code")[:3])
    due = calendar().after(max(day, timezone.localdate()), 6).day
    first = errands.ask_to_look(
        by, uid="demo-errand-1", title="看看背街小巷的小广告和垃圾", kind="woodpecker", due_on=due, sites=sites,
        words="走一走这几处，看到小广告、乱堆垃圾、路灯不亮就拍一张。没有问题不用报。", campaign=campaign,
    )  # fmt: skip
    errands.ask_to_look(
        by, uid="demo-errand-2", title="农贸市场公平秤准不准", supervisor=people["RD-01"], due_on=due,
        words="带一袋标准砝码，请市场管理员一起看。",
    )  # fmt: skip
    seen = (
        ("ZM-01", "street", "电线杆上贴满开锁广告，撕了又贴。", "人民路北段"),
        ("ZM-02", "broken", "井盖缺了一角，晚上看不见。", "府前街与北巷交口"),
        ("XF-01", "toilet", "公厕洗手池不出水。", "人民公园南门公厕"),
    )
    reports = [
        errands.report(
            people[code], uid=f"demo{number}", errand=first if code.startswith("ZM") else None, kind=kind, words=words,
            place_words=place, photos=[residents.Sent("a.png", picture(60 + number))],
        )
        for number, (code, kind, words, place) in enumerate(seen)
    ]  # fmt: skip
    photos = [one.pk for one in reports[0].photos.all()]
    residents.accept(
        by, reports[0], words="人民路北段电线杆小广告成片", kind="litter", photos=photos, answer="已交办，谢谢。"
    )


def _suggested(
    by: User, people: dict[str, Supervisor], everyone: dict[str, Unit], day: date, number: int, title: str, words: str,
    who: str, code: str, state: str,
) -> None:  # fmt: skip
    """One suggestion, brought as far as it went; days are put back so that late is late."""
    unit, sender = everyone.get(code), people[who]
    held = suggestions.suggest(sender, uid=f"demo{number}", title=title, words=words, wished=unit, named=number == 0)
    came = timezone.now() - timedelta(days=30 - 3 * number)
    Suggestion.objects.filter(pk=held.pk).update(at=came)
    if state.startswith("late"):
        past = calendar().on_or_before(day - timedelta(days=4)).day
        Suggestion.objects.filter(pk=held.pk).update(due_on=past)
        Ask.objects.filter(link=f"/unit/suggestions/{held.pk}/").update(due_on=past)
    if state in ("satisfied", "answered", "back", "late_answer"):
        account = User.objects.get(account="wang" if code == "D02" else "zhao")
        outcome = {"satisfied": "accepted", "back": "explained"}.get(state, "listed")
        suggestions.answer(account, held, outcome=outcome, words=_ANSWERS[state])
    if state in ("satisfied", "back"):
        why = {"satisfied": "说办就办，谢谢。", "back": "只说在研究，没说什么时候讲。"}[state]
        suggestions.judge(sender, held, satisfied=state == "satisfied", words=why)


_ANSWERS = {
    "satisfied": "十二月起，每月第一个周六上午，城关、望禾两个司法所有公证员坐班，已经公示。",
    "answered": "已列入计划：新公示栏统一用一号字，先换六个乡镇，其余明年三月前换完。",
    "back": "正在研究行政复议案例进社区的方案。",
    "late_answer": "已与交警大队对接，列入十二月划线计划，同时增设减速带。",
}


def _put_right(day: date) -> None:
    """Of the paper's items one is closed and one is late; the units of the two accounts wrote about theirs."""
    wang, zhao, chen = (User.objects.get(account=name) for name in ("wang", "zhao", "chen"))
    found = (
        FeedbackItem.objects.filter(problem__isnull=False)
        .select_related("feedback", "problem__unit")
        .order_by("number")
    )
    words = "已经补齐，并明确专人每周更新一次。"
    for user in (wang, zhao):
        for item in found.filter(problem__unit=user.unit)[:1]:
            suggestions.reply(user, item, words=words)
            if user == wang and item.problem is not None:
                shot = Shot(take_photo(picture(71), name="整改后.png"))
                rule = "青司发〔2026〕41号《公示栏更新管理办法》"
                done = problems.rectify(
                    user, item.problem, words=words, disposal="managed", document=rule, photos=[shot]
                )
                problems.close(
                    done.assigned_by or user, problems.recheck(chen, done, passed=True, words="现场看过，已经补齐。")
                )
    late = found.filter(problem__status="assigned").exclude(problem__unit__in=[wang.unit, zhao.unit]).first()
    if late is not None and late.problem is not None:
        due = timezone.make_aware(datetime.combine(calendar().on_or_before(day - timedelta(days=2)).day, time(18)))
        Problem.objects.filter(pk=late.problem.pk).update(due_at=due)
