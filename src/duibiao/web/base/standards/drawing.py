"""An edition's branches as HTML, drawn here instead of by a template.

Its one trick: 1,200 leaves are two thousand loops of a template and one join of strings. Every text from an edition goes
through `escape`; only what is written in this file stands for itself.
"""

from collections.abc import Iterable, Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duibiao.web.base.standards.trees import Branch, Row, Stem


def drawn(branches: Iterable[Branch], *, unfolded: bool) -> SafeString:
    """All branches; the second level stands open if `unfolded`. Everything is in the page, so that Ctrl+F finds it."""
    words = _Words()
    return mark_safe("".join(part for branch in branches for part in _branch(branch, words, unfolded)))


class _Words:
    """The words that return on every row, looked up once."""

    def __init__(self) -> None:
        self.text, self.rule = escape(_("原文")), escape(_("怎么计分"))
        self.everybody, self.items = escape(_("全部单位")), escape(_("项"))
        self.bonus = f'<span class="state state-info">{escape(_("加分"))}</span>'


def _branch(branch: Branch, words: _Words, unfolded: bool) -> Iterator[str]:
    yield f'<details class="chapter" open><summary><b>{escape(branch.code)}</b><span>{escape(branch.name)}</span>'
    yield f"{words.bonus if branch.bonus else ''}{_sum(branch, words)}</summary>\n"
    for stem in branch.stems:
        yield from _stem(stem, words, unfolded)
    yield "</details>\n"


def _stem(stem: Stem, words: _Words, unfolded: bool) -> Iterator[str]:
    if stem.code:
        yield f'<details class="stem"{" open" if unfolded else ""}><summary><b>{escape(stem.code)}</b>'
        yield f"<span>{escape(stem.name)}</span>{_sum(stem, words)}</summary>\n"
    for row in stem.rows:
        yield _heading(row) if row.heading else _leaf(row, words)
    if stem.code:
        yield "</details>\n"


def _sum(part: Branch | Stem, words: _Words) -> str:
    points = f" · <b>{escape(part.points)}</b>" if part.points else ""
    return f'<span class="chapter-sum">{part.leaves} {words.items}{points}</span>'


def _heading(row: Row) -> str:
    code, points = escape(row.code), f"<span>{escape(row.points)}</span>" if row.points else ""
    return f'<h3 class="demand-heading" id="i-{code}">{code} {escape(row.name)}{points}</h3>\n'


def _leaf(row: Row, words: _Words) -> str:
    code, bonus = escape(row.code), f" {words.bonus}" if row.bonus else ""
    method = f"<span>{escape(row.method)}</span>" if row.method else ""
    who = escape(row.who) or words.everybody
    text = f'<div class="demand-text"><small>{words.text}</small><p>{escape(row.text)}</p></div>' if row.text else ""
    rules = "".join([f"<li>{escape(rule)}</li>" for rule in row.rules])
    return (
        f'<article class="demand" id="i-{code}"><h3><span class="demand-code">{code}</span>{escape(row.name)}{bonus}</h3>'
        f'<p class="demand-sum"><b>{escape(row.points)}</b>{method}<span>{who}</span></p>{text}'
        f'<div class="demand-rule"><small>{words.rule}</small><ul>{rules}</ul></div></article>\n'
    )
