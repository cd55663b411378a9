"""A child process ends when its parent has ended, however that happened: an orphan would answer beside its successor.

Its one trick: the parent leaves its number in the environment; the child looks once a second whether it is still that one's child.
"""

import os
import signal
import threading

EVERY = 1.0
_PARENT = "DUIBIAO_PARENT"


def be_the_parent() -> None:
    """From here on, children that call `end_with_the_parent` end with this process."""
    os.environ[_PARENT] = str(os.getpid())


def end_with_the_parent() -> None:
    """Does nothing in the parent itself, and where nobody said that he is it."""
    parent = int(os.environ.get(_PARENT, os.getpid()))
    if parent != os.getpid():
        threading.Thread(target=_watch, args=(parent,), name="orphaned", daemon=True).start()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        threading.Event().wait(EVERY)
    os.kill(os.getpid(), signal.SIGKILL)
