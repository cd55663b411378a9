"""Sending what is missing: one notice for each unit, and an ask for each line, unless it was asked already."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.ledger import reaching
from duibiao.ledger.permissions import may_run_ledger
from duibiao.ledger.queries.completeness import Cell
from duibiao.ledger.services.requirements import window_of
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
        fresh = [cell for cell in lines if _asked(by, campaign, cell, window.closes_on, urgent)]
        done.asked += len(fresh)
        done.already += len(lines) - len(fresh)
        people = reaching.liaisons(unit)
        done.told += bool(fresh and people)
        done.nobody += bool(fresh and not people)
        if fresh:
            reaching.tell(people, kind="ledger.missing", words=_words(campaign, fresh), link=link_of(campaign, unit))
    note(by, "ledger.chase", campaign, asked=done.asked, units=len(by_unit))
    return done


def _asked(by: User, campaign: Campaign, cell: Cell, closes_on: object, urgent: str) -> bool:
    line = cell.requirement
    due = line.due_on or closes_on
    return reaching.ask(
        by,
        unit=cell.unit,
        title=_("补交材料：%s") % line,
        grounds=campaign.title,
        due_on=due,
        reference=f"requirement:{line.pk}",
        subject=reaching.subject_of(line.pk),
        link=f"/unit/requirements/{line.pk}/units/{cell.unit.pk}/",
        urgent_reason=urgent,
    )


def _words(campaign: Campaign, lines: list[Cell]) -> str:
    first = "、".join(str(cell.requirement) for cell in lines[:3])
    more = _("等 %d 项") % len(lines) if len(lines) > 3 else ""
    return _("“%(campaign)s”还缺材料：%(first)s%(more)s。") % {"campaign": campaign.title, "first": first, "more": more}


def link_of(campaign: Campaign, unit: Unit) -> str:
    return f"/unit/campaigns/{campaign.pk}/ledger/{unit.pk}/"
