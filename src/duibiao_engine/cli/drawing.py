"""`duibiao draw-again`: make a published draw once more and see that it was fair."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click


@click.command("draw-again")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def draw_again(file: Path) -> None:
    """重抽：用公布的抽样记录（JSON）再抽一次，核对指纹和结果。

    Draw again from a published record, and compare hashes and result.
    """
    from duibiao_engine import sampling
    from duibiao_engine.cli.group import Unusable

    try:
        published = json.loads(file.read_text(encoding="utf-8"))
        said = sampling.draw_again(published)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unusable(f"{file.name} 不是完整的抽样记录：{error}。请用轮次页面下载的文件。") from None
    for line in said:
        click.echo(f"✗ {line}")
    if said:
        sys.exit(1)
    click.echo(f"✓ 一致：{len(published['drawn'])} 个点位与公布的完全相同（{published['frame_sha256'][:12]}…）")
