"""What the first visitor of each page would wait for, read while other pages are answered already."""

import gc
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

from django.conf import settings
from django.template import TemplateDoesNotExist, TemplateSyntaxError
from django.template.loader import get_template
from django.template.utils import get_app_template_dirs
from django.urls import reverse

#: Seconds after each template: whoever asks for a page meanwhile goes first.
GIVES_WAY = 0.005


def warm_up_aside() -> Thread:
    """In each process that answers, never in the one that forks them: who is forked inherits every lock as it is, and some would stay shut."""
    thread = Thread(target=_warm_up_and_rest, name="warming", daemon=True)
    thread.start()
    return thread


def _warm_up_and_rest() -> None:
    warm_up()
    _leave_in_peace()


def warm_up() -> list[str]:
    """Lay out the addresses and read our templates; their names. What cannot be read is the business of the page that wants it."""
    reverse("home")
    read = []
    for folder in map(Path, get_app_template_dirs("templates")):
        if settings.HERE not in folder.parents:
            continue
        for file in sorted(folder.rglob("*.html")):
            with suppress(TemplateDoesNotExist, TemplateSyntaxError):
                read.append(file.relative_to(folder).as_posix())
                get_template(read[-1])
            time.sleep(GIVES_WAY)
    return read


def _leave_in_peace() -> None:
    """What was read stays for good: looking through all of it for garbage held up a page in fifty by a third of a second.

    And a page makes a hundred thousand things, nearly all of which end with it: looking at them more seldom saves a twentieth.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
