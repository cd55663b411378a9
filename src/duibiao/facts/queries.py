"""The only place that reads the journal for pages."""

from collections.abc import Iterable

from django.db import connection
from django.db.models import F, Q, QuerySet

from duibiao.audit.models import Line
from duibiao.campaigns.models import Campaign
from duibiao.campaigns.permissions import visible_campaigns
from duibiao.facts.models import Counter, Fact
from duibiao.facts.permissions import visible_facts
from duibiao.organisation.models import User
from duibiao.standards.models import Measure

#: All corrections of one matter, whichever of them one begins with.
_CHAIN = """
WITH RECURSIVE older(sequence, supersedes) AS (
  SELECT sequence, supersedes FROM facts_fact WHERE sequence = %s
  UNION SELECT f.sequence, f.supersedes FROM facts_fact f JOIN older o ON f.sequence = o.supersedes
), newer(sequence) AS (
  SELECT sequence FROM facts_fact WHERE sequence = %s
  UNION SELECT f.sequence FROM facts_fact f JOIN newer n ON f.supersedes = n.sequence
)
SELECT sequence FROM older UNION SELECT sequence FROM newer
"""


def last_sequence() -> int:
    """The number of the last fact."""
    return Counter.objects.values_list("last", flat=True).get(pk=1)


def facts(by: User) -> QuerySet[Fact]:
    """The facts that `by` sees, newest first."""
    found = Fact.objects.filter(visible_facts(by))
    return found.select_related("measure", "unit", "recorded_by__person", "superseded_by")


def behind(*, unit: str, measures: list[str], known: int | None = None) -> QuerySet[Fact]:
    """The facts about a unit and some measures that count: recorded by then, and not superseded by then."""
    found = Fact.objects.filter(unit__code=unit, measure__in=measures)
    if known is None:
        counted = found.filter(superseded_by__isnull=True)
    else:
        counted = found.filter(
            Q(superseded_by__isnull=True) | Q(superseded_by__sequence__gt=known), sequence__lte=known
        )
    return counted.select_related("measure", "recorded_by__person").order_by("at", "sequence")


def chain(fact: Fact) -> list[Fact]:
    """The fact, what it corrected and what corrected it, the oldest first: two statements however long."""
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [fact.pk, fact.pk])
        numbers = [row[0] for row in cursor.fetchall()]
    return list(Fact.objects.filter(pk__in=numbers).select_related("measure", "recorded_by__person").order_by("pk"))


def campaigns_of(by: User, fact: Fact) -> list[Campaign]:
    """The campaigns in which a fact counts, each with the edition's own `word` for its measure."""
    bound = Campaign.objects.filter(edition__bindings__measure=fact.measure_id, participants__unit=fact.unit_id)  # type: ignore[misc]
    bound = bound.annotate(word=F("edition__bindings__code")).filter(pk__in=_seen(by))
    return list(bound.select_related("edition"))


def _seen(by: User) -> QuerySet[Campaign, int]:
    return Campaign.objects.filter(visible_campaigns(by)).values_list("pk", flat=True)


def acts_on(fact: Fact) -> list[Line]:
    """The audit lines of one fact: who recorded it, who corrected it."""
    posted = Q(act="facts.post", detail__first__lte=fact.pk, detail__last__gte=fact.pk, by_id=fact.recorded_by_id)
    corrected = Q(act="facts.supersede", detail__by_fact=fact.pk) | Q(act="facts.supersede", detail__fact=fact.pk)
    return list(Line.objects.filter(posted | corrected).order_by("-id")[:20])


def search_measures(campaign: Campaign, words: str) -> QuerySet[Measure]:
    """The measures of a campaign's edition that hold every word in their name, code or pinyin."""
    found = Measure.objects.filter(bindings__edition=campaign.edition_id)
    for word in words.split():
        found = found.filter(
            Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(code__startswith=word.lower())
            | Q(spelling__contains=word.lower())
        )
    return found.order_by("name", "code")


def held_uids(uids: Iterable[str]) -> dict[str, Fact]:
    """The facts that are recorded under some senders' ids."""
    return {fact.uid: fact for fact in Fact.objects.filter(uid__in=list(uids))}
