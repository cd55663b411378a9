"""Finds every sentence of the interface: in templates by walking their nodes, in Python by its syntax tree."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.template import Template
from django.template.engine import Engine
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

import duibiao

HOME = Path(duibiao.__file__).parent
CHINESE = re.compile(r"[\u3400-\u9fff]")
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "pgettext"}
#: What speaks to administrators on a terminal, in Chinese only; and words that are data, not interface.
NOT_INTERFACE = {"cli.py", "health.py", "backups.py", "running.py", "keeping.py", "settings.py", "dates.py:WEEKDAYS"}


def templates() -> Iterator[Path]:
    return iter(sorted(HOME.glob("web/*/templates/**/*.html")))


def modules() -> Iterator[Path]:
    return iter(path for path in sorted(HOME.rglob("*.py")) if "migrations" not in path.parts)


def in_template(path: Path) -> Iterator[str]:
    """The ids in a template; a plural's singular form is its id."""
    for node in _nodes(Template(path.read_text(encoding="utf-8"), engine=Engine.get_default()).nodelist):
        if isinstance(node, TranslateNode):
            yield str(node.filter_expression.var.literal)
        elif isinstance(node, BlockTranslateNode):
            singular, _names = node.render_token_list(node.singular)
            yield re.sub(r"\s*\n\s*", " ", singular.strip()) if node.trimmed else singular


def _nodes(nodelist: Any) -> Iterator[Any]:
    for node in nodelist:
        yield node
        for name in (*node.child_nodelists, "nodelist"):
            yield from _nodes(getattr(node, name, None) or [])
        for _condition, inner in getattr(node, "conditions_nodelists", []):
            yield from _nodes(inner)


def in_module(path: Path) -> Iterator[str]:
    """The ids in a module, a context before \\x04."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in CALLS:
            texts = [one.value for one in node.args if isinstance(one, ast.Constant)]
            if node.func.id == "pgettext":
                yield f"{texts[0]}\x04{texts[1]}"
            elif texts:
                yield texts[0]


def every() -> set[str]:
    """Every id of the interface that has Chinese in it."""
    found = {one for path in templates() for one in in_template(path)}
    found |= {one for path in modules() for one in in_module(path)}
    return {one for one in found if CHINESE.search(one)}


def bare_in_template(path: Path) -> list[str]:
    """Chinese in a template that no translation would reach."""
    text = path.read_text(encoding="utf-8")
    text = re.sub(r"{% comment %}.*?{% endcomment %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{% blocktrans.*?{% endblocktrans %}", "", text, flags=re.DOTALL)
    text = re.sub(r"{%.*?%}", "", text, flags=re.DOTALL)
    return [match for match in re.findall(r"[^<>\n]*[\u3400-\u9fff]+[^<>\n]*", text) if "中文" not in match]


def bare_in_module(path: Path) -> list[str]:
    """Chinese strings of a module outside the translating calls and the docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    reached = {
        id(one)
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and getattr(call.func, "id", "") in CALLS
        for one in ast.walk(call)
    }
    said = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    constants = [node for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    return [one.value for one in constants if CHINESE.search(one.value) and id(one) not in reached | said]
