"""Rules of competence: what the office ruled, found again when the same matter comes up.

Its one trick: a matter is compared by its pairs of characters, written as it is and in pinyin, so that 户外广告审批 finds
户外广告设施的审批 and a name typed with another character of the same sound.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.campaigns.models import Campaign
from duibiao.duties.models import CompetenceRule, Duty
from duibiao.duties.permissions import may_rule
from duibiao.lib.alike import pairs
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require
from duibiao.standards.models import Measure
from duibiao.standards.queries import standard_of
from duibiao.standards.rows import spelling

#: Matters less alike than this are different ones.
ALIKE = 0.45
MOST = 3


@dataclass(frozen=True)
class Proposal:
    """A unit that is proposed for a matter: by which ruling, how sure (0–1), and why in words."""

    rule: CompetenceRule
    likeness: float
    why: str

    @property
    def unit(self) -> Unit:
        return self.rule.unit

    @property
    def percent(self) -> int:
        return round(100 * self.likeness)


def rules() -> QuerySet[CompetenceRule]:
    """The rules that hold, the latest first."""
    return (
        CompetenceRule.objects.filter(ended_at=None)
        .select_related("unit", "by__person", "edition", "duty")
        .defer("edition__text")
    )


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """How much of the shorter is in the longer, drawn down where their lengths differ much."""
    shorter, longer = sorted((len(one), len(other)))
    common = len(one & other)
    return (common / shorter * 0.7 + common / longer * 0.3) if shorter and common else 0.0


def alike(words: str, rule: CompetenceRule) -> float:
    """The better of how it is written and how it sounds; sound alone is worth a little less."""
    written = likeness(pairs(words), pairs(rule.words))
    if written >= 0.9 or not rule.spelling:
        return written
    return max(written, 0.9 * likeness(pairs(_sound(words)), pairs(rule.spelling.split(" ")[0])))


def _sound(words: str) -> str:
    return spelling(words).split(" ")[0]


def competence_for(
    words: str, *, campaign: Campaign | None = None, indicator: str = "", held: Iterable[CompetenceRule] | None = None
) -> list[Proposal]:
    """Who was ruled competent for such a matter: the same indicator or measure first, then words that are alike."""
    found = []
    for rule in rules() if held is None else held:
        sure, why = _matched(words, rule, campaign, indicator)
        if sure >= ALIKE:
            found.append(Proposal(rule, sure, why))
    return sorted(found, key=lambda one: (-one.likeness, -one.rule.pk))[:MOST]


def _matched(words: str, rule: CompetenceRule, campaign: Campaign | None, indicator: str) -> tuple[float, str]:
    if indicator and campaign is not None and rule.indicator:
        if rule.edition_id == campaign.edition_id and rule.indicator == indicator:
            return 1.0, _("同一指标 %s 裁定过") % indicator
        if rule.measure_id and rule.measure_id in measures_of(campaign, indicator):
            return 0.95, _("同一计量项裁定过")
    sure = alike(words, rule) if words else 0.0
    return sure, _("事项相近（%d%%）") % round(100 * sure)


def measures_of(campaign: Campaign, indicator: str) -> frozenset[str]:
    """The measures that an indicator's rule looks at, by the edition's own words."""
    node = standard_of(campaign.edition).by_code.get(indicator)
    return frozenset(measure for term in node.indicator.rule for measure in term.measures) if node else frozenset()


def proposed_units(campaign: Campaign, names: Mapping[str, str]) -> dict[str, Proposal]:
    """By indicator, the best proposal: the rules are read once. `names` says what each indicator is called."""
    held = list(rules())
    found = {}
    if held:
        for code, name in names.items():
            best = competence_for(name, campaign=campaign, indicator=code, held=held)
            if best:
                found[code] = best[0]
    return found


def keep_rule(
    by: User, duty: Duty, *, unit: Unit, grounds: str, matter: str, measure: Measure | None
) -> CompetenceRule:
    """Keep a ruling; an older one for the very same matter or duty ends. Called in the ruling's own transaction."""
    now = timezone.now()
    CompetenceRule.objects.filter(ended_at=None, words=matter[:300]).update(ended_at=now)
    CompetenceRule.objects.filter(ended_at=None, duty=duty).update(ended_at=now)
    return CompetenceRule.objects.create(
        words=matter[:300], spelling=spelling(matter)[:900], unit=unit, edition_id=duty.edition_id if duty.indicator else None,
        indicator=duty.indicator, measure=measure, grounds=grounds, duty=duty, by=by,
    )  # fmt: skip


@transaction.atomic
def end_rule(by: User, rule: CompetenceRule) -> None:
    """It is no longer proposed; the record of the ruling stays."""
    require(may_rule(by))
    if CompetenceRule.objects.filter(pk=rule.pk, ended_at=None).update(ended_at=timezone.now()):
        note(by, "duties.end_rule", rule)
