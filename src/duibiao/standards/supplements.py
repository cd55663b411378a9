"""Supplementary lists beside a standard, such as “十有”: their items, and which indicators speak of the same thing."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.standards.models import Edition, ItemReference, Supplement, SupplementItem
from duibiao.standards.permissions import may_keep_standards

IN_USE = Q(items__dropped_at=None, items__isnull=False)


class UnknownCode(Exception):
    """The edition has no indicator of that code; `codes` says which."""

    def __init__(self, codes: list[str]) -> None:
        super().__init__("、".join(codes))
        self.codes = codes


def supplements() -> QuerySet[Supplement]:
    """All lists with how many items they have and how many campaigns use them."""
    return Supplement.objects.annotate(
        item_count=Count("items", filter=IN_USE, distinct=True), campaign_count=Count("campaigns", distinct=True)
    )


def supplement(pk: int) -> Supplement:
    return get_object_or_404(supplements(), pk=pk)


def items(supplement: Supplement) -> QuerySet[SupplementItem]:
    """The items in use, with their references: two statements."""
    return supplement.items.filter(dropped_at=None).prefetch_related("references__edition")


def item(pk: int) -> SupplementItem:
    return get_object_or_404(SupplementItem.objects.select_related("supplement"), pk=pk, dropped_at=None)


@transaction.atomic
def add_supplement(by: User, *, title: str, issuer: str = "", about: str = "", lines: Iterable[str] = ()) -> Supplement:
    """A new list, with an item for each line."""
    require(may_keep_standards(by))
    made = Supplement.objects.create(title=title, issuer=issuer, about=about)
    note(by, "standards.add_supplement", made)
    add_items(by, made, lines=lines)
    return made


@transaction.atomic
def change_supplement(by: User, held: Supplement, *, version: int, **fields: Any) -> Supplement:
    require(may_keep_standards(by))
    changes = versions.save(held, version=version, **fields)
    note(by, "standards.change_supplement", held, fields=sorted(fields), changes=changes)
    return held


@transaction.atomic
def add_items(by: User, held: Supplement, *, lines: Iterable[str]) -> int:
    """An item for each line that is not there yet. How many came in."""
    require(may_keep_standards(by))
    Supplement.objects.select_for_update().get(pk=held.pk)
    there = set(held.items.filter(dropped_at=None).values_list("text", flat=True))
    last = held.items.aggregate(last=Max("number"))["last"] or 0
    fresh = [text for text in dict.fromkeys(line.strip()[:400] for line in lines) if text and text not in there]
    rows = [SupplementItem(supplement=held, number=number, text=text) for number, text in enumerate(fresh, last + 1)]
    SupplementItem.objects.bulk_create(rows)
    if rows:
        note(by, "standards.change_supplement_items", held, added=len(rows))
    return len(rows)


@transaction.atomic
def change_item(by: User, held: SupplementItem, *, text: str) -> None:
    require(may_keep_standards(by))
    if SupplementItem.objects.filter(pk=held.pk).exclude(text=text).update(text=text):
        note(by, "standards.change_supplement_items", held.supplement, changed=held.number)


@transaction.atomic
def drop_item(by: User, held: SupplementItem) -> None:
    """The item counts no more; what was ticked stays on record."""
    require(may_keep_standards(by))
    if SupplementItem.objects.filter(pk=held.pk, dropped_at=None).update(dropped_at=timezone.now()):
        note(by, "standards.change_supplement_items", held.supplement, dropped=held.number)


@transaction.atomic
def refer(by: User, held: SupplementItem, *, edition: Edition, indicators: Iterable[str]) -> None:
    """Exactly these indicators of the edition speak of the item."""
    require(may_keep_standards(by))
    codes = set(indicators)
    known = set(edition.indicators.filter(code__in=codes).values_list("code", flat=True))
    if codes - known:
        raise UnknownCode(sorted(codes - known))
    held.references.filter(edition=edition).exclude(indicator__in=codes).delete()
    rows = [ItemReference(item=held, edition=edition, indicator=code) for code in sorted(codes)]
    ItemReference.objects.bulk_create(rows, ignore_conflicts=True)
    note(by, "standards.refer", held.supplement, item=held.number, edition=edition.pk, indicators=len(codes))


def carry_references(old: Edition, new: Edition, indicators: Mapping[str, str]) -> None:
    """References to an edition as references to the one after it; those that are there already stay."""
    rows = [
        ItemReference(item_id=row.item_id, edition=new, indicator=indicators[row.indicator])
        for row in ItemReference.objects.filter(edition=old)
        if row.indicator in indicators
    ]
    ItemReference.objects.bulk_create(rows, ignore_conflicts=True)
