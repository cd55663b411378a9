"""The only door for YAML: text becomes a `Standard`, or a list of everything that is wrong with it, each with its line.

Its one trick: the text is read into values that remember their lines; the clerk's spelling is turned into the model's; the
values are validated as a whole, and each complaint is walked back to the line that it speaks of.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from duibiao_engine.problems import Problem, error, has_errors
from duibiao_engine.rules import KINDS
from duibiao_engine.rules.base import Side
from duibiao_engine.standard.checks.findings import did_you_mean
from duibiao_engine.standard.model import Standard
from duibiao_engine.standard.salvage import Salvage
from duibiao_engine.standard.yaml_text import DEEPEST, Lines, Path_, load

__all__ = ["DEEPEST", "LARGEST_BYTES", "Lines", "decode", "is_number", "parse_standard", "read_pack", "read_text"]

#: Larger than any real standard by far (the longest known has 1,200 leaves in about 1 MB).
LARGEST_BYTES = 8 * 1024 * 1024
_COMMON = ("points", "cap", "recoverable", "note")


def read_pack(folder: Path | str) -> tuple[Standard | None, list[Problem]]:
    """Read and check a pack (or a single YAML file).

    Returns the standard, or None where anything is an error, and all problems (warnings too).
    """
    path = Path(folder)
    path = path / "standard.yaml" if path.is_dir() else path
    if not path.is_file():
        return None, [
            error(
                "no_standard",
                str(path),
                "",
                "找不到 standard.yaml",
                "标准包是一个文件夹，里面要有 standard.yaml",
                "请检查路径",
            )
        ]
    try:
        if path.stat().st_size > LARGEST_BYTES:
            return None, [
                error(
                    "too_large",
                    path.name,
                    "",
                    f"文件超过 {LARGEST_BYTES // 1024 // 1024} MB",
                    "标准不会这么大",
                    "请检查是否选错了文件",
                )
            ]
        text, problems = decode(path)
    except OSError:
        return None, [error("unreadable", path.name, "", "打不开文件", "没有权限，或者磁盘出错", "请检查文件权限")]
    return (None, problems) if text is None else read_text(text, path.name)


def decode(path: Path) -> tuple[str | None, list[Problem]]:
    """The text of a file in UTF-8 or GBK, or why it is none."""
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, []
    return None, [
        error(
            "encoding", path.name, "", "不是文本文件", "既不是 UTF-8 也不是 GBK 编码", "请另存为 UTF-8 编码的 YAML 文本"
        )
    ]


def read_text(text: str, file: str = "standard.yaml") -> tuple[Standard | None, list[Problem]]:
    """Read and check a standard from its YAML text."""
    data, lines, problems = load(text, file)
    if data is None and problems:
        return None, problems
    standard, more = parse_standard(data, file=file, lines=lines)
    found = sorted([*problems, *more], key=_line_number)
    return (None if has_errors(found) else standard), found


def _line_number(problem: Problem) -> int:
    digits = "".join(letter for letter in problem.place if letter.isdigit())
    return int(digits) if digits else 0


def parse_standard(
    data: Any, *, file: str = "standard.yaml", lines: Lines | None = None
) -> tuple[Standard | None, list[Problem]]:
    """Validate and check a standard given as plain values (as YAML yields them)."""
    lines = lines or Lines(None)
    if not isinstance(data, dict):
        return None, [
            error("empty", file, "", "没有内容", "文件是空的，或者不是“键: 值”的写法", "请从 packs/ 里的例子开始")
        ]
    shaper = _Shaper(file, lines)
    salvage = Salvage(shaper.standard(data), file, lines.of, shaper.broken)
    standard = salvage.run()
    problems = shaper.problems + salvage.problems
    return (None if has_errors(problems) else standard), problems


class _Shaper:
    """Turns the clerk's spelling (`deduct: {points, when: m}`) into the model's, keeping its own list of complaints."""

    def __init__(self, file: str, lines: Lines) -> None:
        self.file, self.lines, self.problems = file, lines, list[Problem]()
        self.broken: set[Path_] = set()  #: terms that could not be turned; they are left out of everything else

    def standard(self, data: dict[Any, Any]) -> dict[Any, Any]:
        """The whole standard."""
        measures = data.get("measures")
        shaped = dict(data)
        if isinstance(measures, dict):
            shaped["measures"] = {
                code: {"code": str(code), **body} if isinstance(body, dict) else body for code, body in measures.items()
            }
        if "indicators" in data:
            shaped["indicators"] = self.indicators(data["indicators"], ("indicators",))
        return shaped

    def indicators(self, siblings: Any, path: Path_) -> Any:
        """A list of indicators, and all below them."""
        if not isinstance(siblings, list):
            return siblings
        return [self.indicator(one, (*path, i)) if isinstance(one, dict) else one for i, one in enumerate(siblings)]

    def indicator(self, data: dict[Any, Any], path: Path_) -> dict[Any, Any]:
        """One indicator."""
        shaped = dict(data)
        if "children" in data:
            shaped["children"] = self.indicators(data["children"], (*path, "children"))
        rule = data.get("rule")
        if isinstance(rule, list):
            shaped["rule"] = [self.term(term, (*path, "rule", i)) for i, term in enumerate(rule)]
        return shaped

    def term(self, data: Any, path: Path_) -> dict[str, Any] | None:
        """`deduct: {points: 0.5, when: m}` → `{side, points, parameters: {word: when, bare: m}}`."""
        side = next(iter(data), None) if isinstance(data, dict) and len(data) == 1 else None
        body = data[side] if isinstance(data, dict) and side in ("deduct", "earn") else None
        if not isinstance(body, dict):
            self.complain(path, "term_shape", "计分项要写成 deduct（扣分）或 earn（得分），后面是花括号", "一项只有一个 deduct 或 earn",
                          "例：- deduct: {points: 0.5, when: no_plan}")  # fmt: skip
            return None
        words = [word for word in body if word not in _COMMON]
        if len(words) != 1 or words[0] not in KINDS:
            self.complain(
                path,
                "term_kind",
                _which_kind(words),
                "除了 points、cap、recoverable、note，还要且只要一种计分写法",
                _right_kind(words),
            )
            return None
        word = words[0]
        given = body[word] if isinstance(body[word], dict) else {"bare": body[word]}
        common = {key: body[key] for key in _COMMON if key in body}
        return {"side": Side(str(side)), **common, "parameters": {**given, "word": word}}

    def complain(self, path: Path_, code: str, what: str, why: str, remedy: str) -> None:
        """Keep a complaint about this term."""
        self.broken.add(path)
        self.problems.append(error(code, self.file, self.lines.of(path), what, why, remedy))


def _which_kind(words: list[Any]) -> str:
    if not words:
        return "这一项没有写怎么计分"
    unknown = [str(word) for word in words if word not in KINDS]
    return (
        f"不认识的写法“{'、'.join(unknown)}”"
        if unknown
        else f"一项只能有一种写法，这里有：{'、'.join(map(str, words))}"
    )


def _right_kind(words: list[Any]) -> str:
    meant = [did_you_mean(str(word), [*KINDS, *_COMMON]) for word in words if word not in KINDS]
    hint = "".join(f"是不是想写“{word}”？" for word in meant if word)
    return f"{hint}计分写法有：{'、'.join(KINDS)}"


def is_number(value: Any) -> bool:
    """A finite number, not a truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
