"""What the parts that exist put on people's days: asks, milestones of campaigns, titles to be defended."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duibiao.asks.choices import LIVE, OWED
from duibiao.asks.models import Ask
from duibiao.asks.permissions import visible_asks
from duibiao.campaigns import honours
from duibiao.campaigns.choices import State
from duibiao.campaigns.models import Campaign, Milestone
from duibiao.campaigns.permissions import visible_campaigns
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import holds, may_manage_organisation, sees_all
from duibiao.web.base.days.entries import Entry, register

#: A district above asks of its villages what it has below it; a page of days is no list of all of them.
MOST = 500


def asks(by: User, first: date, last: date) -> Iterator[Entry]:
    """A unit: what is asked of it and below. Anybody else: what oneself has asked for and waits for, one line for each matter."""
    rows = Ask.objects.filter(due_on__range=(first, last)).select_related("unit").order_by("due_on", "title", "id")
    if holds(by, Role.UNIT) and not sees_all(by):
        yield from (_owed(by, one) for one in rows.filter(visible_asks(by), state__in=OWED)[:MOST])
    else:
        waited = list(rows.filter(by=by, state__in=LIVE)[:MOST])
        for (day, title), same in groupby(waited, key=lambda one: (one.due_on, one.title)):
            yield _waited(day, title, list(same), reverse("office:asks") if may_manage_organisation(by) else "")


def _owed(by: User, one: Ask) -> Entry:
    own = by.unit is not None and one.unit_id == by.unit.pk
    title = one.title if own else _("%(unit)s：%(title)s") % {"unit": one.unit.known_as, "title": one.title}
    link = one.link or reverse("unit:ask", args=[one.pk])
    return Entry(f"ask-{one.pk}", one.due_on, title, _("要求"), link, is_owed=True, note=one.get_kind_display())


def _waited(day: date, title: str, same: list[Ask], listed: str) -> Entry:
    still = sum(one.is_owed for one in same)
    words = ngettext("%d 个单位还没答复", "%d 个单位还没答复", still) % still if still else _("都答复了，等验收")
    link = f"{listed}?q={title}" if listed else ""
    return Entry(f"asked-{same[0].pk}", day, title, _("要求"), link, note=words)


def milestones(by: User, first: date, last: date) -> Iterator[Entry]:
    """The days that the campaigns work towards, of those that one sees."""
    seen = Campaign.objects.filter(visible_campaigns(by)).exclude(state__in=[State.NAMED, State.CLOSED]).values("pk")
    found = Milestone.objects.filter(campaign__in=seen, day__range=(first, last)).select_related("campaign")
    for one in found.defer("campaign__about"):
        link = reverse("office:campaign", args=[one.campaign_id]) if may_manage_organisation(by) else ""
        yield Entry(f"milestone-{one.pk}", one.day, one.name, _("节点"), link, note=one.campaign.title)


def reviews(by: User, first: date, last: date) -> Iterator[Entry]:
    """Titles in force that are examined again; everybody who may log in may know them."""
    for one in honours.in_force().filter(Q(review_on__range=(first, last))):
        assert one.review_on is not None
        link = reverse("office:honours") if may_manage_organisation(by) else ""
        title = _("“%s”复审") % one.title
        yield Entry(f"honour-{one.pk}", one.review_on, title, _("复审"), link, note=one.get_level_display())


def register_all() -> None:
    register("asks", asks)
    register("milestones", milestones)
    register("reviews", reviews)
