"""The binder (材料汇编) of one indicator, made by `lib.binding` in a process of its own; what is not in it is said."""

import json
import subprocess
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from duibiao.files import store
from duibiao.files.models import Blob
from duibiao.packing.reading import Planned

#: Bytes of one file, and of all files of one binder: it is held in memory while it is made.
LARGEST, ALL = 24 << 20, 40 << 20
SECONDS = 300


@dataclass
class Bound:
    """What became of an indicator's files: pages by path, and sentences about what is not in it."""

    pages: dict[str, str] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)


def bind(files: list[Planned], target: Path) -> Bound:
    """Write the binder to `target` if anything can be bound."""
    bound, held = Bound(), 0
    asked: list[tuple[Planned, Blob]] = []
    for one in files:
        source = _source(one)
        if source is None:
            continue
        if source.size > LARGEST or held + source.size > ALL:
            bound.left_out.append(_("%s：太大，没有编入汇编，见原件。") % one.path)
            continue
        held += source.size
        asked.append((one, source))
    with ExitStack() as stack:
        tasks = [_task(one, source, stack.enter_context(store.held(source))) for one, source in asked]
        answer = _run(target, tasks) if tasks else {"pages": {}, "faults": {}}
    bound.pages = answer["pages"]
    for path, fault in answer["faults"].items():
        bound.left_out.append(
            _("%(path)s：打不开（%(fault)s），没有编入汇编，见原件。") % {"path": path, "fault": fault}
        )
    return bound


def _source(one: Planned) -> Blob | None:
    """What of a file can be bound: itself, or its preview; None for films, archives, and where nothing turned it to PDF."""
    if one.media_type == "application/pdf" or one.media_type.startswith("image/"):
        return Blob.objects.get(pk=one.blob)
    return Blob.objects.get(pk=one.preview) if one.preview and not one.redacted else None


def _task(one: Planned, source: Blob, place: Path) -> dict[str, Any]:
    photo = source.media_type.startswith("image/")
    return {"path": one.path, "place": str(place), "photo": photo, "title": one.title}


def _run(target: Path, files: list[dict[str, Any]]) -> dict[str, dict[str, str]]:
    """Where the program itself fails, nothing is bound, and that is said of each file."""
    task = json.dumps({"target": str(target), "files": files})
    command = [sys.executable, "-m", "duibiao.lib.binding"]
    try:
        done = subprocess.run(command, input=task, capture_output=True, encoding="utf-8", timeout=SECONDS, check=True)
        answer: dict[str, dict[str, str]] = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError) as fault:
        target.unlink(missing_ok=True)
        return {"pages": {}, "faults": {one["path"]: type(fault).__name__ for one in files}}
    return answer
