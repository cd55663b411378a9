"""The closed set of scoring rules: one file for each kind, one register of all.

To add a kind: write its file, add it here, give it a page in docs/reference/rules and a worked case; tests fail until
all of that is there.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

from duibiao_engine.rules.all_of import AllOf, AllOfKind
from duibiao_engine.rules.bands import Bands, BandsKind
from duibiao_engine.rules.base import Kind
from duibiao_engine.rules.deadline import Late, LateKind
from duibiao_engine.rules.discretion import Judged, JudgedKind
from duibiao_engine.rules.grade import Grade, GradeKind
from duibiao_engine.rules.integrity import FalseReport, FalseReportKind
from duibiao_engine.rules.ladder import Ladder, LadderKind
from duibiao_engine.rules.mean_of import MeanOf, MeanOfKind
from duibiao_engine.rules.occurrence import Per, PerKind
from duibiao_engine.rules.percentage import Above, AboveKind, Below, BelowKind
from duibiao_engine.rules.quorum import Quorum, QuorumKind
from duibiao_engine.rules.quota import Quota, QuotaKind
from duibiao_engine.rules.rank_points import Rank, RankKind
from duibiao_engine.rules.relative import Relative, RelativeKind
from duibiao_engine.rules.scale import Scale, ScaleKind
from duibiao_engine.rules.share import Share, ShareKind
from duibiao_engine.rules.share_of import ShareOf, ShareOfKind
from duibiao_engine.rules.shortfall import ShortOf, ShortOfKind
from duibiao_engine.rules.threshold import IfAbove, IfAboveKind, IfBelow, IfBelowKind
from duibiao_engine.rules.trend import ThresholdOrTrend, ThresholdOrTrendKind
from duibiao_engine.rules.when import Unless, UnlessKind, When, WhenKind

AnyParameters = Annotated[
    When
    | Unless
    | Per
    | ShortOf
    | Below
    | Above
    | IfBelow
    | IfAbove
    | Quota
    | Ladder
    | Late
    | Judged
    | FalseReport
    | Share
    | Grade
    | Bands
    | Scale
    | AllOf
    | ShareOf
    | MeanOf
    | Quorum
    | Rank
    | Relative
    | ThresholdOrTrend,
    Field(discriminator="word"),
]

KINDS: dict[str, Kind[Any]] = {
    kind.word: kind
    for kind in (
        WhenKind(), UnlessKind(), PerKind(), ShortOfKind(), BelowKind(), AboveKind(), IfBelowKind(), IfAboveKind(),
        QuotaKind(), LadderKind(), LateKind(), JudgedKind(), FalseReportKind(), ShareKind(), GradeKind(), BandsKind(),
        ScaleKind(), AllOfKind(), ShareOfKind(), MeanOfKind(), QuorumKind(), RankKind(), RelativeKind(),
        ThresholdOrTrendKind(),
    )
}  # fmt: skip
