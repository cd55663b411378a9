"""What nobody has to log in for. Its one trick: everything public is found here and nowhere else, by two marks that people set.

A campaign is public because the office said so; a result because it was published *to the public*. What was published to all
units is not public.
"""

from django.core.cache import cache
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from duibiao.campaigns.models import Campaign
from duibiao.campaigns.queries import public_campaigns
from duibiao.scores.choices import SnapshotState, Visibility
from duibiao.scores.models import Snapshot
from duibiao.standards import queries as standards
from duibiao.standards.models import Edition, Indicator
from duibiao.web.base.standards.drawing import drawn
from duibiao.web.base.standards.trees import OPEN_UP_TO, Reader, Wish


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
