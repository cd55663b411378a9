"""Frozen dataclasses as plain JSON values, and back.

Its one trick: the annotations of the fields say how to read a value again, so no class needs code of its own.
"""

from __future__ import annotations

import dataclasses
import types
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: Any) -> Any:
    """Dictionaries, lists, texts, numbers; fields that hold their default are left out."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {
            field.name: to_json(inner)
            for field in dataclasses.fields(value)
            if (inner := getattr(value, field.name)) != _default(field)
        }
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, dict):
        return {str(to_json(key)): to_json(inner) for key, inner in value.items()}
    return [to_json(inner) for inner in value] if isinstance(value, list | tuple) else value


def _default(field: dataclasses.Field[Any]) -> Any:
    if field.default_factory is not dataclasses.MISSING:
        return field.default_factory()
    return field.default


def from_json(shape: type[T], data: Any) -> T:
    """The value that `to_json` wrote. Raises TypeError, KeyError or ValueError for anything else."""
    made: T = _read(shape, data)
    return made


def _read(shape: Any, data: Any) -> Any:
    origin, inner = get_origin(shape), get_args(shape)
    if origin in (Union, types.UnionType):
        return _either(inner, data)
    if origin is tuple:
        return tuple(_read(inner[0], one) for one in data)
    if origin is dict:
        return {_key(inner[0], key): _read(inner[1], one) for key, one in data.items()}
    if dataclasses.is_dataclass(shape):
        kind: Any = shape
        hints = _hints(kind)
        return kind(**{name: _read(hints[name], one) for name, one in data.items()})
    if isinstance(shape, type) and issubclass(shape, StrEnum):
        return shape(data)
    return float(data) if shape is float else data


def _either(shapes: tuple[Any, ...], data: Any) -> Any:
    if data is None:
        return None
    return _read(next(shape for shape in shapes if shape is not type(None)), data)


def _key(shape: Any, key: str) -> Any:
    return int(key) if shape is int else _read(shape, key)


@cache
def _hints(shape: Any) -> dict[str, Any]:
    return get_type_hints(shape)
