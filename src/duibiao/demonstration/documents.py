"""Documents of the demonstration: a superior's scheme that is forwarded, the county's own with an explanation, a rule that was replaced;
beside them who gave their word, a spot check, and what the last outside assessment left."""

from datetime import date, timedelta
from typing import Any

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.documents.models import Document
from duibiao.documents.services import answering, carrying_out, keeping, sending
from duibiao.documents.services import training as trainings
from duibiao.ledger.models import Requirement, Use
from duibiao.ledger.services import giving
from duibiao.ledger.services.undertaking import undertake
from duibiao.lib.spans import today
from duibiao.organisation.models import RoleGrant, Unit, User
from duibiao.participation.models import Feedback
from duibiao.participation.services import assessments
from duibiao.places.models import Site
from duibiao.truth import spot_checks
from duibiao.workdays.queries import calendar

_PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 0/Kids[]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_RESULTS = (
    ("material", 27.6, 30, "资料标准高，个别台账缺会议记录。"), ("field", 31.2, 40, "实地考察有亮点，背街小巷差距大。"),
    ("publicity", 13.5, 15, "公益宣传氛围浓。"), ("survey", 13.1, 15, "问卷调查成绩好，知晓率还可提高。"),
)  # fmt: skip


def build(by: User, law: Campaign, civilized: Campaign, day: date) -> None:
    units = list(participants(law))
    speaking = {grant.unit_id: grant.user for grant in RoleGrant.objects.filter(role="unit", user__is_active=True).select_related("user")}  # fmt: skip
    _own(by, law, units, speaking, day)
    _from_above(by, law, units, day)
    _truthful(by, law, speaking)
    _assessed(by, civilized, day)


def _kept(by: User, **given: Any) -> Document:
    start: dict[str, Any] = {
        "origin": "own",
        "issuer": "青禾县委全面依法治县委员会办公室",
        "file": [_PDF],
        "file_name": "正文.pdf",
    }
    return keeping.add(by, **{**start, **given})


def _own(by: User, law: Campaign, units: list[Unit], speaking: dict[int | None, User], day: date) -> None:
    since, year = day - timedelta(days=60), day.year
    scheme = _kept(by, kind="scheme", title="争创全国法治政府建设示范县工作实施方案", number=f"青法治办〔{year}〕11号", issued_on=since,
                   campaign=law, words="一、目标：年内通过省级评估。\n二、每项指标一个牵头单位，材料随做随交。\n三、每月一调度，每季一通报。")  # fmt: skip
    _kept(by, kind="explanation", title="实施方案解读：单位要做的五件事", issued_on=since + timedelta(days=3), beside=scheme,
          campaign=law, words="先看指标包，再对材料清单，缺什么补什么。")  # fmt: skip
    old = _kept(by, kind="rules", title="法治建设绩效目标考评计分办法（试行）", number=f"青法治办〔{year - 1}〕6号",
                issued_on=day - timedelta(days=420), campaign=law)  # fmt: skip
    new = _kept(by, kind="rules", title="法治建设绩效目标考评计分办法", number=f"青法治办〔{year}〕12号",
                issued_on=since + timedelta(days=5), campaign=law, indicators=_codes(law))  # fmt: skip
    keeping.end(by, old, on=since + timedelta(days=5), replaced_by=new)
    sending.send(by, scheme, units=units[:12], due_on=calendar().after(max(day, today()), 5).day)
    sending.send(by, new, units=units)
    for number, unit in enumerate(one for one in units[:12] if one.pk in speaking):
        if number % 4 != 1:
            sending.read(speaking[unit.pk], scheme)
    asking = next((speaking[unit.pk] for unit in units if unit.pk in speaking), None)
    training = trainings.hold(
        by, scheme, title="实施方案解读培训", held_on=since + timedelta(days=6), place="县委党校报告厅"
    )
    for unit in units[:9]:
        trainings.write_down(by, training, unit=unit, people=2)
    if asking is not None:
        question = answering.ask(asking, scheme, words="垂直管理单位的执法案卷由谁报？")
        answering.answer(by, question, words="由县级主管部门汇总后统一报，不另向垂管单位要。", for_all=True)
        answering.ask(asking, scheme, words="去年已经交过的制度文件还要再交吗？")


def _codes(campaign: Campaign) -> list[str]:
    return list(campaign.edition.indicators.filter(leaf=True).order_by("number").values_list("code", flat=True)[:3])


def _from_above(by: User, law: Campaign, units: list[Unit], day: date) -> None:
    above = _kept(
        by, origin="above", kind="notice", title="关于开展法治政府建设示范创建实地评估的通知", number=f"省法治办〔{day.year}〕28号",
        issuer="省委全面依法治省委员会办公室", issued_on=day - timedelta(days=12), campaign=law,
    )  # fmt: skip
    due = calendar().after(max(day, today()), 6).day
    carrying_out.add_matter(by, above, words="报送自评报告和佐证材料目录", due_on=due)
    carrying_out.add_matter(by, above, words="报送近三年行政复议、应诉情况", unit=units[0], due_on=due)
    late = carrying_out.add_matter(
        by, above, words="报送评估联络员名单", due_on=calendar().on_or_before(day - timedelta(days=3)).day
    )
    carrying_out.add_matter(
        by, above, words="确定实地评估备选点位", due_on=calendar().on_or_before(day - timedelta(days=2)).day
    )
    carrying_out.finish(by, late, words="已于当日报省委依法治省办")
    made = keeping.forward(
        by, above, title="关于转发《关于开展法治政府建设示范创建实地评估的通知》的通知", number=keeping.next_number(), issued_on=day - timedelta(days=9),
        words="一、各牵头单位三个工作日内对照评估要点自查。\n二、材料从系统材料包中取，不另行收集。",
    )  # fmt: skip
    sending.send(by, made, units=units)


def _truthful(by: User, law: Campaign, speaking: dict[int | None, User]) -> None:
    given = Use.objects.filter(requirement__campaign=law).select_related("unit")
    for unit in {use.unit for use in given}:
        if unit.pk in speaking:
            undertake(speaking[unit.pk], law, unit)
    for use in given.filter(state="accepted").select_related("requirement", "material")[:3]:
        other = (
            Requirement.objects.filter(campaign=law, dropped_at=None)
            .exclude(pk=use.requirement_id)
            .order_by("-pk")
            .first()
        )
        if other is not None:
            giving.use(by, requirement=other, material=use.material)
    if spot_checks.accepted(law).exists():
        spot_checks.draw(by, law, title="三季度材料抽查", size=8)


def _assessed(by: User, civilized: Campaign, day: date) -> None:
    paper = Feedback.objects.filter(campaign=civilized).order_by("pk").first()
    if paper is None:
        return
    Feedback.objects.filter(pk=paper.pk).update(
        group="组长 1 人、成员 6 人，分资料组和实地组", came_on=paper.received_on - timedelta(days=2),
        left_on=paper.received_on - timedelta(days=1),
    )  # fmt: skip
    for aspect, points, out_of, words in _RESULTS:
        assessments.set_result(by, paper, aspect=aspect, points=points, out_of=out_of, words=words)
    sites = Site.objects.order_by("code").values_list("name", flat=True)[:7]
    assessments.set_route(by, paper, [*sites, "高铁站出站口"])
