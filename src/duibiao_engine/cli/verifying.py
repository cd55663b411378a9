"""`duibiao verify`: whether a package, a proof or a list of roots is what was sealed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from duibiao_engine.cli.group import PROBLEMS, Unusable

F = TypeVar("F", bound=Callable[..., Any])


def options(command: F) -> F:
    """What the engine's and the site's command take."""
    number = click.option("--seal", type=click.IntRange(1), help="应是第几次封存。The number of the seal.")
    return click.argument("given", nargs=-1, metavar="[ROOT] [FILE]")(number(command))


@click.command()
@options
def verify(given: tuple[str, ...], seal: int | None) -> None:
    """校验：材料包、封存证明或封存根表有没有被改动，改在哪里。

    Check that a package, a proof or a list of seals is unchanged, and name what was changed.

    ROOT 是公布的封存根（64 位十六进制），FILE 是材料包（zip 或解开的文件夹）、证明文件或根表。
    """
    root, file = parted(given)
    if file is None:
        raise Unusable("请写明要校验的材料包、文件夹或证明文件；核对数据库要在装有网站的机器上。Name a file.")
    verify_file(root, file, seal)


def parted(given: tuple[str, ...]) -> tuple[str | None, Path | None]:
    """The root and the file among the words."""
    from duibiao_engine.seals.verifier import is_root

    roots, files = [word for word in given if is_root(word)], [word for word in given if not is_root(word)]
    if len(roots) > 1 or len(files) > 1:
        raise Unusable("一次只校验一个文件、一个根。One file and one root at a time.")
    return next(iter(roots), None), next((Path(word) for word in files), None)


def verify_file(root: str | None, file: Path, number: int | None) -> None:
    """Say what is right and wrong with a file; exit code 1 if anything is wrong."""
    from duibiao_engine.cli.output import reason
    from duibiao_engine.seals.hashing import HASHES
    from duibiao_engine.seals.verifier import look_at, report

    if "sm3" not in HASHES:
        click.echo("! 本机的 OpenSSL 没有 SM3，只核对 SHA-256。SHA-256 alone is checked.", err=True)
    try:
        said = look_at(file)
    except OSError as fault:
        raise Unusable(f"读不了 {file}：{reason(fault)}。Cannot read.") from None
    said.against(root, number)
    click.echo("\n".join(report(said)))
    if said.wrong:
        raise click.exceptions.Exit(PROBLEMS)
