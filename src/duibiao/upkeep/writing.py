"""What the services of upkeep share: a row held for one act, and a unit asked for it."""

from datetime import date
from typing import TypeVar

from django.db.models import Model
from django.utils.translation import gettext as _

from duibiao.asks import services as asks
from duibiao.asks.choices import AskKind, AskState
from duibiao.asks.permissions import may_ask
from duibiao.campaigns.models import Campaign
from duibiao.lib import versions
from duibiao.organisation.models import Unit, User
from duibiao.standards.queries import standard_of
from duibiao.upkeep.refusals import Refused

Row = TypeVar("Row", bound=Model)


def locked(row: Row, version: int | None = None) -> Row:
    """The row as it is now, held until the transaction ends; `version` is the one that somebody has seen."""
    held = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
    if version is not None and isinstance(held, versions.Versioned) and held.version != version:
        raise versions.Stale(held)
    return held


def check_indicator(campaign: Campaign | None, indicator: str) -> None:
    """An indicator is one of its campaign's standard."""
    if not indicator:
        return
    if campaign is None:
        raise Refused(_("写了指标编号，就要选是哪个创建活动的。"), "campaign")
    if indicator not in standard_of(campaign.edition).by_code:
        known = {"code": indicator, "campaign": campaign}
        raise Refused(_("“%(campaign)s”的标准里没有指标 %(code)s；请从标准页抄编号。") % known, "indicator")


def ask_unit(by: User, unit: Unit, *, title: str, grounds: str, due_on: date, reference: str, link: str) -> None:
    """The unit hears of it once, among all that is asked of it; too little time is refused at the day."""
    if not may_ask(by, unit) or (by.unit is not None and by.unit.pk == unit.pk):
        return
    try:
        asks.ask(
            by, unit=unit, kind=AskKind.RECTIFY, title=title[:200], grounds=grounds, due_on=due_on, reference=reference,
            link=link,
        )  # fmt: skip
    except asks.TooSoon as soon:
        raise Refused(str(soon), "due_on") from None


def end_ask(by: User, reference: str, *, done: bool, unit: Unit | None = None) -> None:
    asks.settle(by, reference=reference, unit=unit, state=AskState.DONE if done else AskState.WITHDRAWN)
