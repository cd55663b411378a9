"""What new facts touch: the campaigns whose edition looks at their measures and whose units they are about.

Its one trick: all that moving a score must know of what stood before comes in one prepared statement.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from duibiao.campaigns.models import Campaign
from duibiao.facts.models import Fact
from duibiao.scores.prepared import run_prepared

TOUCHED = """
    SELECT c.id AS campaign, c.version, c.edition_id AS edition, c.since, c.until, p.unit, b.code AS word,
           s.edition_id = c.edition_id AS "current", t.fined, t.zeroed, t.total,
           EXISTS (SELECT 1 FROM procrastinate_jobs j WHERE j.queueing_lock = %(lock)s || c.id AND j.status = 'todo') AS waits
    FROM standards_binding b
    JOIN campaigns_campaign c ON c.edition_id = b.edition_id
    JOIN scores_standing s ON s.campaign_id = c.id
    JOIN campaigns_participant p ON p.campaign_id = c.id
    LEFT JOIN scores_total t ON t.campaign_id = c.id AND t.unit = p.unit
    WHERE b.measure = ANY(%(measures)s) AND p.unit = ANY(%(units)s)"""
#: The queueing lock of the job that works a campaign out, before its number.
LOCK = "scores.work_out:"


@dataclass(frozen=True)
class Touched:
    """A unit in a campaign, the edition's word for the measure, and the total as it stands before (None: not worked out)."""

    campaign: int
    version: int
    edition: int
    since: date
    until: date
    unit: str
    word: str
    #: Whether the rows that are kept are of the campaign's edition.
    current: bool
    fined: float | None
    zeroed: bool | None
    total: float | None
    #: Whether a job that works the campaign out is waiting already.
    waits: bool

    def as_campaign(self) -> Campaign:
        """The campaign as it was read: in this process it is looked up once for as long as nobody changes it."""
        return _campaign(self.campaign, self.version, self.edition, self.since, self.until)


def touched_by(facts: Iterable[Fact]) -> list[Touched]:
    """One statement, whatever the number of facts."""
    told = [(fact.measure_id, fact.unit_id) for fact in facts]
    measures, units = (sorted(set(column)) for column in zip(*told, strict=True))
    return [Touched(**row) for row in run_prepared(TOUCHED, {"measures": measures, "units": units, "lock": LOCK})]


@lru_cache(maxsize=64)
def _campaign(pk: int, *_state: object) -> Campaign:
    return Campaign.objects.select_related("edition").defer("edition__text").get(pk=pk)
