"""The standings of a campaign as rows: rank and its change, the bar, gates and vetoes in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Avg, CharField, Count, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, Concat, LPad
from django.utils.translation import gettext as _

from duibiao.campaigns.models import Campaign
from duibiao.lib.spans import today
from duibiao.lib.tables import Column, Filter
from duibiao.organisation.models import Unit, User
from duibiao.scores import queries
from duibiao.scores.models import Point, Total
from duibiao.scores.permissions import visible_scores
from duibiao.standards.queries import standard_of
from duibiao.web.base.scores.bars import Parts, of_total
from duibiao.web.base.scores.reading import standing_of
from duibiao_engine.gap import losses
from duibiao_engine.results import ScoreResult, UnitScore
from duibiao_engine.standard.model import Standard

#: How far back a change of rank is counted.
BACK_DAYS = 7


@dataclass(frozen=True)
class Verdict:
    """A gate or a veto in words: its state's colour, its own name."""

    kind: str
    words: str
    name: str


@dataclass(frozen=True)
class Drawn:
    """What a row of the standings shows beside the total itself."""

    parts: Parts
    group: str
    change: int | None
    percent: float
    verdicts: tuple[Verdict, ...] = field(default=())

    @property
    def fell(self) -> int:
        return -(self.change or 0)


def group_name(standard: Standard, group: str) -> str:
    """The group in which a unit is ranked, as people say it."""
    return _("全部") if group in ("*", "") else standard.unit_kinds.get(group, group)


def verdicts(standard: Standard, total: Total | UnitScore) -> tuple[Verdict, ...]:
    """Only what somebody must know: gates not passed or open, vetoes that hold or threaten."""
    gates = {gate.id: gate.name for gate in standard.gates}
    vetoes = {veto.id: veto.name for veto in standard.vetoes}
    found = [Verdict("bad", _("否决"), vetoes.get(one, one)) for one in total.vetoes]
    found += [Verdict("soon", _("否决待定"), vetoes.get(one, one)) for one in total.open_vetoes]
    words = {"failed": ("bad", _("门槛未过")), "open": ("soon", _("门槛未定"))}
    found += [Verdict(*words[state], gates.get(one, one)) for one, state in total.gates.items() if state in words]
    return tuple(found)


def totals(by: User, campaign: Campaign) -> QuerySet[Total]:
    """The totals that `by` sees with keys that sort without a null: `place` and `share`."""
    place = Coalesce("rank", Value(999_999))
    key = Concat("group", Value(" "), LPad(Cast(place, CharField()), 6, Value("0")))
    found = Total.objects.filter(visible_scores(by), campaign=campaign).select_related("unit")
    return found.annotate(place=key, share=Coalesce("rate", Value(-1.0)))


def columns(standard: Standard) -> list[Column[Total]]:
    """What is seen, and exported."""
    return [
        Column("place", _("名次"), lambda row: row.rank, sort="place", number=True),
        Column("unit", _("单位"), lambda row: row.unit.name, sort="unit__name"),
        Column("group", _("分组"), lambda row: group_name(standard, row.group)),
        Column("total", _("得分"), lambda row: row.total, sort="total"),
        Column("full", _("满分"), lambda row: row.full),
        Column("rate", _("得分率"), lambda row: row.rate, sort="share", number=True),
        Column("grade", _("等次"), lambda row: row.grade or ""),
        Column("verdicts", _("门槛和否决"), lambda row: "；".join(f"{one.words}：{one.name}" for one in verdicts(standard, row))),
    ]  # fmt: skip


def drawn_columns(standard: Standard) -> list[Column[Total]]:
    """The columns of a page: the full mark stands in the bar."""
    return [column for column in columns(standard) if column.name != "full"]


def filters(standard: Standard, target_rate: float | None) -> list[Filter]:
    """Words, group and state."""
    kinds = list(standard.unit_kinds.items())
    goal = (target_rate or 0.0) / 100
    states = {
        "below": ("rate", Q(rate__lt=goal)),
        "vetoed": ("vetoes", ~Q(vetoes=[])),
        "unknown": ("best", Q(best__gt=F("worst"))),
    }
    words = [("below", _("没到目标")), ("vetoed", _("触发否决")), ("unknown", _("还有未知分"))]
    text = Filter("q", _("单位名称"), lambda t: Q(unit__name__icontains=t) | Q(unit__short_names__icontains=t))
    state = Filter("state", _("状态"), lambda one: states[one][1], words if target_rate else words[1:])
    return [text, *([Filter("group", _("分组"), lambda one: Q(group=one), kinds)] if kinds else []), state]


def draw(campaign: Campaign, rows: Iterable[Total], to_win: dict[str, float], day: date | None = None) -> None:
    """Give each row what is drawn beside it, as `row.drawn`: one statement for all."""
    standard = standard_of(campaign.edition)
    then = queries.before(campaign, (day or today()) - timedelta(days=BACK_DAYS))
    for row in rows:
        before = then.get(row.unit_id)
        shown = Drawn(
            of_total(row, to_win.get(row.unit_id, 0.0)),
            group_name(standard, row.group),
            _risen(row, before),
            100 * (row.rate or 0.0),
            verdicts(standard, row),
        )
        row.drawn = shown  # type: ignore[attr-defined]


def _risen(row: Total, before: Point | None) -> int | None:
    """Places gained since then; negative when lost."""
    if before is None or before.rank is None or row.rank is None:
        return None
    return before.rank - row.rank


@dataclass(frozen=True)
class Overall:
    """Where everybody stands together."""

    units: int
    mean: float | None
    reached: int
    vetoed: int

    @property
    def percent(self) -> float:
        return 100 * (self.mean or 0.0)

    def gap(self, target: float | None) -> float | None:
        """Percentage points that the mean is short of the target."""
        return None if target is None or self.mean is None else target - 100 * self.mean


def overall(by: User, campaign: Campaign) -> Overall:
    """One statement over what `by` sees."""
    goal = (campaign.target_rate or 0.0) / 100
    found: dict[str, Any] = Total.objects.filter(visible_scores(by), campaign=campaign).aggregate(
        units=Count("pk"),
        mean=Avg("rate", filter=Q(has_data=True)),
        reached=Count("pk", filter=Q(rate__gte=goal, has_data=True)),
        vetoed=Count("pk", filter=~Q(vetoes=[])),
    )
    return Overall(**found)


def to_win(campaign: Campaign) -> dict[str, float]:
    """By unit, what can be won back, as of the ranks."""
    return queries.to_win(campaign, standing_of(campaign))


def on_a_day(campaign: Campaign, result: ScoreResult, day: date, by: User) -> list[Total]:
    """The standings of another day, of the units that `by` sees, as rows that were never kept."""
    seen = Unit.objects.filter(visible_scores(by, "code__"), code__in=list(result.units))
    units = {unit.code: unit for unit in seen}
    rows = [_never_kept(campaign, score, units[score.unit]) for score in result.ranked() if score.unit in units]
    sums = queries.won_back(losses(result, standard_of(campaign.edition)))
    draw(campaign, rows, sums, day)
    return rows


def _never_kept(campaign: Campaign, score: UnitScore, unit: Unit) -> Total:
    names = ("group", "total", "worst", "best", "full", "rate", "rank", "grade", "has_data")
    kept = {name: getattr(score, name) for name in names}
    return Total(
        campaign=campaign,
        unit=unit,
        gates=dict(score.gates),
        vetoes=score.vetoes,
        open_vetoes=score.open_vetoes,
        **kept,
    )
