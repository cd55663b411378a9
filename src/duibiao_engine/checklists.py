"""Checklists as data: what is looked at at each type of site, and which clause and measure of a standard each line serves.

Its one trick: a line is held against the standard when it is read. A clause or a measure that the standard does not have is
a problem with its line in the file, so no fault is ever charged without a clause.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from duibiao_engine.problems import Problem, error
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.yaml_text import load

#: The file in a pack's folder.
FILE = "checklists.yaml"


class Line(BaseModel):
    """One thing to check. `fewer`: less is better (faults are counted); else at least `good_when` must be there."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    kind: Literal["check", "look", "measure", "ask"]
    answer: Literal["tick", "count", "share", "mark"] = "tick"
    text: str = Field(min_length=1, max_length=300)
    how: str = ""
    clause: str
    measure: str = ""
    matter: str = Field(default="", max_length=20)
    points: float = Field(default=0, ge=0)
    unit: str = Field(default="", max_length=10)
    good_when: float | None = None
    fewer: bool = False
    photo: Literal["fault", "always", "never"] = "fault"
    camera_only: bool = True
    phrases: tuple[str, ...] = ()
    right: str = Field(default="", max_length=200)
    wrong: str = Field(default="", max_length=200)


class Sheet(BaseModel):
    """The checklist of a type of site."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    code: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=32)
    name: str = Field(min_length=1, max_length=40)
    shape: Literal["point", "line", "area"] = "point"
    needs_person: bool = False
    items: tuple[Line, ...] = Field(min_length=1)


class Sheets(BaseModel):
    """All of them."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    types: tuple[Sheet, ...] = Field(min_length=1)


def read(text: str, file: str, standard: Standard) -> tuple[tuple[Sheet, ...], list[Problem]]:
    """The checklists of a file, or everything that is wrong with it."""
    values, lines, problems = load(text, file)
    if problems:
        return (), problems
    try:
        sheets = Sheets.model_validate(values).types
    except ValidationError as wrong:
        return (), [
            error(
                "checklist", file, lines.of(tuple(one["loc"])), f"写法不对：{one['msg']}", remedy="请对照说明改这一行"
            )
            for one in wrong.errors()
        ]
    found = [
        error("checklist", file, lines.of(("types", at, "items", n, *where)), what)
        for at, sheet in enumerate(sheets)
        for n, line in enumerate(sheet.items)
        for where, what in _wrong(line, n, sheet, standard)
    ]
    return sheets, found


def _wrong(line: Line, n: int, sheet: Sheet, standard: Standard) -> list[tuple[tuple[Any, ...], str]]:
    said: list[tuple[tuple[Any, ...], str]] = []
    if line.clause not in standard.by_code:
        said.append((("clause",), f"标准里没有条款 {line.clause}"))
    if line.measure and line.measure not in standard.measures:
        said.append((("measure",), f"标准里没有计量项 {line.measure}"))
    if any(other.code == line.code for other in sheet.items[:n]):
        said.append((("code",), f"{sheet.name}里有两条都叫 {line.code}"))
    if line.answer == "share" and line.good_when is None:
        said.append((("good_when",), "按比例判断的要写达标线 good_when（%）"))
    return said
