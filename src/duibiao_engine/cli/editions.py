"""`duibiao compare` and `duibiao template`: two editions side by side; an empty workbook of facts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao_engine.cli import options
from duibiao_engine.cli.group import Unusable

if TYPE_CHECKING:
    from duibiao_engine.rules.base import Language


@click.command()
@options.pack("old")
@options.pack("new")
@options.output()
def compare(old: str, new: str, format_: str | None, output: Path | None, lang: Language) -> None:
    """比较两个版本：增删、移动、改号、改写、分值和计分办法的变化，并建议新旧指标怎样对应。

    Compare two editions: what is added, removed, moved, renumbered, reworded or scored otherwise, and a mapping.
    """
    from duibiao_engine.cli.inputs import open_pack
    from duibiao_engine.cli.output import Output
    from duibiao_engine.reports.comparison_sheets import comparison_report
    from duibiao_engine.standard.compare import compare as side_by_side

    before, after = open_pack(old), open_pack(new)
    Output.of(format_, output, lang).hand_out(comparison_report(before, after, side_by_side(before, after), lang))


@click.command()
@options.pack()
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), default=Path("facts.xlsx"), show_default=True,
    metavar="FILE", help="写到哪个工作簿。The workbook to write.",
)  # fmt: skip
@click.option("--force", is_flag=True, help="已有同名文件也覆盖。Overwrite an existing file.")
def template(pack: str, output: Path, force: bool) -> None:
    """空白事实表：一个工作簿，有这个标准的计量项、下拉选项和填写说明，填好后 duibiao score 直接读。

    An empty workbook of facts with the standard's own measures, drop-downs and notes; `score` reads it back.
    """
    from duibiao_engine.cli.inputs import open_pack
    from duibiao_engine.cli.output import reason
    from duibiao_engine.template import write_template

    if output.suffix.lower() != ".xlsx":
        raise Unusable(f"文件名要以 .xlsx 结尾，现在是“{output.name}”。The file must end in .xlsx.")
    if output.exists() and not force:
        raise Unusable(f"{output} 已经有了，里面可能填了事实；换一个名字，或加 --force 覆盖。The file exists.")
    standard = open_pack(pack)
    try:
        write_template(standard, output)
    except OSError as fault:
        raise Unusable(f"写不了 {output}：{reason(fault)}。Cannot write.") from None
    click.echo(f"已写入 {output}：{len(standard.measures)} 个计量项。填好后运行：duibiao score {pack} {output}")
