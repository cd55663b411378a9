"""What the first visitor of each page would wait for, read while other pages are answered already."""

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
    thread = Thread(target=warm_up, name="warming", daemon=True)
    thread.start()
    return thread


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
