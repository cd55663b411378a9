"""Starting the site: the database made ready, the worker beside, the server in front.

Its one trick: the parent holds the embedded database and hands its address to the children, so that it outlives them.
"""

import contextlib
import io
import os
import socket
from collections.abc import Iterator
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import click
from django.conf import settings
from django.core.management import call_command

from duibiao.lib import catalogue, embedded, migrating, orphans, setup_code

if TYPE_CHECKING:
    from duibiao.https import Papers


#: Connections of all web processes together; the embedded server bears a hundred.
MOST_CONNECTIONS = 48


def prepare(verbosity: int = 0) -> None:
    """Bring database and catalogues to this version. Doing it twice does nothing."""
    catalogue.compile_stale([settings.HERE])
    if _is_current():
        return  # a second start: all of this was done, and checked, by the first
    with migrating.lightly():
        call_command("migrate", interactive=False, verbosity=verbosity)
    call_command("createcachetable", verbosity=0)
    call_command("check", stdout=io.StringIO())


def _is_current() -> bool:
    """Whether the database is of this version: no migration waits, and the last step of `prepare` was reached."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return not waiting and settings.CACHES["default"]["LOCATION"] in connection.introspection.table_names()


def hand_on_the_database() -> None:
    """Tell child processes where the embedded server is; they then use it without holding it."""
    default = settings.DATABASES["default"]
    if "EMBEDDED_IN" in default:
        os.environ["DATABASE_URL"] = embedded.url_of(embedded.folder_of(default), str(default["NAME"]))
    os.environ.setdefault("DUIBIAO_POOL", "12")


def refuse_a_taken_port(host: str, port: int) -> None:
    """Said before anything is built or started, with what to do about it."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            words = f"{host} 的端口 {port} 用不了（{error.strerror}）：多半是另一个程序正在用它。请停掉那个程序，或换一个端口：--port {port + 1}"
            raise click.ClickException(words) from None


def greet(host: str, port: int, papers: "Papers | None" = None) -> None:
    """Say where the site is, and until it is set up, the code that opens the set-up page."""
    from duibiao.organisation.queries import is_set_up

    address = "127.0.0.1" if host == "0.0.0.0" else host
    click.echo(f"对标 {'https' if papers else 'http'}://{address}:{port}/   （Ctrl+C 停止）")
    if papers:
        click.echo(f"各台电脑要装一次本县的证书：{papers.authority}")
    if not is_set_up():
        click.echo(f"初次设置，设置码：{setup_code.code()}")


@contextlib.contextmanager
def worker_beside(*, wanted: bool) -> Iterator[None]:
    """The worker as a child process: started again when it is killed, ended with us; the embedded database likewise."""
    from duibiao.cli import child
    from duibiao.keeping import Keeper

    hand_on_the_database()
    orphans.be_the_parent()
    with Keeper((lambda: child("work")) if wanted else None):
        yield


def pool_connections(workers: int) -> None:
    """For the processes that answer. They are forks of this one, whose settings are read: the environment alone would tell them nothing."""
    from duibiao.settings import pool

    asked_for = "pool" in settings.DATABASES["default"].get("OPTIONS", {}) or os.environ.get("DUIBIAO_POOL") == "0"
    if not asked_for:
        pool(max(8, MOST_CONNECTIONS // workers))


def serve(host: str, port: int, workers: int, papers: "Papers | None" = None) -> None:
    """Answer requests until told to stop; with papers by HTTPS."""
    from django.db import connections
    from granian import Granian
    from granian.constants import Interfaces, SSLProtocols
    from granian.log import LogLevels

    from duibiao.keeping import keep_answering
    from duibiao.web.base.warming import warm_up_aside

    import_module("duibiao.asgi")  # read once, for all who answer: one that was killed is back in a moment
    os.register_at_fork(after_in_child=orphans.end_with_the_parent)
    if (
        os.environ.get("DUIBIAO_WARM") != "0"
    ):  # by each of them: a thread of this process would leave its locks shut in theirs
        os.register_at_fork(after_in_child=warm_up_aside)
    connections.close_all()
    pool_connections(workers)
    server = partial(
        Granian,
        "duibiao.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGINL,
        workers=workers,
        log_level=LogLevels.warning,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=20,  # one told to stop while it still starts would never hear of it
        ssl_cert=papers.certificate if papers else None,
        ssl_key=papers.key if papers else None,
        ssl_protocol_min=SSLProtocols.tls12,  # browsers of old desks
    )
    keep_answering(lambda: server().serve())


def demonstrate(host: str, port: int, *, worker: bool) -> None:
    """Build the demonstration county unless it is there, and say who may log in."""
    from duibiao.demonstration import accounts

    unfinished = settings.DATA / "demonstration-unfinished"
    if accounts.is_built():
        if unfinished.exists():
            folder = settings.DATA
            raise click.ClickException(f"上一次没有把青禾县建完，页面上会缺东西。请删掉文件夹 {folder}，再运行一次。")
    else:
        from duibiao.demonstration import building  # all of the house: a second start does not wait for it

        click.echo("正在建立虚构的青禾县……")
        unfinished.touch()
        building.build(lambda words: click.echo(f"  · {words}"), trend_later=worker)
        unfinished.unlink()
    click.echo(f"\n对标演示 http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}/   （Ctrl+C 停止）")
    click.echo(f"各角色的登录账号（密码都是 {accounts.PASSWORD}）：")
    for account, words, *_rest in accounts.ACCOUNTS:
        click.echo(f"  {account:<6} {words}")
