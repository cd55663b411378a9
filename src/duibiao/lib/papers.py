"""Documents in the layout of official papers (docx): A4, title in 二号 小标宋, tables whose head repeats on every page.

Its one trick: the document library is read when the first paper is written, so no page waits for it at the start.
Margins, fonts and sizes follow GB/T 9704.
"""

import io
from collections.abc import Iterable, Sequence
from typing import Any

__all__ = ["DOCX", "Paper"]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
TITLE, HEADING, BODY, NOTE = "方正小标宋简体", "黑体", "仿宋_GB2312", "楷体_GB2312"
LONG, SHORT = 297, 210  # millimetres of A4
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}


class Paper:
    """One paper, written from top to bottom; `file()` gives its bytes."""

    def __init__(self, *, landscape: bool = False) -> None:
        from docx import Document
        from docx.enum.section import WD_ORIENT
        from docx.shared import Mm

        self.document = Document()
        section = self.document.sections[0]
        section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(LONG), Mm(SHORT)) if landscape else (Mm(SHORT), Mm(LONG))
        for side, width in MARGINS.items():
            setattr(section, side, Mm(width))

    def title(self, text: str) -> None:
        self._centred(text, TITLE, 22)

    def under_title(self, text: str) -> None:
        self._centred(text, NOTE, 16)

    def heading(self, text: str) -> None:
        _write(self.document.add_paragraph(), text, HEADING, 16)

    def paragraph(self, text: str) -> None:
        _write(self.document.add_paragraph(), text, BODY, 16)

    def table(
        self,
        heads: Sequence[str],
        rows: Iterable[Sequence[str]],
        widths: Sequence[float] = (),
        size: float = 14,
    ) -> None:
        """A table with lines; widths in millimetres, one for each column, or none to let the program choose."""
        from docx.oxml.ns import qn

        table = self.document.add_table(rows=1, cols=len(heads), style="Table Grid")
        _fill(table.rows[0], heads, HEADING, size)
        repeat = table.rows[0]._tr.get_or_add_trPr()
        repeat.append(repeat.makeelement(qn("w:tblHeader"), {qn("w:val"): "true"}))
        for row in rows:
            _fill(table.add_row(), row, BODY, size)
        _set_widths(table, widths)

    def file(self) -> bytes:
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def _centred(self, text: str, font: str, size: float) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(paragraph, text, font, size)


def _set_widths(table: Any, widths: Sequence[float]) -> None:
    """Word reads the widths of the cells, LibreOffice and WPS those of the columns."""
    from docx.shared import Mm

    if not widths:
        return
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)


def _fill(row: Any, texts: Sequence[str], font: str, size: float) -> None:
    for cell, text in zip(row.cells, texts, strict=True):
        _write(cell.paragraphs[0], text, font, size)


def _write(paragraph: Any, text: str, font: str, size: float) -> None:
    """Word takes the Chinese font from eastAsia alone."""
    from docx.oxml.ns import qn
    from docx.shared import Pt

    run = paragraph.add_run(text)
    run.font.name, run.font.size = font, Pt(size)
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
