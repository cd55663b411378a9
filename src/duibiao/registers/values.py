"""What may stand in a register's own columns: typed values in, plain JSON out, or a sentence why not."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from duibiao.lib.sheets import date_of, text_of
from duibiao.registers.choices import ColumnKind
from duibiao.registers.models import Column
from duibiao.registers.refusals import Refused

#: Nothing that a county counts is more.
MOST = Decimal(10) ** 9
LONGEST = 200
_YES, _NO = ("是", "有", "yes", "true", "1", "√"), ("否", "无", "没有", "no", "false", "0", "×")


def checked(columns: Iterable[Column], given: Mapping[str, Any]) -> dict[str, Any]:
    """By key, what is written. Raises `Refused` at the first column that is wrong."""
    found = {}
    for column in columns:
        raw = given.get(column.key)
        if raw is None or (isinstance(raw, str) and not raw.strip()):
            if column.required:
                raise Refused(_("请填“%s”。") % column.title, column.key)
            continue
        found[column.key] = _READERS[ColumnKind(column.kind)](column, raw)
    return found


def _text(column: Column, raw: Any) -> str:
    text = text_of(raw)
    if len(text) > LONGEST:
        raise Refused(_("“%(column)s”最多 %(most)d 个字。") % {"column": column.title, "most": LONGEST}, column.key)
    return text


def _day(column: Column, raw: Any) -> str:
    day = date_of(raw)
    if day is None:
        raise Refused(_("“%s”不是日期，请写成 2026-01-31 或 2026年1月31日。") % column.title, column.key)
    return day.isoformat()


def _number(column: Column, raw: Any) -> int | float:
    text = re.sub(r"[,，\s]", "", text_of(raw)).removesuffix(column.unit_word)
    try:
        number = Decimal(text)
    except InvalidOperation:
        raise Refused(_("“%(column)s”要填数字，不能是“%(text)s”。") % {"column": column.title, "text": text}, column.key) from None  # fmt: skip
    if not number.is_finite() or number > MOST:
        raise Refused(_("“%s”大得不像真的，请核对。") % column.title, column.key)
    if number < 0:
        raise Refused(_("“%s”不能小于 0。") % column.title, column.key)
    if number != round(number, column.places):
        words = _("“%(column)s”最多 %(places)d 位小数。") if column.places else _("“%(column)s”要填整数。")
        raise Refused(words % {"column": column.title, "places": column.places}, column.key)
    return int(number) if number == number.to_integral_value() else float(number)


def _choice(column: Column, raw: Any) -> str:
    text = text_of(raw)
    if text not in column.options:
        known = {"column": column.title, "options": "、".join(column.options)}
        raise Refused(_("“%(column)s”请从这些里选：%(options)s。") % known, column.key)
    return text


def _yes_no(column: Column, raw: Any) -> bool:
    text = "yes" if raw is True else "no" if raw is False else text_of(raw).lower()
    if text not in _YES + _NO:
        raise Refused(_("“%s”请填“是”或“否”。") % column.title, column.key)
    return text in _YES


_READERS = {
    ColumnKind.TEXT: _text,
    ColumnKind.DAY: _day,
    ColumnKind.NUMBER: _number,
    ColumnKind.CHOICE: _choice,
    ColumnKind.YES_NO: _yes_no,
}


def shown(column: Column, values: Mapping[str, Any]) -> Any:
    """The value as a table and an export have it."""
    value = values.get(column.key)
    if value is None:
        return ""
    if column.kind == ColumnKind.YES_NO:
        return _("是") if value else _("否")
    if column.kind == ColumnKind.DAY:
        return date.fromisoformat(value)
    return value
