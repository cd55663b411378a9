"""The words of a file, for search, and its pages. What cannot be read has no words; that is no fault.

Its one trick: Chinese has no spaces, so every pair of neighbouring letters is a word of the index. What holds all pairs of a question is
then held against the question itself.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from django.db import connection
from django.db.models import QuerySet
from pypdf import PdfReader
from pypdf.errors import PyPdfError
from python_calamine import CalamineError, CalamineWorkbook

from duibiao.files import store
from duibiao.files.kinds import OFFICE
from duibiao.files.models import Blob, Text

#: Letters that are kept of one file, and pages that are read.
MOST, MOST_PAGES = 200_000, 500
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")


def read(blob: Blob) -> Text:
    """Read the words once; a content never changes."""
    held = Text.objects.filter(blob=blob).first()
    if held is not None:
        return held
    try:
        with store.held(blob) as path:
            words, pages = words_of(path, blob.media_type)
    except store.Lost:
        words, pages = "", None
    Text.objects.bulk_create([Text(blob=blob, words=words, pages=pages)], ignore_conflicts=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE files_text SET grams = array_to_tsvector(%s) WHERE blob_id = %s", [grams(words), blob.pk]
        )
    return Text.objects.get(blob=blob)


def words_of(path: Path, media_type: str) -> tuple[str, int | None]:
    """The words, and how many pages there are where a file has pages."""
    try:
        if media_type == "application/pdf":
            return _of_pdf(path)
        if media_type.startswith(OFFICE):
            return "\n".join(_limited(_of_office(path, media_type))), None
    except (PyPdfError, CalamineError, ElementTree.ParseError, zipfile.BadZipFile, KeyError, ValueError, OSError):
        return "", None
    return "", None


def _limited(lines: Iterator[str]) -> Iterator[str]:
    left = MOST
    for line in lines:
        if left <= 0:
            return
        yield line[:left].replace("\0", "")
        left -= len(line)


def _of_pdf(path: Path) -> tuple[str, int]:
    reader = PdfReader(path)
    texts = (page.extract_text() for page in reader.pages[:MOST_PAGES])
    return "\n".join(_limited(texts)), len(reader.pages)


def _of_office(path: Path, media_type: str) -> Iterator[str]:
    if media_type.endswith("sheet"):
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
            for name in book.sheet_names:
                for row in book.get_sheet_by_name(name).iter_rows():
                    yield " ".join(str(cell) for cell in row if cell != "")
        return
    with zipfile.ZipFile(path) as archive:
        for name in sorted(archive.namelist()):
            if re.fullmatch(r"word/document\.xml|ppt/slides/slide\d+\.xml", name):
                yield from _paragraphs(archive.read(name))


def _paragraphs(xml: bytes) -> Iterator[str]:
    """Word's and PowerPoint's paragraphs are named alike: p, with the letters in t."""
    for paragraph in ElementTree.fromstring(xml).iter():
        if paragraph.tag.endswith("}p"):
            line = "".join(part.text or "" for part in paragraph.iter() if part.tag.endswith("}t"))
            if line:
                yield line


def grams(words: str) -> list[str]:
    """The index words of a text: pairs of Chinese letters, and other words as they are."""
    found: set[str] = set()
    for run in _RUN.findall(words.lower()):
        if run[0] < "\u3400":
            found.add(run[:60])
        else:
            found.update(run[at : at + 2] for at in range(max(1, len(run) - 1)))
    return sorted(found)


def holding(asked: str) -> QuerySet[Text]:
    """The texts that hold every word of a question."""
    found = Text.objects.all()
    for word in asked.split():
        pairs = [gram for gram in grams(word) if len(gram) > 1 or gram < "\u3400"]
        if pairs:
            query = " & ".join(f"'{gram}'" for gram in pairs)
            found = found.extra(where=["files_text.grams @@ %s::tsquery"], params=[query])
        found = found.filter(words__icontains=word)
    return found
