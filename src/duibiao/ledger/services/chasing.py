"""Sending what is missing: one notice for each unit, and an ask for each line, unless it was asked already."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.ledger import reaching
from duibiao.ledger.permissions import may_run_ledger
from duibiao.ledger.queries.completeness import Cell
from duibiao.ledger.services.requirements import window_of
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require


@dataclass
class Chased:
    """What a sending did: lines asked, lines that had been asked before, units told, units without anybody to tell."""

    asked: int = 0
    already: int = 0
    told: int = 0
    nobody: int = 0


@transaction.atomic
def chase(by: User, campaign: Campaign, *, cells: Iterable[Cell], urgent: str = "") -> Chased:
    """Ask for what is missing. A line that a unit was asked for already is not asked again."""
    require(may_run_ledger(by))
    done, window = Chased(), window_of(campaign)
    by_unit: dict[int, tuple[Unit, list[Cell]]] = {}
    for cell in cells:
        by_unit.setdefault(cell.unit.pk, (cell.unit, []))[1].append(cell)
    for unit, lines in by_unit.values():
        asked = sum(_asked(by, campaign, cell, window.closes_on, urgent) for cell in lines)
        done.asked += asked
        done.already += len(lines) - asked
        done.told += bool(asked)
        done.nobody += bool(asked and not reaching.liaison_users(unit))
    note(by, "ledger.chase", campaign, asked=done.asked, units=len(by_unit))
    return done


def _asked(by: User, campaign: Campaign, cell: Cell, closes_on: date | None, urgent: str) -> bool:
    line = cell.requirement
    line.campaign = campaign
    link = f"/unit/requirements/{line.pk}/{cell.unit.pk}/"
    due = line.due_on if line.due_on is None or line.due_on >= today() else None
    title = _("补交材料：%s") % line
    return reaching.ask_for(
        by, cell.unit, line, title=title, due_on=due or _coming(closes_on), link=link, urgent=urgent
    )


def _coming(day: date | None) -> date | None:
    """A day that has gone by is no deadline."""
    return day if day is not None and day >= today() else None
