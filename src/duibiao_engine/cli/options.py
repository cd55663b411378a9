"""Options that several commands share, each with its help in Chinese and English."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[datetime.date]):
    """A day, `2026-12-31` (or `2026/12/31`, `20261231`)."""

    name = "DATE"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> datetime.date:
        """The day, or a sentence that says how to write one."""
        if isinstance(value, datetime.date):
            return value
        for shape in ("%Y-%m-%d", "%Y/%m/%d", "%Y%m%d"):
            with suppress(ValueError):
                return datetime.datetime.strptime(str(value), shape).date()  # noqa: DTZ007
        return self.fail(f"“{value}”不是日期，请写成 2026-12-31。Not a date, write 2026-12-31.", param, ctx)


def _all(*options: Callable[[F], F]) -> Callable[[F], F]:
    def wrap(command: F) -> F:
        for option in reversed(options):
            command = option(command)
        return command

    return wrap


def pack(name: str = "pack") -> Callable[[F], F]:
    """The standard: a folder, or the name of a packaged one."""
    return click.argument(name, metavar=name.upper())


def facts() -> Callable[[F], F]:
    """The facts: a file, a folder, or the name of one of the pack's worked cases."""
    return click.argument("facts", metavar="FACTS")


def language() -> Callable[[F], F]:
    """In which language results are said."""
    return click.option(
        "--lang", type=click.Choice(["zh", "en"]), default="zh", show_default=True, envvar="DUIBIAO_LANG",
        help="输出语言。Language of the output.",
    )  # fmt: skip


def output() -> Callable[[F], F]:
    """How and where a result is written, and in which language."""
    return _all(
        click.option(
            "--format", "format_", type=click.Choice(["table", "json", "csv", "xlsx"]), default=None,
            help="输出格式，默认按 -o 的扩展名，否则 table。Form of the output.",
        ),
        click.option(
            "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=None, metavar="FILE",
            help="写到文件。Write to a file.",
        ),
        language(),
    )  # fmt: skip


def times() -> Callable[[F], F]:
    """Two times: what was known, and what was true."""
    return _all(
        click.option(
            "--as-of", type=Day(), default=None, help="只用到这天为止已记录的事实。Only facts recorded by this day."
        ),
        click.option("--from", "from_", type=Day(), default=None, help="考核期第一天。First day of the period."),
        click.option("--to", type=Day(), default=None, help="考核期最后一天。Last day of the period."),
        click.option(
            "--year", type=click.IntRange(1950, 2200), default=None, help="考核年度，代替 --from --to。A year instead."
        ),
    )


def choice() -> Callable[[F], F]:
    """Which units are shown; ranks are always among all."""
    return _all(
        click.option(
            "--unit",
            "-u",
            "unit",
            multiple=True,
            metavar="U",
            help="只看这个单位（编号或名称，可多次）。Only this unit (id or name).",
        ),
        click.option("--group", "-g", default=None, metavar="G", help="只看这一组或这一类。Only this group or kind."),
    )
