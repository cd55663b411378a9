"""Workbooks that were handed in, as pages want them."""

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from duibiao.files.importing import kinds_for
from duibiao.files.models import Import


def imports(by: Any) -> QuerySet[Import]:
    """The workbooks of the kinds that `by` may import, without their content."""
    names = [kind.name for kind in kinds_for(by)]
    return Import.objects.filter(kind__in=names).select_related("by__person").defer("content")


def stored(by: Any, pk: int) -> Import:
    return get_object_or_404(imports(by), pk=pk)
