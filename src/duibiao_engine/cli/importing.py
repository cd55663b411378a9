"""`duibiao read-table`, `read-clause` and `write-table`: between the official table and a standard."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from duibiao_engine.cli import options
from duibiao_engine.cli.group import PROBLEMS, Unusable

if TYPE_CHECKING:
    from duibiao_engine.rules.base import Language
    from duibiao_engine.standard.importing.proposal import Source

_FORM = click.option(
    "--format", "format_", type=click.Choice(["table", "json"]), default="table", show_default=True,
    help="输出格式。Form of the output.",
)  # fmt: skip


@click.command("read-table")
@click.argument("file", metavar="FILE")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, file_okay=False), default=None, metavar="PACK",
    help="把读出的标准写成这个文件夹。Write the standard into this folder.",
)  # fmt: skip
@click.option(
    "--sheet", multiple=True, metavar="S", help="只读这张工作表或第几张表（可多次）。Only this sheet or table."
)
@click.option("--id", "id_", default="", metavar="ID", help="标准的标识，如 fazhi-2026。The standard's id.")
@click.option("--force", is_flag=True, help="已有同名标准也覆盖。Overwrite an existing standard.")
@_FORM
@options.language()
def read_table(
    file: str, output: Path | None, sheet: tuple[str, ...], id_: str, force: bool, format_: str, lang: Language
) -> None:
    """把官方的指标表（xlsx、xls、docx、网页、粘贴的文字，- 表示标准输入）读成标准，写明依据和没读懂的话。

    Read an official table into a standard: the tree, points checked at every level, and a rule for each clause.
    """
    from duibiao_engine.cli.output import Output
    from duibiao_engine.problems import has_errors
    from duibiao_engine.reports.import_sheets import import_report
    from duibiao_engine.standard.importing.clause_readings import with_readings
    from duibiao_engine.standard.importing.pack import pack_of, waiting_of
    from duibiao_engine.standard.importing.proposing import propose

    source = _only(_source(file), sheet)
    proposal = with_readings(propose(source))
    if not proposal.indicators:
        raise Unusable("\n".join(str(one) for one in proposal.all_problems()) or f"{file} 里没有指标。No indicators.")
    pack, waiting = pack_of(proposal, source, id_=id_), waiting_of(proposal)
    if output is not None:
        _write(pack, output, force)
    Output.of(format_, None, lang).hand_out(import_report(proposal, waiting, lang))
    if has_errors(proposal.all_problems()) or waiting:
        raise click.exceptions.Exit(PROBLEMS)


def _source(file: str) -> Source:
    from duibiao_engine.standard.importing.files import read_bytes, read_source
    from duibiao_engine.standard.importing.office_conversion import find_soffice

    if file == "-":
        return read_bytes("标准输入", sys.stdin.buffer.read(), find_soffice())
    if not Path(file).is_file():
        raise Unusable(f"找不到文件 {file}。No such file.")
    return read_source(file, find_soffice())


def _only(source: Source, wanted: tuple[str, ...]) -> Source:
    """The tables that were asked for, by name or number."""
    if not wanted:
        return source
    chosen = tuple(one for one in source.tables if one.name in wanted or str(one.number) in wanted)
    known = {one.name for one in source.tables} | {str(one.number) for one in source.tables}
    lost = [word for word in wanted if word not in known]
    if lost:
        names = "、".join(f"{one.number} {one.name}" for one in source.tables)
        raise Unusable(f"没有表“{lost[0]}”；文件里有：{names or '没有表'}。No such sheet.")
    return replace(source, tables=chosen)


def _write(pack: Any, folder: Path, force: bool) -> None:
    from duibiao_engine.cli.output import reason

    if (folder / "standard.yaml").exists() and not force:
        raise Unusable(f"{folder} 里已经有标准；换一个文件夹，或加 --force 覆盖。The folder holds a standard.")
    try:
        pack.write(folder)
    except OSError as fault:
        raise Unusable(f"写不了 {folder}：{reason(fault)}。Cannot write.") from None
    click.echo(f"已写入 {folder}（standard.yaml、NOTES.md）。接着运行：duibiao check {folder}", err=True)


@click.command("read-clause")
@click.argument("clause", metavar="CLAUSE")
@click.option("--points", type=float, default=None, metavar="P", help="这一项的分值。The indicator's points.")
@click.option("--text", default="", metavar="T", help="指标要求的原文，目标值常写在这里。What the indicator demands.")
@click.option("--name", default="", metavar="N", help="指标名称。The indicator's name.")
@_FORM
def read_clause(clause: str, points: float | None, text: str, name: str, format_: str) -> None:
    """把一句计分条文读成规则，写明依据的原话、要确认的和没读懂的。

    Read a scoring clause into rule terms, with the words relied on, what must be confirmed, and what is unread.
    """
    import json

    from duibiao_engine.standard.importing.clause_readings import read_words
    from duibiao_engine.standard.importing.pack import standard_text

    if not clause.strip():
        raise Unusable("条文是空的。The clause is empty.")
    if points is not None and not 0 < points <= 10_000:
        raise Unusable("分值要在 0 和 10000 之间。Points must be between 0 and 10000.")
    reading = read_words(clause, points=points, text=text, name=name)
    if reading is None:
        raise Unusable("这个版本没有条文阅读器。This version has no clause reader.")
    if format_ == "json":
        click.echo(json.dumps(reading, ensure_ascii=False, indent=1))
    else:
        click.echo(standard_text(_shown(reading)), nl=False)
    if reading.get("unread") or not (reading.get("terms") or reading.get("vetoes")):
        raise click.exceptions.Exit(PROBLEMS)


def _shown(reading: dict[str, Any]) -> dict[str, Any]:
    """For people: what would stand in the pack, and what stands open."""
    from duibiao_engine.standard.importing.rules_of import waiting_words

    found: dict[str, Any] = {"measures": {one["code"]: one["measure"] for one in reading.get("measures", ())}}
    found |= {key: reading[key] for key in ("start", "cap", "floor") if reading.get(key) is not None}
    for place, term in enumerate(reading.get("terms", ()), 1):
        found[f"# {place} 依据"] = "；".join(piece["words"] for piece in term.get("words", ()))
        found[f"# {place} 规则"] = term["term"]
    found["# 还要人来定"] = waiting_words(reading)
    found["# 问题"] = [f"{one['what']}。{one['remedy']}" for one in reading.get("problems", ())]
    return {key: value for key, value in found.items() if value}


@click.command("write-table")
@options.pack()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE",
    help="写到哪个 .xlsx 或 .docx。The .xlsx or .docx to write.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="已有同名文件也覆盖。Overwrite an existing file.")
def write_table(pack: str, output: Path, force: bool) -> None:
    """把标准写成官方样式的指标表；read-table 读回来还是同一份标准。

    Write a standard as the official table; read-table gives the same standard back.
    """
    from duibiao_engine.cli.inputs import pack_folder
    from duibiao_engine.cli.output import save
    from duibiao_engine.problems import ContentError
    from duibiao_engine.standard.exporting.document import document
    from duibiao_engine.standard.exporting.workbook import workbook
    from duibiao_engine.standard.reader import decode

    makers: dict[str, Callable[[str], bytes]] = {".xlsx": workbook, ".docx": document}
    make = makers.get(output.suffix.lower())
    if make is None:
        raise Unusable(f"文件名要以 .xlsx 或 .docx 结尾，现在是“{output.name}”。The file must end in .xlsx or .docx.")
    if output.exists() and not force:
        raise Unusable(f"{output} 已经有了；换一个名字，或加 --force 覆盖。The file exists.")
    folder = pack_folder(pack)
    file = folder / "standard.yaml" if folder.is_dir() else folder
    text = decode(file)[0] if file.is_file() else None
    if text is None:
        raise Unusable(f"{pack} 里没有可读的 standard.yaml。No standard.")
    try:
        save(make(text), output)
    except ContentError as wrong:
        raise Unusable(f"标准有错误，先运行 duibiao check {pack}。{wrong.problems[0]}") from None
    click.echo(f"已写入 {output}。Written.")
