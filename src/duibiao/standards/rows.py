"""A standard of the engine as rows of the site."""

from collections.abc import Iterator

from duibiao.standards.models import Edition, Indicator, Measure
from duibiao_engine.standard.measures import Measure as EngineMeasure
from duibiao_engine.standard.model import Node, Standard
from duibiao_engine.wording import in_words


def spelling(text: str) -> str:
    """Pinyin and its initials, so that `zhuanti` and `zt` both find 专题."""
    from pypinyin import Style, lazy_pinyin  # half a second of tables that a start need not wait for

    whole = "".join(lazy_pinyin(text))
    initials = "".join(lazy_pinyin(text, style=Style.FIRST_LETTER))
    return f"{whole} {initials}".lower()


def indicator_rows(edition: Edition, standard: Standard) -> Iterator[Indicator]:
    """Every indicator of a standard."""
    return (_indicator(edition, standard, node) for node in standard.nodes)


def _indicator(edition: Edition, standard: Standard, node: Node) -> Indicator:
    indicator = node.indicator
    rule = [
        {"zh": in_words(term, standard.measures, "zh"), "en": in_words(term, standard.measures, "en")}
        for term in indicator.rule
    ]
    return Indicator(
        edition=edition,
        number=node.number,
        parent_number=node.parent,
        depth=node.depth,
        code=indicator.code,
        name=indicator.name,
        name_en=indicator.name_en or "",
        text=indicator.text or "",
        points=indicator.points,
        method=indicator.method or "",
        leaf=indicator.is_leaf,
        bonus=indicator.bonus,
        applies_to=list(indicator.applies_to),
        rule=rule,
        spelling=spelling(indicator.name)[:900],
    )


def measure_row(measure: EngineMeasure, code: str) -> Measure:
    """A catalogue measure as an edition's measure says it."""
    return Measure(
        code=code,
        name=measure.name,
        name_en=measure.name_en or "",
        kind=measure.kind,
        unit_word=measure.unit or "",
        definition=measure.model_dump(mode="json"),
        spelling=spelling(measure.name)[:600],
    )
