"""Making what goes up: a folder for each name with its form and materials, an index, checksums, and the program that checks them.

Its one trick: the same writing as the campaign's package, so contents go through in pieces, and after an interruption the job
goes on where it stopped.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC

from django.utils.translation import gettext as _

from duibiao.applications import lacking, papers
from duibiao.applications.models import Application, Package
from duibiao.files.kinds import ending_of
from duibiao.files.models import Blob
from duibiao.ledger.models import MaterialFile
from duibiao.packing.making import NOTES, Say, notes_text, put, put_bytes
from duibiao.truth.models import Redaction
from duibiao_engine.seals.claims import SCRIPT
from duibiao_engine.seals.names import once, safe
from duibiao_engine.seals.standalone import script
from duibiao_engine.seals.writing import Writing

FORM = "00 申报书.docx"


@dataclass(frozen=True)
class Made:
    """A package that is whole."""

    sha256: str
    sm3: str
    files: int
    size: int


@dataclass(frozen=True)
class Shown:
    """A material in the package: where, which content, what it shows."""

    path: str
    blob: Blob
    words: str


def make(package: Package, say: Say) -> Made:
    """The package at its place, gone on with if a part of it is there. Raises `writing.Changed`, `store.Lost`, `OSError`."""
    found = rows_of(package)
    folders = folders_of(found)
    shown = {one.pk: materials_of(one, folders[one.pk]) for one in found}
    writing = _writing(package, shown)
    try:
        for place, one in enumerate(found, start=1):
            form = f"{folders[one.pk]}/{FORM}"
            if form not in writing.done:
                put_bytes(writing, form, papers.form_docx(one))
            for material in shown[one.pk]:
                if material.path not in writing.done:
                    put(writing, material.path, material.blob)
            say(place / len(found))
        _papers(package, writing, found, folders, shown)
        sha256, sm3 = writing.finish()
    finally:
        writing.close()
    return Made(sha256, sm3, len(writing.done), package.place.stat().st_size)


def rows_of(package: Package) -> list[Application]:
    found = package.applications.select_related("selection", "category", "unit", "recommender")
    return list(found.order_by("category__order", "category", "id"))


def folders_of(found: list[Application]) -> dict[int, str]:
    """01 示范村/03 望禾镇东风村: the category's place, then the name's place in it."""
    categories = {
        one.category_id: place for place, one in enumerate({o.category_id: o for o in found}.values(), start=1)
    }
    made: dict[int, str] = {}
    inside: dict[int, int] = {}
    for one in found:
        inside[one.category_id] = inside.get(one.category_id, 0) + 1
        above = safe(f"{categories[one.category_id]:02d} {one.category}", 28)
        made[one.pk] = f"{above}/{safe(f'{inside[one.category_id]:02d} {one.name}', 40)}"
    return made


def materials_of(application: Application, folder: str) -> list[Shown]:
    """Each material once, with every condition that it shows; one whose faces were covered goes as that copy."""
    files: dict[int, MaterialFile] = {}
    words: dict[int, list[lacking.Line]] = {}
    for line in lacking.lines(application):
        if line.tick is not None and line.tick.file is not None:
            files[line.tick.file.pk] = line.tick.file
            words.setdefault(line.tick.file.pk, []).append(line)
    blobs = [one.blob_id for one in files.values()]
    covered = {one.of_id: one.copy for one in Redaction.objects.filter(of__in=blobs).select_related("copy")}
    give, made = once(set()), []
    for key, file in files.items():
        name = f"{words[key][0].number:02d} {file.material.title}.{ending_of(file.name)}"
        said = [_("第 %(n)d 条：%(words)s") % {"n": one.number, "words": one.condition.words} for one in words[key]]
        made.append(Shown(give(f"{folder}/{safe(name)}"), covered.get(file.blob_id, file.blob), "；".join(said)))
    return made


def _writing(package: Package, shown: dict[int, list[Shown]]) -> Writing:
    told = [str(package.pk), *(f"{one.path} {one.blob.sha256}" for files in shown.values() for one in files)]
    plan = hashlib.sha256("\n".join(told).encode()).hexdigest()
    package.place.parent.mkdir(parents=True, exist_ok=True)
    moment = f"{package.asked_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    return Writing(package.place, title=str(package), moment=moment, plan=plan)


def _papers(
    package: Package, writing: Writing, found: list[Application], folders: dict[int, str], shown: dict[int, list[Shown]]
) -> None:
    rows = papers.index_rows(found, folders)
    files = [(f"{folders[one.pk]}/{FORM}", _("%s的申报书") % one.name) for one in found]
    files += [(material.path, material.words) for one in found for material in shown[one.pk]]
    files.sort()
    put_bytes(writing, "目录.docx", papers.index_docx(package.selection, rows, files))
    put_bytes(writing, "目录.xlsx", papers.index_xlsx(rows, files))
    put_bytes(writing, NOTES, notes_text(str(package), None).encode())
    put_bytes(writing, SCRIPT, script())
