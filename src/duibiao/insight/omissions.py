"""What is left out between indicator, task, material and site (漏项): each of the four looked at from the others.

Its one trick: every direction is one whole read and one comparison of sets, so the page costs the same for ten indicators and three
hundred; what is whole is not listed at all.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import participants
from duibiao.duties import coverage
from duibiao.duties.choices import STANDING as STANDING_DUTIES
from duibiao.duties.models import Duty
from duibiao.inspections.checklists import in_force
from duibiao.ledger.choices import MaterialKind, UseState
from duibiao.ledger.models import Material, Requirement, SiteLink, Use
from duibiao.lib.spans import current
from duibiao.organisation.models import User
from duibiao.places.models import Site
from duibiao.standards.queries import standard_of

#: The directions, in the order in which they are mended.
WAYS: dict[str, Promise] = {
    "indicator-task": gettext_lazy("指标 → 任务"),
    "task-indicator": gettext_lazy("任务 → 指标"),
    "indicator-material": gettext_lazy("指标 → 材料"),
    "task-material": gettext_lazy("任务 → 材料"),
    "material-indicator": gettext_lazy("材料 → 指标"),
    "indicator-site": gettext_lazy("指标 → 点位"),
    "site-indicator": gettext_lazy("点位 → 指标"),
    "site-task": gettext_lazy("点位 → 任务"),
    "material-site": gettext_lazy("材料 → 点位"),
}
#: Materials without a use that are named one by one; the rest is a number with a link.
MOST = 200


@dataclass(frozen=True)
class Omission:
    """One thing that is missing: between what, what it is, and the link at which it is mended."""

    way: str
    what: str
    says: str
    mend: str
    link: str

    @property
    def words(self) -> str:
        return str(WAYS[self.way])

    @property
    def key(self) -> str:
        return f"{self.way}:{self.what}"


def omissions(by: User, campaign: Campaign) -> list[Omission]:
    """All of a campaign's, by direction. `campaign` is of `duties.coverage.campaign_of`."""
    found = [*_tasks(campaign), *_materials(campaign), *_sites(campaign)]
    order = list(WAYS)
    return sorted(found, key=lambda one: order.index(one.way))


def _tasks(campaign: Campaign) -> Iterator[Omission]:
    """Indicators that nobody owns; tasks whose indicator is none of this edition."""
    page = reverse("office:coverage", args=[campaign.pk])
    for line in coverage.lines_of(campaign, list(participants(campaign))):
        if not line.is_owned:
            yield Omission(
                "indicator-task", f"{line.code} {line.name}", _("没有单位负责"), _("派任务"), f"{page}?only=unowned"
            )
    known = {node.code for node in standard_of(campaign.edition).nodes}
    held = Duty.objects.filter(campaign=campaign, state__in=STANDING_DUTIES).exclude(indicator="")
    for pk, title, code in held.values_list("pk", "title", "indicator"):
        if code not in known:
            yield Omission(
                "task-indicator",
                title,
                _("挂的指标 %s 不在现行标准里") % code,
                _("看任务"),
                reverse("office:duty", args=[pk]),
            )


def _materials(campaign: Campaign) -> Iterator[Omission]:
    out = set(campaign.out)  # type: ignore[attr-defined]
    leaves = [node for node in standard_of(campaign.edition).leaves if node.code not in out]
    wanted = dict.fromkeys(Requirement.objects.filter(campaign=campaign, edition=campaign.edition_id, dropped_at=None).values_list("indicator", flat=True))  # fmt: skip
    without = [node for node in leaves if node.code not in wanted]
    for node in without:
        if node.indicator.method == "material":
            link = reverse("office:add_requirement", args=[campaign.pk, node.code])
            yield Omission(
                "indicator-material",
                f"{node.code} {node.indicator.name}",
                _("靠材料审核，却没有列材料清单"),
                _("列材料"),
                link,
            )
    codes = {node.code for node in without if node.indicator.method != "material"}
    duties = Duty.objects.filter(
        campaign=campaign, edition=campaign.edition_id, state__in=STANDING_DUTIES, indicator__in=codes
    )
    tasks = Counter(duties.values_list("indicator", flat=True))
    for node in without:
        if (n := tasks[node.code]) and node.code in codes:
            link = reverse("office:add_requirement", args=[campaign.pk, node.code])
            says = ngettext("%d 项任务，没有要求留下任何材料", "%d 项任务，没有要求留下任何材料", n) % n
            yield Omission("task-material", f"{node.code} {node.indicator.name}", says, _("列材料"), link)
    yield from _unused(campaign)


def _unused(campaign: Campaign) -> Iterator[Omission]:
    """Materials that serve nothing, and photos of a place that are tied to none."""
    uses = Use.objects.filter(material=OuterRef("pk")).exclude(state=UseState.WITHDRAWN)
    units = participants(campaign).values("code")
    held = Material.objects.filter(unit__in=units, withdrawn_at=None).select_related("unit")
    for one in held.filter(~Exists(uses)).order_by("-pk")[:MOST]:
        link = reverse("office:material", args=[one.pk])
        yield Omission("material-indicator", f"{one.unit} {one.title}", _("没有用在任何指标上"), _("看材料"), link)
    tied = Exists(SiteLink.objects.filter(material=OuterRef("pk")))
    here = Exists(uses.filter(requirement__campaign=campaign))
    for one in held.filter(~tied & here, ~Q(place=""), kind=MaterialKind.PHOTO).order_by("-pk")[:MOST]:
        link = reverse("office:material", args=[one.pk])
        yield Omission(
            "material-site",
            f"{one.unit} {one.title}",
            _("照片写了地点“%s”，没有关联点位") % one.place,
            _("关联点位"),
            link,
        )


def _sites(campaign: Campaign) -> Iterator[Omission]:
    """Indicators that are looked at on the spot and are on no checklist; sites of types without one; sites whose unit has no task."""
    lists = in_force(campaign.edition)
    if not any(node.indicator.method == "site" for node in standard_of(campaign.edition).leaves):
        return
    checked = {item.clause for one in lists for item in one.items.all()}
    out = set(campaign.out)  # type: ignore[attr-defined]
    for node in standard_of(campaign.edition).leaves:
        if node.indicator.method == "site" and node.code not in checked and node.code not in out:
            yield Omission("indicator-site", f"{node.code} {node.indicator.name}", _("靠实地考察，却不在任何检查表里"), _("改检查表"), reverse("office:checklists"))  # fmt: skip
    clauses = {one.checklist.type_id: {item.clause for item in one.items.all()} for one in lists}
    sites = Site.objects.filter(current(), type__is_facility=False).values_list(
        "type", "type__name", "unit", "unit__name"
    )
    owned = set(Duty.objects.filter(campaign=campaign, state__in=STANDING_DUTIES).values_list("unit", "indicator"))
    taking = set(participants(campaign).values_list("pk", flat=True))
    bare: dict[int, str] = {}
    for kind, name, unit, unit_name in sites.order_by("type__order", "unit__order").distinct():
        if kind not in clauses and kind not in bare:
            bare[kind] = name
            link = reverse("office:checklists")
            yield Omission(
                "site-indicator", name, _("这类点位在这套标准里没有现行检查表，查了也不对应指标"), _("补检查表"), link
            )
        elif kind in clauses and unit in taking and not any((unit, one) in owned for one in clauses[kind]):
            link = reverse("office:coverage", args=[campaign.pk])
            yield Omission(
                "site-task", f"{unit_name} · {name}", _("有这类点位，却没有对应指标的任务"), _("派任务"), link
            )
