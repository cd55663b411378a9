"""The words of reports in both languages: statuses, gates, effects, methods."""

from __future__ import annotations

from duibiao_engine.results import GateState, Status
from duibiao_engine.rules.base import Language
from duibiao_engine.standard.above import Effect, Period
from duibiao_engine.standard.model import Standard

STATUS: dict[Status, tuple[str, str]] = {
    "met": ("达标", "met"),
    "partly": ("部分达标", "partly met"),
    "not_met": ("未达标", "not met"),
    "unknown": ("未知", "unknown"),
    "not_applicable": ("不适用", "not applicable"),
}
GATE: dict[GateState, tuple[str, str]] = {
    "passed": ("达到", "passed"),
    "failed": ("未达到", "failed"),
    "open": ("未定", "open"),
}
EFFECT: dict[Effect, tuple[str, str]] = {
    "fail": ("不合格", "fails"),
    "zero": ("记零分", "scores zero"),
    "suspend": ("暂停资格", "suspended"),
    "bar": ("不得申报", "barred"),
    "revoke": ("取消称号", "title revoked"),
}
RECOVERABLE: dict[bool, tuple[str, str]] = {True: ("可挽回", "can be won back"), False: ("已定", "lost for good")}


def word(pair: tuple[str, str], language: Language) -> str:
    """One of both."""
    return pair[1] if language == "en" else pair[0]


def title_of(standard: Standard, language: Language) -> str:
    """The standard's title and edition, with the mark of a demonstration."""
    title = standard.title_en if language == "en" and standard.title_en else standard.title
    mark = ("（演示，非官方文本）", " (a demonstration, not official text)") if standard.demonstration else ("", "")
    edition = "" if standard.edition in title else f" {standard.edition}"
    return f"{title}{edition}{word(mark, language)}"


def period_of(period: Period, as_of: object, language: Language) -> str:
    """The period and the instant."""
    if language == "en":
        return f"Period {period.start} to {period.end}" + ("" if as_of is None else f", as known on {as_of}")
    return f"考核期 {period.start} 至 {period.end}" + ("" if as_of is None else f"，截至 {as_of} 已知")
