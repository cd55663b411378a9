"""`duibiao bucket …`: what an administrator does with the county's bucket. Nothing is imported before a command runs."""

import os
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any, TypeVar

import click

Run = TypeVar("Run", bound=Callable[..., Any])


@click.group()
def bucket() -> None:
    """对象存储（S3）：送上去、核对、取回来、看情况。"""


def with_bucket(command: Run) -> Run:
    """Start the site, refuse in words where there is no bucket or it does not answer."""

    @wraps(command)
    def run(**options: Any) -> None:
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
        import django

        django.setup()
        from duibiao.files import store
        from duibiao.files.bucket import line, owning

        if not line.is_set():
            raise click.ClickException(
                "没有设置对象存储。请先设置 DUIBIAO_S3_BUCKET 等，见 docs/reference/settings.md。"
            )
        try:
            command(**options)
        except store.Unreachable as fault:
            click.echo(line.detail(fault), err=True)
            raise click.ClickException(f"{line.place()}：{fault}。请核对 DUIBIAO_S3_… 各项设置和网络。") from None
        except owning.NotOurs as fault:
            raise click.ClickException(str(fault)) from None
        except store.Full:
            raise click.ClickException("本机磁盘放不下，没有动任何文件。请先腾出空间或换大盘。") from None

    return run  # type: ignore[return-value]


def megabytes(size: int) -> str:
    return f"{size / 2**20:,.0f} MB"


def name_all(words: str, names: Iterable[str]) -> None:
    for name in names:
        click.echo(f"{words}：{name}", err=True)


@bucket.command()
@with_bucket
def status() -> None:
    """各有多少文件只在本机、只在桶里、两处都有。"""
    from duibiao.files.bucket import line, looking

    found, most = looking.standing(), looking.limit()
    click.echo(f"桶：{line.place()}（{whose()}）")
    click.echo(f"只在本机 {found.disk_only}，只在桶里 {found.bucket_only}，两处都有 {found.both}")
    click.echo(f"等待上传 {megabytes(found.waiting_bytes)}；本机占用 {megabytes(found.disk_bytes)}，"
               f"{'不限' if most is None else f'超过 {megabytes(most)} 时腾出'}")  # fmt: skip
    name_all("哪里都没有", found.nowhere)
    sys.exit(1 if found.nowhere else 0)


def whose() -> str:
    """Who writes into the bucket, or why that cannot be said."""
    from duibiao.files import store
    from duibiao.files.bucket import line, owning

    try:
        owner = owning.owner()
    except store.Unreachable as fault:
        return f"{fault} {line.detail(fault)}".strip()
    if owner == owning.our_name():
        return "由本站写入"
    return "归另一个网站写入，本站只能读" if owner else "还没有网站写入"


@bucket.command()
@with_bucket
def push() -> None:
    """把还没上传的文件全部送进桶里；中断后再运行一次，接着送。"""
    from duibiao.files.bucket import pushing

    sent = pushing.push(say=lambda so_far: _tell(so_far.contents, "已送", megabytes(so_far.bytes)))
    click.echo(f"已送 {sent.contents} 个文件，{megabytes(sent.bytes)}")
    name_all("本机和桶里都没有，没有送", sent.lost)
    name_all("内容与记录不符，没有送", sent.damaged)
    sys.exit(1 if sent.lost or sent.damaged else 0)


def _tell(count: int, verb: str, more: str = "") -> None:
    if count % 100 == 0:
        click.echo(f"{verb} {count}  {more}", err=True)


@bucket.command()
@click.option("--deep", is_flag=True, help="两边每个字节都读一遍，重算 SHA-256")
@click.option("--mend", is_flag=True, help="桶里缺的、坏的，用本机完好的重送；本机坏的，从桶里重取")
@with_bucket
def check(deep: bool, mend: bool) -> None:
    """核对桶里有没有缺的、坏的文件。"""
    from duibiao.files.bucket import looking

    found = looking.check(deep=deep, mend=mend, say=lambda done: _tell(done, "已核对"))
    name_all("桶里缺", found.missing)
    name_all("桶里的坏了", found.damaged_there)
    name_all("本机的坏了", found.damaged_here)
    name_all("没有一份完好的，请从备份恢复", found.gone)
    click.echo(f"核对 {found.contents} 个文件：桶里缺 {len(found.missing)}，桶里坏 {len(found.damaged_there)}，"
               f"本机坏 {len(found.damaged_here)}，无完好的 {len(found.gone)}，已修好 {len(found.mended)}")  # fmt: skip
    if found.strangers:
        click.echo(f"桶里还有 {found.strangers} 个文件本站没有记录，没有动它们。")
    bad = {*found.missing, *found.damaged_there, *found.damaged_here, *found.gone}
    sys.exit(1 if bad - set(found.mended) else 0)


@bucket.command()
@with_bucket
def back() -> None:
    """把只在桶里的文件全部取回本机；以后去掉设置，就不再用桶。"""
    from duibiao.files.bucket import looking

    if looking.limit() is not None:
        raise click.ClickException(
            "本机现在有上限，取回来又会被腾走。请先去掉 DUIBIAO_S3_KEEP_LOCAL_GB、重启网站，再运行一次。"
        )
    brought = looking.bring_back(lambda so_far: _tell(so_far.contents, "已取回", megabytes(so_far.bytes)))
    click.echo(f"已取回 {brought.contents} 个文件，{megabytes(brought.bytes)}")
    name_all("桶里没有或已损坏，没有取回", brought.gone)
    if brought.gone:
        sys.exit(1)
    click.echo("全部文件都在本机。要停用对象存储，去掉 DUIBIAO_S3_BUCKET 并重启；桶里的文件可以留着，也可以以后删。")


@bucket.command()
@click.option("--yes", is_flag=True, help="不再询问")
@with_bucket
def own(yes: bool) -> None:
    """接管这个桶：以后由本站写入，原来的网站只能读。"""
    from duibiao.files.bucket import owning

    if not yes:
        click.confirm("原来写入这个桶的网站以后只能读。确定那个网站已经停用，由本站接管吗", abort=True)
    owning.take_over()
    click.echo("已接管。")
