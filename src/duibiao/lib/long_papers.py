"""Papers with thousands of rows: the tables are written as text into the finished document, so that no tree of them is ever built."""

import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from duibiao.lib.papers import BODY, HEADING, Paper

_MARK = "@@tables@@"
_PART = "word/document.xml"
#: Twentieths of a point in a millimetre.
_TWIPS = 1440 / 25.4


class LongPaper(Paper):
    """A paper in which one paragraph stands in for tables that are written when the file is made."""

    def stand_in(self) -> None:
        self.document.add_paragraph(_MARK)

    def file_with(self, written: Iterable[str]) -> bytes:
        """The file, with `written` in place of the stand-in."""
        made = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(self.file())) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
            for info in old.infolist():
                if info.filename != _PART:
                    new.writestr(info, old.read(info))
                    continue
                text = old.read(info).decode()
                before, after = re.split(rf"<w:p>(?:(?!<w:p>).)*?{_MARK}.*?</w:p>", text, maxsplit=1)
                with new.open(_PART, "w") as part:
                    for piece in (before, *written, after):
                        part.write(piece.encode())
        return made.getvalue()


def written_heading(text: str) -> str:
    return f"<w:p>{_run(text, HEADING, 16)}</w:p>"


def written_table(
    heads: Sequence[str], rows: Iterable[Sequence[str]], *, widths: Sequence[float], size: float
) -> Iterator[str]:
    """A table with lines, its head repeated on every page; widths in millimetres, size in points."""
    wide = [round(width * _TWIPS) for width in widths]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in wide)
    yield '<w:tbl><w:tblPr><w:tblStyle w:val="TableGrid"/><w:tblW w:w="0" w:type="auto"/>'
    yield f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
    yield _row(heads, wide, HEADING, size, "<w:trPr><w:tblHeader/></w:trPr>")
    for row in rows:
        yield _row(row, wide, BODY, size)
    yield "</w:tbl>"


def _row(texts: Sequence[str], widths: Sequence[int], font: str, size: float, more: str = "") -> str:
    cells = (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p>{_run(text, font, size)}</w:p></w:tc>'
        for text, width in zip(texts, widths, strict=True)
    )
    return f"<w:tr>{more}{''.join(cells)}</w:tr>"


def _run(text: str, font: str, size: float) -> str:
    said = re.sub(r"[\x00-\x08\x0b-\x1f]", " ", text)
    fonts = f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}"/><w:sz w:val="{round(2 * size)}"/>'
    return f'<w:r><w:rPr>{fonts}</w:rPr><w:t xml:space="preserve">{escape(said, quote=False)}</w:t></w:r>'
