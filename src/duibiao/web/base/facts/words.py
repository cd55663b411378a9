"""A fact's value as people read it, by the kind of its measure."""

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.facts.drafts import NOT_APPLICABLE
from duibiao.facts.models import Fact
from duibiao.standards.choices import MeasureKind
from duibiao.web.base.templatetags.parts import plain_number


def value_words(fact: Fact) -> str:
    """“是”, “9/10（90%）”, “优秀”, “3 次”."""
    kind = fact.measure.kind
    if fact.grade == NOT_APPLICABLE:
        return _("不适用")
    if kind == MeasureKind.FLAG:
        return _("是") if fact.value else _("否")
    if kind == MeasureKind.GRADE:
        return fact.grade or ""
    if kind == MeasureKind.DATE:
        return day_words(fact.at)
    if kind == MeasureKind.RATIO:
        return _ratio(fact)
    return _number(1.0 if fact.value is None and kind == MeasureKind.EVENT else fact.value, fact.measure.unit_word)


def _ratio(fact: Fact) -> str:
    if fact.value is None or fact.out_of is None:
        return ""
    share = f"（{plain_number(100 * fact.value / fact.out_of)}%）" if fact.out_of else ""
    return f"{plain_number(fact.value, 4)}/{plain_number(fact.out_of, 4)}{share}"


def _number(value: float | None, unit: str) -> str:
    return "" if value is None else f"{plain_number(value, 4)} {unit}".strip()


def day_words(moment: datetime | None) -> str:
    """The local day; facts are rarely known to the hour."""
    return timezone.localtime(moment).strftime("%Y-%m-%d") if moment else ""


def minute_words(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")


def newer_of(fact: Fact) -> Fact | None:
    """What corrected this fact, if it was."""
    return getattr(fact, "superseded_by", None)
