"""Handing out a report: to the terminal, into a pipe or a file."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import cast

import click

from duibiao_engine.cli.group import Unusable
from duibiao_engine.reports.sheets import Report
from duibiao_engine.reports.table import in_text, view_of
from duibiao_engine.reports.writing import WRITERS, Format
from duibiao_engine.rules.base import Language

_BY_SUFFIX = {".json": "json", ".csv": "csv", ".xlsx": "xlsx"}


@dataclass(frozen=True, slots=True)
class Output:
    """The options about output."""

    format: Format
    file: Path | None
    language: Language

    @classmethod
    def of(cls, format_: str | None, output: Path | None, lang: str) -> Output:
        """From the options as click gives them; the file's ending decides where no format is given."""
        by_name = _BY_SUFFIX.get(output.suffix.lower(), "table") if output else "table"
        return cls(cast(Format, format_ or by_name), output, cast(Language, lang))

    def hand_out(self, report: Report) -> None:
        """Write it."""
        if self.file is not None:
            self._save(WRITERS[self.format](report, self.language), self.file)
        elif self.format == "table":
            click.echo(in_text(view_of(report, self.language), colour=sys.stdout.isatty()), nl=False)
        elif self.format == "xlsx" and sys.stdout.isatty():
            raise Unusable("工作簿不能显示在屏幕上，请加 -o 文件名.xlsx。A workbook needs -o FILE.")
        else:
            self._pipe(WRITERS[self.format](report, self.language))

    def _pipe(self, content: bytes) -> None:
        stream = sys.stdout.buffer
        stream.write(content)
        stream.flush()

    def _save(self, content: bytes, file: Path) -> None:
        save(content, file)
        click.echo(f"已写入 {file}（{len(content):,} 字节）。Written.", err=True)


def save(content: bytes, file: Path) -> None:
    """Write a file whole, or say why it cannot be."""
    try:
        file.write_bytes(content)
    except OSError as fault:
        raise Unusable(f"写不了 {file}：{reason(fault)}。Cannot write.") from None


def reason(fault: OSError) -> str:
    """Why a file cannot be written or read, in words."""
    if isinstance(fault, FileNotFoundError):
        return "所在的文件夹不存在，请先建好"
    if isinstance(fault, PermissionError):
        return "没有写的权限，或文件正被 Excel、WPS 打开，请关掉再试"
    return "磁盘满了或出了问题，请换一个位置"
