"""The only place that reads standards for pages."""

from functools import lru_cache

from django.db.models import Q, QuerySet

from duibiao.organisation.models import User
from duibiao.standards.choices import EditionState
from duibiao.standards.models import Edition, Indicator
from duibiao.standards.permissions import may_read_drafts
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_text


@lru_cache(maxsize=32)
def _read(sha256: str, text: str) -> Standard:
    standard, problems = read_text(text)
    if standard is None:
        raise ValueError(f"a kept edition cannot be read: {problems[:1]}")
    return standard


def standard_of(edition: Edition) -> Standard:
    """The edition as the engine's value. Read once per process: its text never changes under one hash."""
    return _read(edition.sha256, edition.text)


def editions(by: User) -> QuerySet[Edition]:
    """The editions that `by` may read, without their texts."""
    found = Edition.objects.defer("text")
    return found if may_read_drafts(by) else found.filter(state=EditionState.PUBLISHED)


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
