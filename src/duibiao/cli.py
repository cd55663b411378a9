"""The commands of the site: `duibiao serve · work · upgrade · doctor · backup · restore`.

Its one trick: nothing of Django is imported until a command runs, so `duibiao --help` is quick.
"""

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from duibiao.bucket_cli import bucket
from duibiao.lib.orphans import end_with_the_parent
from duibiao.lib.starting import reading_modules
from duibiao_engine.cli import verifying

if TYPE_CHECKING:
    from duibiao.https import Papers


def start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
    with reading_modules():
        import django

        django.setup()


def web_processes() -> int:
    """One for every core that we may use: a process answers on one core at a time."""
    return min(4, len(os.sched_getaffinity(0)))


@click.group()
def commands() -> None:
    """对标网站：启动、升级、体检、备份、恢复。"""


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址；0.0.0.0 表示本机所有地址")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口")
@click.option(
    "--workers", default=web_processes, type=click.IntRange(1, 16), help="网页进程数  [默认每个处理器核一个，最多 4 个]"
)
@click.option("--no-worker", is_flag=True, help="不在旁边启动任务进程（另用 duibiao work）")
@click.option("--https", is_flag=True, help="用本县自己的证书提供 HTTPS（内网）")
@click.option("--name", "names", multiple=True, help="HTTPS 证书上的域名或地址，可写多次；本机名和本机地址自动算上")
def serve(host: str, port: int, workers: int, no_worker: bool, https: bool, names: tuple[str, ...]) -> None:
    """启动网站；数据库需要升级时先升级。"""
    if https:
        os.environ["DUIBIAO_HTTPS"] = "1"  # before the settings are read: cookies then travel by HTTPS alone
    start_django()
    from duibiao import running

    running.refuse_a_taken_port(host, port)
    papers = county_papers(host, names) if https else None
    running.prepare()
    running.greet(host, port, papers)
    with running.worker_beside(wanted=not no_worker):
        running.serve(host, port, workers, papers)


def county_papers(host: str, names: tuple[str, ...]) -> "Papers":
    """The certificates of `serve --https`, made when they are missing."""
    from django.conf import settings

    from duibiao import https

    try:
        return https.made_ready(settings.DATA / "https", https.names_for(host, names))
    except https.Trouble as trouble:
        raise click.ClickException(str(trouble)) from None


@commands.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="端口")
@click.option("--data", type=click.Path(path_type=Path, file_okay=False), help="数据文件夹，默认 .duibiao-demo")
@click.option("--build-only", is_flag=True, help="只建好演示县，不启动网站")
def demo(host: str, port: int, data: Path | None, build_only: bool) -> None:
    """建好虚构的青禾县（第一次约两分钟），启动演示网站。"""
    os.environ.setdefault("DUIBIAO_DATA", str(data or Path(".duibiao-demo") / "data"))
    start_django()
    from duibiao import running

    if not build_only:
        running.refuse_a_taken_port(host, port)
    running.prepare()
    running.demonstrate(host, port, worker=not build_only)
    if not build_only:
        with running.worker_beside(wanted=True):
            running.serve(host, port, web_processes())


@commands.command()
def work() -> None:
    """只运行任务进程。"""
    end_with_the_parent()  # before anything is read: that takes seconds, in which it may become an orphan
    start_django()
    from duibiao.jobs import run_worker

    run_worker()


@commands.command()
def upgrade() -> None:
    """把数据库升级到本版本，并检查设置。"""
    start_django()
    from duibiao import running

    running.prepare(verbosity=1)
    click.echo("已升级到本版本。")


@commands.command()
def doctor() -> None:
    """体检：逐项说明哪里正常、哪里不正常、怎么办。"""
    start_django()
    from duibiao import health

    findings = health.examine()
    for finding in findings:
        click.echo(finding.line())
    sys.exit(0 if all(finding.good for finding in findings) else 1)


@commands.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--leave-bucket", is_flag=True, help="已在对象存储里的文件不再拷一份；恢复时离不开那个桶")
def backup(file: Path, leave_bucket: bool) -> None:
    """把数据库和文件备份到一个 tar 文件 FILE。"""
    start_django()
    from duibiao import backups

    done = backups.back_up(file, leave_bucket=leave_bucket)
    left = f"；{done.left_in_bucket} 个文件留在对象存储里" if done.left_in_bucket else ""
    click.echo(f"已备份：{file}（{done.size:,} 字节{left}）")
    if done.lacking:
        names = "、".join(f"{one[:12]}…" for one in done.lacking[:20])
        raise click.ClickException(
            f"有 {len(done.lacking)} 个文件读不到，不在备份里：{names}。请运行 duibiao doctor 看原因，好了再备份一次。"
        )


@commands.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--yes", is_flag=True, help="不再询问")
def restore(file: Path, yes: bool) -> None:
    """用备份 FILE 覆盖现有数据库和文件。"""
    start_django()
    from duibiao import backups

    try:
        made_at = backups.made_at(file)
    except backups.NotABackup as error:
        raise click.ClickException(str(error)) from None
    if left := backups.left_in_bucket(file):
        click.echo(f"这个备份有 {left} 个文件留在对象存储里，恢复以后仍要设置好那个桶（DUIBIAO_S3_…）。")
    if not yes:
        click.confirm(f"将用 {made_at} 的备份覆盖现有全部数据，不能撤回。继续吗", abort=True)
    backups.restore(file)
    click.echo("已恢复。请重新启动 duibiao serve。")


commands.add_command(bucket)


@commands.command()
@click.argument("campaign")
@click.option("--unit", help="只打这个单位（代码或名称）及其下级的材料")
@click.option(
    "--output", "-o", type=click.Path(path_type=Path, dir_okay=False), required=True, help="写到哪个 zip 文件"
)
@click.option("--all", "everything", is_flag=True, help="连同还没审核的材料")
def pack(campaign: str, unit: str | None, output: Path, everything: bool) -> None:
    """把创建活动 CAMPAIGN（编号或名称）的材料打成一个包；中断后再运行一次，接着打。"""
    start_django()
    from duibiao.packing import packing_by_hand

    try:
        for words in packing_by_hand.pack(campaign, unit, output, everything=everything):
            click.echo(words)
    except packing_by_hand.Refused as refused:
        raise click.ClickException(str(refused)) from None


@commands.command()
@verifying.options
def verify(given: tuple[str, ...], seal: int | None) -> None:
    """校验：材料包、证明有没有被改动；不写 FILE 则核对本站的数据库。

    Check a package or a proof; without FILE, this site's database against its seals.
    """
    root, file = verifying.parted(given)
    if file is not None:
        return verifying.verify_file(root, file, seal)
    start_django()
    from duibiao.seals.checking import report

    lines, whole = report(root, seal)
    click.echo("\n".join(lines))
    sys.exit(0 if whole else 1)


@commands.command(context_settings={"ignore_unknown_options": True}, hidden=True)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own commands, for developers."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "duibiao.settings")
    from django.core.management import execute_from_command_line

    execute_from_command_line(["duibiao manage", *arguments])


def child(*arguments: str) -> subprocess.Popen[bytes]:
    """One of these commands in a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "duibiao", *arguments])
