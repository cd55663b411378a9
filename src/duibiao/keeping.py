"""What `serve` keeps alive: the pages, the worker and the embedded database.

Its one trick: whoever is killed is simply started again. Nothing is asked of what died, since everything that was acknowledged is in the
database, and the database's own journal is what it begins with.
"""

import contextlib
import subprocess
import threading
import time
from collections import deque
from collections.abc import Callable
from types import TracebackType

import click
from django.conf import settings

from duibiao.lib import embedded

#: Seconds between two looks. What fails to start is tried again at the next.
EVERY = 1.0


#: So many ends within so many seconds: then it is no accident, and whoever started us must hear of it.
PATIENCE, WITHIN = 5, 60.0


def keep_answering(serve: Callable[[], None]) -> None:
    """Serve until told to stop. The web server takes a process that is killed twice within seconds for one that cannot start, and ends;
    we begin again, unless it goes on like that."""
    ended: deque[float] = deque(maxlen=PATIENCE)
    while True:
        try:
            return serve()
        except SystemExit as end:
            ended.append(time.monotonic())
            if not end.code or (len(ended) == PATIENCE and ended[-1] - ended[0] < WITHIN):
                raise
            click.echo("网页进程接连意外停止，已重新启动。", err=True)


class Keeper:
    """Looks after the worker and the embedded database, from within the process that holds both, until it is left."""

    def __init__(self, start_worker: Callable[[], subprocess.Popen[bytes]] | None) -> None:
        self._start_worker, self._left = start_worker, threading.Event()
        self._worker = start_worker() if start_worker is not None else None
        self._thread = threading.Thread(target=self._run, name="keeper", daemon=True)

    def __enter__(self) -> "Keeper":
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        self._left.set()
        self._thread.join(timeout=30)
        if self._worker is not None:
            self._worker.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._worker.wait(timeout=35)

    def _run(self) -> None:
        while not self._left.wait(EVERY):
            try:
                self.look()
            except (
                Exception
            ) as fault:  # a database that is still getting up, a full disk: whatever it is, the next look must come
                click.echo(f"没能重新启动（{type(fault).__name__}），马上再试。", err=True)

    def look(self) -> None:
        """Start again what has ended: the database first, the worker needs it."""
        default = settings.DATABASES["default"]
        if "EMBEDDED_IN" in default and embedded.start_again(embedded.folder_of(default)):
            click.echo("数据库意外停止，已重新启动。", err=True)
        if self._start_worker is not None and self._worker is not None and self._worker.poll() is not None:
            self._worker = self._start_worker()
            click.echo("任务进程意外停止，已重新启动。", err=True)
