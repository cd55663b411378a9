"""What nobody has to log in for. Its one trick: everything public is found here and nowhere else, by two marks that people set.

A campaign is public because the office said so; a result because it was published *to the public*. What was published to all
units is not public.
"""

from dataclasses import dataclass
from datetime import date

from django.core.cache import cache
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.timezone import localdate
from django.utils.translation import get_language

from duibiao.campaigns.models import Campaign, Move
from duibiao.campaigns.queries import public_campaigns
from duibiao.scores.choices import SnapshotState, Visibility
from duibiao.scores.models import Snapshot
from duibiao.standards import queries as standards
from duibiao.standards.models import Edition, Indicator
from duibiao.web.base.standards.drawing import drawn
from duibiao.web.base.standards.trees import OPEN_UP_TO, Reader, Wish
from duibiao_engine.standard.compare import Listed


def campaign_of(pk: int) -> Campaign:
    """A public campaign, else 404: what is not public does not exist."""
    return get_object_or_404(public_campaigns(), pk=pk)


def results() -> QuerySet[Snapshot]:
    """Results published to the public, of public campaigns, without their bytes."""
    found = Snapshot.objects.filter(
        state=SnapshotState.PUBLISHED, visibility=Visibility.PUBLIC, campaign__is_public=True
    )
    return found.defer("result", "frame").order_by("-published_at", "-pk")


def result_of(pk: int) -> Snapshot:
    """One of them with its bytes, else 404."""
    found = results().defer(None).defer("frame", "edition__text", "campaign__about")
    return get_object_or_404(found.select_related("campaign", "edition"), pk=pk)


@dataclass(frozen=True)
class Adjustment:
    """A change of the standard in the course of a campaign: since when, and what it changed."""

    since: date
    old: Edition
    new: Edition
    added: list[Listed]
    removed: list[Listed]
    points: list[tuple[Listed, str, str]]


def adjustments(campaign: Campaign) -> list[Adjustment]:
    """The changes that stand, the newest first: one statement, and once for each text the texts themselves."""
    moves = Move.objects.filter(campaign=campaign, undone_at=None).select_related("old", "new")
    return [_adjustment(one) for one in moves.defer("old__text", "new__text")]


def _adjustment(move: Move) -> Adjustment:
    found = standards.comparison(move.old, move.new)
    points = [(one.new, part.old, part.new) for one in found.points for part in one.differences if part.key == "points"]
    since = max(localdate(move.at), move.new.in_force_from or date.min)
    return Adjustment(since, move.old, move.new, found.added, found.removed, points)


def chapters(edition: Edition) -> QuerySet[Indicator]:
    """The first level of a standard."""
    return edition.indicators.filter(depth=1).order_by("number")


def whole_tree(edition: Edition) -> SafeString:
    """All clauses: drawn once for each language, for a published text never changes."""
    key = f"public-tree:{edition.sha256}:{get_language()}"
    held: SafeString | None = cache.get(key)
    if held is None:
        held, _count = tree_of(edition, Wish())
        cache.set(key, held, None)
    return held


def found_tree(edition: Edition, words: str) -> tuple[SafeString, int]:
    """The clauses that hold the words, and how many they are."""
    return tree_of(edition, Wish(frozenset(standards.search(edition, words).values_list("number", flat=True))))


def tree_of(edition: Edition, wish: Wish) -> tuple[SafeString, int]:
    branches = Reader(edition, wish).read(standards.tree(edition))
    shown = sum(branch.leaves for branch in branches)
    return drawn(branches, unfolded=shown <= OPEN_UP_TO), shown
