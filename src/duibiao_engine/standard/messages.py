"""What the validator complains of, in Chinese."""
from __future__ import annotations

from typing import Any

from duibiao_engine.problems import Problem, error


def in_chinese(complaint: Any, file: str, place: str) -> Problem:
    return error(str(complaint["type"]), file, place, f"{'.'.join(map(str, complaint['loc']))}: {complaint['msg']}")
