"""Checks of a standard as a whole."""
from __future__ import annotations
from collections.abc import Callable
from duibiao_engine.problems import Problem
from duibiao_engine.standard.model import Standard


def check(standard: Standard, file: str, line_of: Callable[[tuple[str | int, ...]], str]) -> list[Problem]:
    return []
