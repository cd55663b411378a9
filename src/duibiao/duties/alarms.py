"""Two alarms: an indicator that nobody owns, and a duty that nobody signed in time. Run by a job each morning, told once for each state
of things: what has not changed is not told again."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.campaigns.choices import Decision
from duibiao.campaigns.choices import State as CampaignState
from duibiao.campaigns.models import Adoption, Campaign
from duibiao.duties import outside
from duibiao.duties.choices import STANDING
from duibiao.duties.models import Duty
from duibiao.duties.queries import Days, nobody_owns, unsigned
from duibiao.duties.warnings import CHINESE
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.standards.queries import standard_of

#: Indicators that a message names; the matrix behind its link has all.
NAMED = 5


@override(CHINESE)
def warn_of_gaps() -> int:
    """What nobody owns goes to the office, what nobody signed to the unit and to whoever gave it out. Returns how many there are."""
    running = Campaign.objects.filter(state=CampaignState.RUNNING).select_related("edition").order_by("id")
    return sum(_unowned(campaign) for campaign in running) + _unsigned()


def _unowned(campaign: Campaign) -> int:
    """A campaign that nothing has been given out of yet is being set up: it is not told."""
    if not Duty.objects.filter(campaign=campaign, edition=campaign.edition_id, state__in=STANDING).exists():
        return 0
    left_out = Adoption.objects.filter(campaign=campaign, edition=campaign.edition_id, decision=Decision.NOT_APPLICABLE)
    out = set(left_out.values_list("indicator", flat=True))
    codes = nobody_owns(campaign, [node.code for node in standard_of(campaign.edition).leaves if node.code not in out])
    if codes:
        known = {"campaign": campaign.title, "n": len(codes), "codes": "、".join(codes[:NAMED])}
        words = _("“%(campaign)s”有 %(n)d 项指标没人负责：%(codes)s。请在分工矩阵里派给单位。") % known
        users = list(User.objects.filter(is_active=True, grants__role=Role.OFFICE).distinct())
        link = f"/office/campaigns/{campaign.pk}/coverage/?only=unowned"
        outside.tell(
            users=users,
            kind="duty.unowned",
            words=words,
            link=link,
            about=f"unowned:{campaign.pk}:{len(codes)}:{codes[0]}",
        )
    return len(codes)


def _unsigned() -> int:
    held = Duty.objects.filter(unsigned(Days.now()), campaign__state=CampaignState.RUNNING)
    found = list(held.select_related("unit", "assigned_by", "campaign").order_by("unit", "id"))
    for group in _grouped(found):
        first = group[0]
        known = {"unit": first.unit.name, "n": len(group), "name": str(first)}
        words = _("%(unit)s有 %(n)d 项任务过了签收时限还没有签收，如“%(name)s”。") % known
        about = f"unsigned:{first.campaign_id}:{first.unit_id}:{len(group)}:{group[-1].pk}"
        ask = _("请签收；不归本单位的，写明依据退回。")
        outside.tell(
            users=outside.liaisons(first.unit),
            kind="duty.unsigned",
            words=words + ask,
            link="/unit/duties/",
            about=about,
        )
        link = f"/office/duties/?campaign={first.campaign_id}&sort_of=unsigned"
        outside.tell(users=[first.assigned_by], kind="duty.unsigned", words=words, link=link, about=about)
    return len(found)


def _grouped(found: Iterable[Duty]) -> list[list[Duty]]:
    """By unit, campaign and whoever gave it out: one message each, however many duties."""
    groups: dict[tuple[int, int, int], list[Duty]] = {}
    for duty in found:
        groups.setdefault((duty.unit_id, duty.campaign_id, duty.assigned_by_id), []).append(duty)
    return list(groups.values())
