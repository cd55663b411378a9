"""What others tell the demonstration county: residents' reports in every state, and a paper of the provincial assessors on its way.

Its one trick: reports come in through the same door as a resident's, and are then put back in time; nothing else is made by hand.
"""

from datetime import date, datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from duibiao.campaigns.models import Campaign
from duibiao.demonstration.field import picture
from duibiao.inspections import checklists
from duibiao.inspections.models import Checklist
from duibiao.organisation.choices import UnitKind
from duibiao.organisation.models import Unit, User
from duibiao.participation import opening
from duibiao.participation.models import Report
from duibiao.participation.services import feedback, residents
from duibiao.participation.taking_apart import take_apart
from duibiao.places.models import Site
from duibiao.workdays.queries import calendar

#: Kind, words, place, whether the phone said where, photos, contact, days back.
_REPORTS = (
    ("litter", "路口垃圾桶满了三天，没有人清，招苍蝇。", "府前街和人民路路口东北角", True, 2, "13800000000", 6),
    ("broken", "路灯坏了一排，晚上黑，老人摔过。", "望禾镇北巷中段", True, 1, "", 5),
    ("litter", "还是那个垃圾桶，今天又满了。", "人民路路口", True, 1, "", 4),
    ("service", "窗口办事让我去三次，材料一次没说全。", "便民服务中心 2 号窗口", False, 0, "13800000001", 4),
    ("parking", "消防通道天天停车。", "嘉园小区南门", True, 1, "", 1),
    ("street", "烧烤摊占了盲道，晚上十一点还在放音响。", "农贸市场西侧", False, 2, "", 1),
    ("toilet", "公厕没有水，味道大。", "广场公厕", True, 0, "", 0),
)
_TEXT = """现将省文明委测评组在我县测评发现的问题反馈如下：
一、资料方面
1.{township}志愿服务台账只有计划，没有活动记录和照片。
2.县民政局未成年人保护工作材料缺 2026 年上半年部分。
3.县司法局法律援助志愿服务只有照片，没有活动记录。
二、实地方面
（一）主次干道
1.人民路部分路段非机动车停放混乱，盲道被占。
2.府前街公益广告陈旧褪色，要在12月10日前更换。
（二）农贸市场：一是地面湿滑，二是活禽没有分区，三是公平秤缺失。
三、问卷方面
1.群众对城管执法满意度偏低，知晓率只有六成。
"""


@transaction.atomic
def told(by: User, campaign: Campaign, units: list[Unit], day: date) -> None:
    """Seven reports, one paper, and pictures beside the first item of a checklist."""
    made = _reports(by, day)
    _decided(by, made)
    _paper(by, campaign, units, day)
    _examples(by)


def _reports(by: User, day: date) -> list[Report]:
    sites = list(Site.objects.filter(latitude__isnull=False).order_by("code")[:3])
    made = []
    for number, (kind, words, place, placed, photos, contact, back) in enumerate(_REPORTS):
        site = sites[0 if number == 2 else number % len(sites)] if sites else None
        where = {"latitude": site.latitude, "longitude": site.longitude} if placed and site is not None else {}
        held = residents.hand_in(
            uid=f"demo{number}", kind=kind, words=words, place_words=place, contact=contact,
            accuracy_m=9 if where else None, position_by="phone" if where else "", **where,
            photos=[residents.Sent(f"{n}.png", picture(10 * number + n)) for n in range(photos)],
        )  # fmt: skip
        at = timezone.make_aware(datetime.combine(day - timedelta(days=back), time(8 + number, 12)))
        held.at = min(at, timezone.now())
        Report.objects.filter(pk=held.pk).update(at=held.at)
        made.append(held)
    return made


def _decided(by: User, made: list[Report]) -> None:
    """Two become problems, one joins the first, one is refused with an answer; the rest waits."""
    first, second, again, foreign = made[:4]
    for one, kind, words in (
        (first, "litter", "府前街和人民路路口东北角垃圾桶满溢"),
        (second, "facility", "望禾镇北巷中段路灯成排不亮"),
    ):
        photos = [photo.pk for photo in one.photos.all()]
        residents.accept(by, one, words=words, kind=kind, photos=photos, answer="谢谢您，已经交给责任单位。")
    first.refresh_from_db()
    assert first.problem is not None
    residents.merge(by, again, first.problem, answer="同一处已经在办，您的照片一并转去了。")
    residents.refuse(
        by,
        foreign,
        reason="属于个人办事纠纷，不是创建点位问题",
        answer="已转县政务服务中心，三个工作日内会电话联系您。",
    )


def _paper(by: User, campaign: Campaign, units: list[Unit], day: date) -> None:
    came = day - timedelta(days=8)
    paper = feedback.add_feedback(
        by, campaign, title="省文明委三季度测评反馈意见", sender="省文明委测评组", received_on=came,
        reply_by=calendar().after(day, 15).day, visited="9 月 20 日至 21 日，抽 2 个乡镇 12 个点位",
    )  # fmt: skip
    known = {unit.code: unit for unit in units}
    township = next((unit for unit in units if unit.kind == UnitKind.TOWNSHIP), units[0])
    items = take_apart(_TEXT.format(township=township.name), received_on=came).items
    kind = opening.kinds().get(code="other")
    rows = feedback.add_items(by, paper, items, due_on=calendar().after(day, 10).day, kind=kind)
    streets = [row.pk for row in rows if row.unit is None][:3]
    feedback.set_for(by, paper, streets, unit=known.get("D20", units[0]))
    feedback.assign_items(by, paper)
    leaves = campaign.edition.indicators.filter(leaf=True, points__gt=0).order_by("number")[:10]
    shares = (0.95, 0.6, 0.88, 1.0, 0.72, 0.8, 0.5, 0.9, 0.85, 0.66)
    full = {one.code: float(one.points or 0) for one in leaves}
    marks = {code: (round(of * share, 2), of) for (code, of), share in zip(full.items(), shares, strict=False)}
    feedback.set_marks(by, paper, marks)


def _examples(by: User) -> None:
    """The next version of a checklist, with two pictures beside its first item, in force."""
    held = Checklist.objects.filter(type__code="toilet").first() or Checklist.objects.first()
    assert held is not None
    draft = checklists.draft_from(by, held)
    item = draft.items.first()
    assert item is not None
    checklists.set_pictures(by, item, right=("正确.png", picture(0)), wrong=("错误.png", picture(7)))
    checklists.put_in_force(by, draft)
