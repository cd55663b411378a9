"""Whole columns of text turned into numbers, dates and names.

Its one trick: clean cells are converted by Arrow in one stroke, and of the odd ones each *distinct* text is interpreted
once, whatever the number of rows that carry it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from duibiao_engine.facts.schema import MOMENT
from duibiao_engine.facts.words import read_flag, read_moment, read_number

_PLAIN_NUMBER = r"^-?[0-9]{1,18}(\.[0-9]{1,18})?$"
_ISO = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}([ T][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?)?$"
_FIRST_YEAR, _LAST_YEAR = 1900, 2199


class Numbers(NamedTuple):
    """A column of numbers. `percent`: written with a percent sign; `word`: a yes or no; `bad`: not understood."""

    value: pa.Array
    percent: pa.Array
    word: pa.Array
    bad: pa.Array


def by_distinct(column: pa.Array, read: Callable[[str], object], kind: pa.DataType) -> pa.Array:
    """The column with each distinct text replaced by what `read` makes of it; null stays null."""
    encoded = column.dictionary_encode()
    meanings = pa.array([read(text) for text in encoded.dictionary.to_pylist()], kind)
    return meanings.take(encoded.indices)


def both(*masks: pa.Array) -> pa.Array:
    """True where all are true; a mask's null counts as false."""
    joined = pc.fill_null(masks[0], False)
    for mask in masks[1:]:
        joined = pc.and_(joined, pc.fill_null(mask, False))
    return joined


def either(*masks: pa.Array) -> pa.Array:
    """True where any is true; a mask's null counts as false."""
    joined = pc.fill_null(masks[0], False)
    for mask in masks[1:]:
        joined = pc.or_(joined, pc.fill_null(mask, False))
    return joined


def unlike(mask: pa.Array) -> pa.Array:
    """True where the mask is false or null."""
    return pc.invert(pc.fill_null(mask, False))


def numbers(column: pa.Array) -> Numbers:
    """Reads a column of numbers, percentages, and words for yes and no."""
    plain = pc.fill_null(pc.match_substring_regex(column, _PLAIN_NUMBER), False)
    clean = pc.cast(pc.if_else(plain, column, pa.scalar(None, pa.string())), pa.float64())
    if pc.all(pc.or_(plain, pc.is_null(column))).as_py() is not False:
        none = pc.and_(plain, False)
        return Numbers(clean, none, none, none)
    return _with_odd(column, plain, clean)


def _with_odd(column: pa.Array, plain: pa.Array, clean: pa.Array) -> Numbers:
    odd = pc.if_else(plain, pa.scalar(None, pa.string()), column)
    value = by_distinct(odd, _number_or_word, pa.float64())
    percent = by_distinct(odd, lambda text: bool((number := read_number(text)) and number.percent), pa.bool_())
    word = by_distinct(odd, lambda text: read_number(text) is None and read_flag(text) is not None, pa.bool_())
    bad = pc.and_(pc.is_valid(odd), pc.is_null(value))
    return Numbers(pc.coalesce(clean, value), pc.fill_null(percent, False), pc.fill_null(word, False), bad)


def _number_or_word(text: str) -> float | None:
    number = read_number(text)
    return number.value if number else read_flag(text)


def moments(column: pa.Array) -> pa.Array:
    """Reads a column of days and moments; null where a text is not understood (or there is none)."""
    iso = pc.fill_null(pc.match_substring_regex(column, _ISO), False)
    try:
        clean = pc.cast(pc.if_else(iso, column, pa.scalar(None, pa.string())), MOMENT)
    except pa.ArrowInvalid:  # a day that does not exist (30 February): find out which, text by text
        return by_distinct(column, read_moment, MOMENT)
    year = pc.year(clean)
    sane = pc.and_(pc.greater_equal(year, _FIRST_YEAR), pc.less_equal(year, _LAST_YEAR))
    clean = pc.if_else(sane, clean, pa.scalar(None, MOMENT))
    odd = pc.if_else(iso, pa.scalar(None, pa.string()), column)
    return clean if odd.null_count == len(odd) else pc.coalesce(clean, by_distinct(odd, read_moment, MOMENT))
