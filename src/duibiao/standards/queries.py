"""The only place that reads standards for pages."""

from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from duibiao.organisation.models import User
from duibiao.standards.choices import EditionState
from duibiao.standards.models import Binding, Edition, Indicator
from duibiao.standards.permissions import may_read_drafts
from duibiao_engine.problems import Problem
from duibiao_engine.standard.compare import Comparison, compare
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_text


@dataclass(frozen=True)
class _Held:
    """An edition known by its hash alone: one that was read before is not fetched again."""

    sha256: str
    edition: Edition = field(compare=False)


@lru_cache(maxsize=32)
def _read(held: _Held) -> Standard:
    standard, problems = read_text(held.edition.text)
    if standard is None:
        raise ValueError(f"a kept edition cannot be read: {problems[:1]}")
    return standard


def standard_of(edition: Edition) -> Standard:
    """The edition as the engine's value. Read once per process: its text never changes under one hash."""
    return _read(_Held(edition.sha256, edition))


def editions(by: User) -> QuerySet[Edition]:
    """The editions that `by` may read, without their texts."""
    found = Edition.objects.defer("text")
    return found if may_read_drafts(by) else found.filter(state=EditionState.PUBLISHED)


def edition(by: User, pk: int) -> Edition:
    """One edition that `by` may read, else 404."""
    return get_object_or_404(editions(by), pk=pk)


def editions_with_use(by: User) -> QuerySet[Edition]:
    """The same, each with how many campaigns run under it (`campaign_count`)."""
    return editions(by).annotate(campaign_count=Count("campaigns"))


def bindings(edition: Edition) -> QuerySet[Binding]:
    """What the edition's measures mean in the county's catalogue; a draft has none yet."""
    return edition.bindings.select_related("measure")


@lru_cache(maxsize=8)
def _problems(held: _Held) -> tuple[Problem, ...]:
    return tuple(read_text(held.edition.text)[1])


def problems_of(edition: Edition) -> tuple[Problem, ...]:
    """What the reader still has to remark about a kept edition (warnings: with errors it would not be here)."""
    return _problems(_Held(edition.sha256, edition))


@lru_cache(maxsize=8)
def _comparison(old: _Held, new: _Held) -> Comparison:
    return compare(_read(old), _read(new))


def comparison(old: Edition, new: Edition) -> Comparison:
    """Two editions side by side; worked out once per process."""
    return _comparison(_Held(old.sha256, old), _Held(new.sha256, new))


def tree(edition: Edition) -> list[Indicator]:
    """All indicators in reading order: one statement."""
    return list(edition.indicators.all())


def search(edition: Edition, words: str) -> QuerySet[Indicator]:
    """Indicators that hold every word in their code, name, clause or pinyin."""
    found = edition.indicators.all()
    for word in words.split():
        found = found.filter(
            Q(code__startswith=word)
            | Q(name__icontains=word)
            | Q(name_en__icontains=word)
            | Q(text__icontains=word)
            | Q(spelling__contains=word.lower())
        )
    return found
