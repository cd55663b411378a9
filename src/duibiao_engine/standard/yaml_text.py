"""YAML text as values that remember their lines, or everything that is wrong with the text.

Its one trick: the events are looked through before anything is built. Anchors, aliases, tags and great depth, by which a
small file becomes a large or a dangerous one, are refused there, so the fast C reader can safely build the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml

from duibiao_engine.problems import Problem, error

DEEPEST = 40
Path_ = tuple[str | int, ...]
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_TAG = "tag:yaml.org,2002:"
_READ = ("int", "float", "bool", "null", "timestamp")
#: Longer numbers are no numbers of a standard, and Python refuses to read very long ones.
_LONGEST_NUMBER = 300

#: What the YAML reader says → what a clerk did.
_SAID = {
    "mapping values are not allowed": "冒号的位置不对：可能上一行少了换行，或文字里有冒号而没有加引号",
    "cannot start any token": "有不能用在开头的字符，如制表符（Tab）、@、`、%",
    "tab character": "缩进里有制表符（Tab）",
    "could not find expected ':'": "缺少冒号：键后面要有英文冒号和一个空格",
    "expected ',' or": "方括号或花括号没有配对，或者各项之间缺少英文逗号",
    "expected the node content": "方括号、花括号或逗号没有写对",
    "did not find expected node content": "方括号、花括号或逗号没有写对",
    "did not find expected key": "缩进没有对齐，或引号没有配对",
    "expected <block end>": "缩进没有对齐，或引号没有配对",
    "did not find expected '-' indicator": "列表的各项没有对齐",
    "unexpected end of stream": "引号没有配对",
    "another document": "一个文件里只能有一份标准，不能用 --- 分成几份",
    "alphabetic or numeric": "& 和 * 在这里有特别的意思，文字请加引号",
    "undefined alias": "& 和 * 在这里有特别的意思，文字请加引号",
    "characters are not allowed": "有看不见的控制字符",
}  # fmt: skip


class Lines:
    """Where every value of a YAML text stands."""

    def __init__(self, root: yaml.Node | None) -> None:
        self.root = root

    def of(self, path: Path_) -> str:
        """The line of the deepest key or list item on the path that exists."""
        node, mark = self.root, self.root.start_mark if self.root is not None else None
        for step in path:
            inner = _step_into(node, step)
            if inner is None:
                break
            node, mark = inner
        return _place(mark)


def _place(mark: Any) -> str:
    return f"第 {mark.line + 1} 行" if mark is not None else ""


def _step_into(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node, Any] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item = node.value[step]
        return item, item.start_mark
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, value in node.value:
        if key.value == str(step):
            return value, key.start_mark
    side = next(((key, value) for key, value in node.value if key.value in ("deduct", "earn")), None)
    if side is None or len(node.value) != 1:
        return None
    # a term's keys stand one level deeper in the file than in the model
    return (side[1], side[0].start_mark) if step == "parameters" else _step_into(side[1], step)


def load(text: str, file: str) -> tuple[Any, Lines, list[Problem]]:
    """The values, their lines, and what is wrong; the values are None where nothing could be read."""
    try:
        problems = _refused(text, file)
        if problems:
            return None, Lines(None), problems
        loader = _Loader(text)
        try:
            return _built(loader, file)
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError, RecursionError) as broken:
        return None, Lines(None), [_yaml_problem(broken, file)]


def _refused(text: str, file: str) -> list[Problem]:
    """Things that the text must not contain; the search stops at the first that could do harm."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent):
            depth += isinstance(event, yaml.CollectionStartEvent)
            if event.anchor or getattr(event, "tag", None) or depth > DEEPEST:
                return [_refusal(event, file)]
    return []


def _refusal(event: Any, file: str) -> Problem:
    place = _place(event.start_mark)
    if event.anchor:
        return error(
            "anchor",
            file,
            place,
            "用了 YAML 的锚点或引用（& 或 *）",
            "标准里不允许",
            "请把内容直接写在用到的地方；文字本身以 & 或 * 开头的请加引号",
        )
    if getattr(event, "tag", None):
        return error(
            "tag",
            file,
            place,
            "用了 YAML 的类型标记（!）",
            "标准里不允许",
            "请删去感叹号开头的标记；文字本身以 ! 开头的请加引号",
        )
    return error("too_deep", file, place, f"层次超过 {DEEPEST} 层", "标准不会这么深", "请检查缩进和括号")


def _built(loader: Any, file: str) -> tuple[Any, Lines, list[Problem]]:
    root = loader.get_single_node()
    if root is None:
        return None, Lines(None), []
    builder = _Builder(loader, file)
    return builder.value(root), Lines(root), builder.problems


class _Builder:
    """Values from nodes; keys written twice and dates that do not exist are kept as problems, and the rest is read."""

    def __init__(self, loader: Any, file: str) -> None:
        self.loader, self.file, self.problems = loader, file, list[Problem]()

    def value(self, node: yaml.Node) -> Any:
        """The value of a node and all below it."""
        if isinstance(node, yaml.MappingNode):
            # keys are words: `1:` and `no:` are codes of something, never a number or a truth value
            return {str(key.value): self.value(inner) for key, inner in self._keys(node)}
        if isinstance(node, yaml.SequenceNode):
            return [self.value(item) for item in node.value]
        return self.scalar(node)

    def scalar(self, node: yaml.Node) -> Any:
        """A text, a number, a truth value, a date."""
        text = str(node.value)
        kind = str(node.tag).removeprefix(_TAG)
        if kind == "str":
            return text
        try:
            if kind in _READ and len(text) <= _LONGEST_NUMBER:
                return self.loader.construct_object(node)
        except (ValueError, OverflowError):
            pass
        self._complain("unreadable_value", node, f"“{text[:20]}”不是真实的日期或数字", "", "请核对；文字请加引号")
        return text

    def _keys(self, node: yaml.MappingNode) -> Iterator[tuple[yaml.Node, yaml.Node]]:
        first: dict[str, yaml.Node] = {}
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag == f"{_TAG}merge":
                self._complain("key", key, "这里的键不是文字", "", "请检查冒号前面的写法，特殊字符请加引号")
            elif first.setdefault(key.value, key) is not key:
                earlier = _place(first[key.value].start_mark)
                self._complain(
                    "twice", key, f"“{key.value}”写了两次", f"第一次在{earlier}，后一个会盖掉前一个", "请删去一个"
                )
            else:
                yield key, value

    def _complain(self, code: str, node: yaml.Node, what: str, why: str, remedy: str) -> None:
        self.problems.append(error(code, self.file, _place(node.start_mark), what, why, remedy))


def _yaml_problem(broken: Exception, file: str) -> Problem:
    said = f"{getattr(broken, 'problem', '')} {getattr(broken, 'context', '')} {getattr(broken, 'reason', '')}"
    mark = getattr(broken, "problem_mark", None)
    why = next((chinese for english, chinese in _SAID.items() if english in said), "")
    return error(
        "yaml",
        file,
        _place(mark),
        "YAML 写法有误",
        why,
        "请检查这一行及上一行的缩进和引号，冒号、逗号要用英文半角，冒号后空一格",
    )
