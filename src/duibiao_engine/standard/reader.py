"""The only door for YAML: text becomes a `Standard`, or a list of everything that is wrong with it, each with its line.

Its one trick: the text is composed into YAML nodes first, so that every value keeps its line; the values are then built,
validated as a whole, and each complaint is walked back to the node that it speaks of. Anchors and aliases are refused:
a standard has no use for them, and they are how a small file becomes a large one.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from duibiao_engine.problems import Problem, error, has_errors
from duibiao_engine.rules import KINDS
from duibiao_engine.standard.checks import check
from duibiao_engine.standard.messages import in_chinese
from duibiao_engine.standard.model import Standard

#: Larger than any real standard by far (the longest known has 1,200 leaves in about 1 MB).
LARGEST_BYTES = 8 * 1024 * 1024
DEEPEST = 40
_COMMON = ("points", "cap", "recoverable", "note")
Path_ = tuple[str | int, ...]


class Lines:
    """Where every value of a YAML text stands."""

    def __init__(self, root: yaml.Node | None) -> None:
        self.root = root

    def of(self, path: Path_) -> str:
        """The line of the deepest node on the path that exists."""
        node = self.root
        for step in path:
            inner = _step_into(node, step)
            if inner is None:
                break
            node = inner
        return f"第 {node.start_mark.line + 1} 行" if node is not None else ""


def _step_into(node: yaml.Node | None, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step]  # type: ignore[no-any-return]
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step) or (step == "parameters" and key.value in ("deduct", "earn")):
                return value  # type: ignore[no-any-return]
    return None


class _Loader(yaml.SafeLoader):
    """Safe YAML without anchors, with a limit on depth, refusing a key that is written twice."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(problem="anchors", problem_mark=event.start_mark)
        self.depth += 1
        if self.depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem="depth", problem_mark=event.start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"twice:{key.value}", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def read_pack(folder: Path | str) -> tuple[Standard | None, list[Problem]]:
    """Read and check a pack (or a single YAML file).

    Returns the standard, or None where anything is an error, and all problems (warnings too).
    """
    path = Path(folder)
    path = path / "standard.yaml" if path.is_dir() else path
    if not path.is_file():
        return None, [error("no_standard", str(path), "", "找不到 standard.yaml", "标准包是一个文件夹，里面要有 standard.yaml", "请检查路径")]
    if path.stat().st_size > LARGEST_BYTES:
        return None, [error("too_large", path.name, "", f"文件超过 {LARGEST_BYTES // 1024 // 1024} MB", "标准不会这么大", "请检查是否选错了文件")]
    text, problems = _decode(path)
    return (None, problems) if text is None else read_text(text, path.name)


def _decode(path: Path) -> tuple[str | None, list[Problem]]:
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text, []
    return None, [error("encoding", path.name, "", "不是文本文件", "既不是 UTF-8 也不是 GBK 编码", "请另存为 UTF-8 编码的 YAML 文本")]


def read_text(text: str, file: str = "standard.yaml") -> tuple[Standard | None, list[Problem]]:
    """Read and check a standard from its YAML text."""
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        data = loader.construct_document(root) if root is not None else None
    except (yaml.YAMLError, ValueError, RecursionError) as broken:
        return None, [_yaml_problem(broken, file)]
    finally:
        loader.dispose()
    return parse_standard(data, file=file, lines=Lines(root))


def _yaml_problem(broken: Exception, file: str) -> Problem:
    mark = getattr(broken, "problem_mark", None)
    place = f"第 {mark.line + 1} 行" if mark else ""
    said = str(getattr(broken, "problem", "") or "")
    if said == "anchors":
        return error("anchor", file, place, "用了 YAML 的锚点或引用（& 或 *）", "标准里不允许", "请把内容直接写在用到的地方")
    if said == "depth":
        return error("too_deep", file, place, f"层次超过 {DEEPEST} 层", "标准不会这么深", "请检查缩进")
    if said.startswith("twice:"):
        return error("twice", file, place, f"“{said[6:]}”写了两次", "后一个会盖掉前一个", "请删去一个")
    return error("yaml", file, place, "YAML 写法有误", said, "请检查这一行及上一行的缩进、冒号后的空格和引号")


def parse_standard(
    data: Any, *, file: str = "standard.yaml", lines: Lines | None = None
) -> tuple[Standard | None, list[Problem]]:
    """Validate and check a standard given as plain values (as YAML yields them)."""
    lines = lines or Lines(None)
    if not isinstance(data, dict):
        return None, [error("empty", file, "", "没有内容", "文件是空的，或者不是“键: 值”的写法", "请从 packs/ 里的例子开始")]
    shaped, problems = _Shaper(file, lines).standard(data)
    try:
        standard = Standard.model_validate(shaped)
    except ValidationError as invalid:
        problems += [in_chinese(each, file, lines.of(_as_written(each["loc"]))) for each in invalid.errors()]
        return None, problems
    if has_errors(problems):
        return None, problems
    problems += check(standard, file, lines.of)
    return (None if has_errors(problems) else standard), problems


def _as_written(loc: Path_) -> Path_:
    """Drops the steps that exist only in the model: the kind's tag after `parameters` is a key of its own there."""
    return tuple("points" if step == "float" else step for step in loc)


class _Shaper:
    """Turns the clerk's spelling (`deduct: {points, when: m}`) into the model's, keeping its own list of complaints."""

    def __init__(self, file: str, lines: Lines) -> None:
        self.file, self.lines, self.problems = file, lines, list[Problem]()

    def standard(self, data: dict[Any, Any]) -> tuple[dict[Any, Any], list[Problem]]:
        """The whole standard."""
        measures = data.get("measures")
        shaped = dict(data)
        if isinstance(measures, dict):
            shaped["measures"] = {
                code: {"code": str(code), **body} if isinstance(body, dict) else body for code, body in measures.items()
            }
        shaped["indicators"] = self.indicators(data.get("indicators"), ("indicators",))
        return shaped, self.problems

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
            terms = [self.term(term, (*path, "rule", i)) for i, term in enumerate(rule)]
            shaped["rule"] = [term for term in terms if term is not None]
            if not shaped["rule"]:
                shaped.pop("rule")
        return shaped

    def term(self, data: Any, path: Path_) -> dict[str, Any] | None:
        """`deduct: {points: 0.5, when: m}` → `{side, points, parameters: {word: when, bare: m}}`."""
        side = next(iter(data), None) if isinstance(data, dict) and len(data) == 1 else None
        body = data[side] if side in ("deduct", "earn") else None
        if not isinstance(body, dict):
            return self.complain(path, "term_shape", "计分项要写成 deduct（扣分）或 earn（得分），后面是花括号", "例：- deduct: {points: 0.5, when: no_plan}")
        words = [word for word in body if word not in _COMMON]
        if len(words) != 1 or words[0] not in KINDS:
            return self.complain(path, "term_kind", self._which_kind(words), f"可用的写法有：{'、'.join(KINDS)}")
        word = words[0]
        given = body[word] if isinstance(body[word], dict) else {"bare": body[word]}
        common = {key: body[key] for key in _COMMON if key in body}
        return {"side": _side(side), **common, "parameters": {**given, "word": word}}

    def complain(self, path: Path_, code: str, what: str, remedy: str) -> None:
        """Keep a complaint about this place."""
        self.problems.append(error(code, self.file, self.lines.of(path), what, "", remedy))

    @staticmethod
    def _which_kind(words: list[Any]) -> str:
        if not words:
            return "这一项没有写怎么计分"
        unknown = [str(word) for word in words if word not in KINDS]
        return f"不认识的写法“{'、'.join(unknown)}”" if unknown else f"一项只能有一种写法，这里有：{'、'.join(map(str, words))}"


def _side(word: Any) -> Any:
    from duibiao_engine.rules.base import Side

    return Side(word)


def is_number(value: Any) -> bool:
    """A finite number, not a truth value."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)
