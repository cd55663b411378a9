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

    def red_head(self, issuer: str, number: str) -> None:
        """发文机关标志 in red, the number below it, and the red line that divides the head from the paper."""
        from docx.oxml.ns import qn
        from docx.shared import RGBColor

        mark = self._centred(issuer, TITLE, 32)
        mark.runs[0].font.color.rgb = RGBColor(0xFF, 0, 0)
        self._centred("", BODY, 16)
        under = self._centred(number, BODY, 16)._p.get_or_add_pPr()
        line = under.makeelement(qn("w:pBdr"), {})
        sides = {"val": "single", "sz": "12", "space": "11", "color": "FF0000"}
        line.append(line.makeelement(qn("w:bottom"), {qn(f"w:{name}"): value for name, value in sides.items()}))
        under.append(line)

    def right(self, text: str, characters: int = 4) -> None:
        """A line of the signature: to the right, so many characters from the edge (右空四字)."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.shared import Pt

        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.right_indent = Pt(16 * characters)
        _write(paragraph, text, BODY, 16)

    def numbered(self) -> None:
        """Page numbers at the foot, in 四号 between dashes; 28.95 points from line to line, so that a page has 22 of them."""
        from docx.enum.text import WD_ALIGN_PARAGRAPH
        from docx.oxml.ns import qn
        from docx.shared import Pt

        body = self.document.styles["Normal"].paragraph_format
        body.line_spacing, body.space_after = Pt(28.95), Pt(0)
        foot = self.document.sections[0].footer.paragraphs[0]
        foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(foot, "— ", "宋体", 14)
        number = foot._p.makeelement(qn("w:fldSimple"), {qn("w:instr"): "PAGE"})
        foot._p.append(number)
        _write(foot, " —", "宋体", 14)

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

    def _centred(self, text: str, font: str, size: float) -> Any:
        from docx.enum.text import WD_ALIGN_PARAGRAPH

        paragraph = self.document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _write(paragraph, text, font, size)
        return paragraph


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
