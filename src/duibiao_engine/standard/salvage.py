"""What can still be checked of a standard in which something is wrong.

A clerk wants all problems at once, also those that can be seen only in a standard that was read. So whatever the validator
complains of is mended for the moment (a code without quotes becomes text) or left out, and the rest is validated again.
Its one trick: paths in the mended standard are led back to paths in the file, and what is said about places that were
touched is not believed.
"""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from duibiao_engine.problems import Problem
from duibiao_engine.standard.checks import findings_of
from duibiao_engine.standard.checks.findings import LineOf
from duibiao_engine.standard.messages import Loc, as_written, home_of, in_chinese, worth_saying
from duibiao_engine.standard.model import Standard

_MOST_ROUNDS = 6
_PLACEHOLDERS = {"id": "x", "title": "—", "edition": "—", "issuer": "—", "name": "—"}
#: Not believed once a measure, an indicator, or anything at all is missing.
_NEED_ALL = frozenset({"unused_measure", "scorecard_empty"})
_NEED_MEASURES = frozenset({"unknown_measure", "unknown_grade", "quota_places"})
_NEED_INDICATORS = frozenset({"unknown_indicator", "only_bonus", "ranking_unequal"})
_NEED_CODES = frozenset({"code_twice", "code_in_itself", "unknown_indicator"})


class Salvage:
    """Validates shaped values round by round, leaving out what is wrong."""

    def __init__(self, shaped: dict[Any, Any], file: str, line_of: LineOf, broken: set[Loc]) -> None:
        self.shaped, self.file, self.line_of = shaped, file, line_of
        self.dropped, self.replaced = set(broken), dict[Loc, Any]()
        self.origin: dict[Loc, list[int]] = {}
        self._inserted: dict[Loc, list[str | int]] = {}
        self.problems: list[Problem] = []

    def run(self) -> Standard | None:
        """The standard if nothing was wrong; afterwards `problems` holds all that could be found."""
        standard = self._validated()
        whole = not self.dropped and not self.replaced and not self.problems
        if standard is not None:
            doubtful, codes = self._doubts()
            for path, problem in findings_of(standard, self.file, lambda path: self.line_of(self._in_file(path))):
                if problem.code not in codes and _owner(self._in_file(path)) not in doubtful:
                    self.problems.append(problem)
        return standard if whole else None

    def _validated(self) -> Standard | None:
        for _ in range(_MOST_ROUNDS):
            self._drop_emptied()
            self.origin, self._inserted = {}, {}
            for one in self.replaced:
                self._inserted.setdefault(one[:-1], []).append(one[-1])
            try:
                return Standard.model_validate(self._mended(self.shaped, (), ()))
            except ValidationError as invalid:
                complaints = worth_saying(invalid.errors(include_url=False))
            before = (len(self.dropped), len(self.replaced))
            # a complaint about a place out of which something was taken is of our own making
            holding = {one[:end] for one in (*self.dropped, *self.replaced) for end in range(len(one) + 1)}
            for complaint in complaints:
                path = self._in_file(_in_shape(complaint["loc"]))
                if path not in holding:
                    line = self.line_of(self._in_file(as_written(complaint["loc"])))
                    self.problems.append(in_chinese(complaint, self.file, line))
                self._mend(complaint, path)
            if before == (len(self.dropped), len(self.replaced)):
                return None
        return None

    def _mended(self, value: Any, path: Loc, own: Loc) -> Any:
        """A copy without what was dropped; `path` is in the file, `own` in the copy."""
        if path in self.replaced:
            return self.replaced[path]
        if isinstance(value, dict):
            copy = {
                key: self._mended(inner, (*path, key), (*own, key))
                for key, inner in value.items()
                if (*path, key) not in self.dropped
            }
            added = {key: self.replaced[(*path, key)] for key in self._inserted.get(path, ()) if key not in value}
            return {**copy, **added}
        if isinstance(value, list):
            kept = [place for place in range(len(value)) if (*path, place) not in self.dropped]
            self.origin[own] = kept
            return [self._mended(value[place], (*path, place), (*own, new)) for new, place in enumerate(kept)]
        return value

    def _in_file(self, own: Loc) -> Loc:
        """A path in the mended copy as the path in the file."""
        path: list[str | int] = []
        for place, step in enumerate(own):
            kept = self.origin.get(own[:place])
            path.append(kept[step] if kept is not None and isinstance(step, int) and step < len(kept) else step)
        return tuple(path)

    def _mend(self, complaint: Any, path: Loc) -> None:
        kind, key = complaint["type"], path[-1] if path else ""
        home = home_of(as_written(complaint["loc"]))
        field = home.model_fields.get(str(key)) if home is not None else None
        if kind == "string_type" and isinstance(complaint["input"], str | int | float) and field is not None:
            self.replaced[path] = str(complaint["input"])
        elif field is not None and field.is_required() and key in _PLACEHOLDERS:
            self.replaced[path] = _PLACEHOLDERS[str(key)]
        elif kind == "missing" and key == "code":
            self.replaced[path] = f"?{len(self.replaced)}"
        elif (kind == "extra_forbidden" and key != "bare") or (field is not None and not field.is_required()):
            self.dropped.add(path)
        else:
            self.dropped.add(_item(path))

    def _drop_emptied(self) -> None:
        """A rule or a parent of which nothing is left goes too."""
        for path in sorted(self.dropped, key=len, reverse=True):
            if len(path) < 2 or path[-2] not in ("rule", "children") or not isinstance(path[-1], int):
                continue
            siblings = _look_up(self.shaped, path[:-1])
            if isinstance(siblings, list) and all(
                (*path[:-1], place) in self.dropped for place in range(len(siblings))
            ):
                self.dropped.add(path[:-2])

    def _doubts(self) -> tuple[set[Loc], frozenset[str]]:
        """Owners of places that were touched, and codes of problems that the whole would be needed for."""
        gone = [one for one in self.dropped if one]
        items = [one for one in gone if _owner(one) == one]
        doubtful = {_owner(one) for one in gone} | {_owner(one[:-1]) for one in items}
        codes = _NEED_ALL if gone else frozenset()
        if any(one[0] == "measures" for one in gone):
            codes |= _NEED_MEASURES
        if any(one[0] == "indicators" for one in items):
            codes |= _NEED_INDICATORS
        # 1.1 and 1.10 without quotes are one number
        return doubtful, codes | (_NEED_CODES if any(one[-1] == "code" for one in self.replaced) else frozenset())


def _in_shape(loc: Loc) -> Loc:
    """The validator's path as a path in the shaped values: without union branches, without the kind after `parameters`."""
    path = as_written(loc)
    return tuple(
        step for place, step in enumerate(path) if not (place and path[place - 1] == "parameters") and step != "[key]"
    )


def _item(path: Loc) -> Loc:
    """The nearest list item or measure that holds the path."""
    if path[:1] == ("measures",):
        return path[:2]
    last = max((place for place, step in enumerate(path) if isinstance(step, int)), default=0)
    return path[: last + 1]


def _owner(path: Loc) -> Loc:
    """The indicator (or measure, or key of the standard) that the path belongs to."""
    if path[:1] != ("indicators",):
        return path[:2] if path[:1] == ("measures",) else path[:1] if len(path) > 1 or path[:1] != ("points",) else ()
    last = max(
        (place for place, step in enumerate(path) if step in ("indicators", "children") and place + 1 < len(path)),
        default=-2,
    )
    return path[: last + 2]


def _look_up(value: Any, path: Loc) -> Any:
    for step in path:
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            return None
    return value
