"""The only place that writes standards: taking an edition in, publishing it, binding its measures to the catalogue."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.standards.binding import Wrong, check, propose
from duibiao.standards.choices import EditionState
from duibiao.standards.models import Binding, Edition, Indicator, Measure
from duibiao.standards.permissions import may_keep_standards
from duibiao.standards.rows import indicator_rows, measure_row
from duibiao_engine.problems import Problem, error
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.reader import read_text


class AlreadyPublished(Exception):
    """A published edition never changes; a change is a new edition."""


class WrongBinding(Exception):
    """Measures were chosen that cannot be meant; `wrong` says which and why."""

    def __init__(self, wrong: list[Wrong]) -> None:
        super().__init__(", ".join(f"{one.code}: {one.why}" for one in wrong))
        self.wrong = wrong


@transaction.atomic
def take_in(by: User, *, text: str, file: str = "standard.yaml") -> tuple[Edition | None, list[Problem]]:
    """Keep a standard as a draft (a draft of the same edition is replaced). All problems are returned at once."""
    require(may_keep_standards(by))
    standard, problems = read_text(text, file)
    if standard is None:
        return None, problems
    held = Edition.objects.select_for_update().filter(standard=standard.id, edition=standard.edition).first()
    if held is not None and held.is_published:
        return None, [*problems, _published_before(standard, file)]
    if held is not None:
        held.delete()
    edition = Edition.objects.create(**_fields(standard, text), made_by=by)
    Indicator.objects.bulk_create(indicator_rows(edition, standard), batch_size=500)
    note(by, "standards.take_in", edition, sha256=edition.sha256)
    return edition, problems


def _published_before(standard: Standard, file: str) -> Problem:
    what = _("“%(title)s”%(edition)s 版已经发布过") % {"title": standard.title, "edition": standard.edition}
    return error("published", file, "", what, _("已发布的版次不能改动"), _("请改用新的版次号"))


def _fields(standard: Standard, text: str) -> dict[str, Any]:
    return {
        "standard": standard.id,
        "edition": standard.edition,
        "title": standard.title,
        "title_en": standard.title_en or "",
        "issuer": standard.issuer,
        "demonstration": standard.demonstration,
        "points": standard.points,
        "leaves": len(standard.leaves),
        "text": text,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
    }


@transaction.atomic
def publish(
    by: User, edition: Edition, *, bindings: Mapping[str, str | None] | None = None, in_force_from: date | None = None
) -> Edition:
    """Publish a draft and bind its measures: edition's code → catalogue code, or None for a new catalogue measure.

    Measures that are not named are bound as `binding.propose` says. Publishing twice changes nothing. A choice that
    cannot stand raises `WrongBinding`.
    """
    require(may_keep_standards(by))
    edition = Edition.objects.select_for_update().get(pk=edition.pk)
    if edition.is_published:
        return edition
    standard = _standard_of(edition)
    chosen = {one.code: one.measure for one in propose(standard)} | dict(bindings or {})
    if wrong := check(standard, chosen):
        raise WrongBinding(wrong)
    _bind(edition, standard, chosen)
    edition.state, edition.published_by, edition.published_at = EditionState.PUBLISHED, by, timezone.now()
    edition.in_force_from = in_force_from or edition.in_force_from
    edition.save(update_fields=["state", "published_by", "published_at", "in_force_from"])
    note(by, "standards.publish", edition, sha256=edition.sha256, bound=len(chosen))
    return edition


def _standard_of(edition: Edition) -> Standard:
    standard, problems = read_text(edition.text)
    if standard is None:
        raise ValueError(f"edition {edition.pk} cannot be read: {problems[:1]}")
    return standard


def _bind(edition: Edition, standard: Standard, chosen: Mapping[str, str | None]) -> None:
    new = [code for code, catalogue in chosen.items() if catalogue is None]
    taken = set(Measure.objects.filter(pk__in=new).values_list("pk", flat=True))
    codes = {code: _free(code, edition, taken) for code in new}
    Measure.objects.bulk_create(measure_row(standard.measures[code], codes[code]) for code in new)
    bound: Iterable[Binding] = (
        Binding(edition=edition, code=code, measure_id=codes[code] if catalogue is None else catalogue)
        for code, catalogue in chosen.items()
    )
    Binding.objects.bulk_create(bound)


def _free(code: str, edition: Edition, taken: set[str]) -> str:
    """A catalogue code of its own for a measure that only happens to be spelt like another one."""
    return f"{edition.standard.replace('-', '_')}_{code}"[:80] if code in taken else code
