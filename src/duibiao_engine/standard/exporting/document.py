"""The official table as a Word document: a landscape page with one table, its heads repeated on every page."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import escape

import docx
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.shared import Mm, Pt

from duibiao_engine.standard.exporting.lines import NOTE, Box, Lines, lines_of
from duibiao_engine.standard.importing.carried import PROPERTY, pieces

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_FONT = '<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="{font}"/>{bold}<w:sz w:val="18"/></w:rPr>'
_TWIPS = 15_000  #: of the page's width
_PROPERTIES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" '
    'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{}</Properties>'
)
_PROPERTY = (
    '<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name="{name}">'
    "<vt:lpwstr>{text}</vt:lpwstr></property>"
)


def document(text: str) -> bytes:
    """An edition's official table as .docx, from its YAML text. Raises ContentError if it is no standard."""
    lines = lines_of(text)
    made: Any = docx.Document()
    _page(made)
    title = made.add_paragraph()
    title.alignment = 1
    run = title.add_run(lines.title)
    run.font.size, run.bold = Pt(16), True
    # put before the section's properties, which end the body
    made.element.body.insert(len(made.element.body) - 1, parse_xml(_table(lines)))
    made.add_paragraph(NOTE)
    _carry(made, lines.carried)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _page(made: Any) -> None:
    section = made.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(15)
    section.top_margin = section.bottom_margin = Mm(18)


def _table(lines: Lines) -> str:
    total = sum(lines.widths)
    grid = "".join(f'<w:gridCol w:w="{_TWIPS * width // total}"/>' for width in lines.widths)
    edges = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    heads = "".join(_cell(Box(0, column, head), "黑体") for column, head in enumerate(lines.heads))
    head = f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{heads}</w:tr>"
    properties = f'<w:tblPr><w:tblW w:w="{_TWIPS}" w:type="dxa"/><w:tblBorders>{edges}</w:tblBorders></w:tblPr>'
    body = "".join(_rows(lines))
    return f"<w:tbl {_W}>{properties}<w:tblGrid>{grid}</w:tblGrid>{head}{body}</w:tbl>"


def _rows(lines: Lines) -> Iterator[str]:
    at: dict[int, list[Box]] = {}
    for box in lines.boxes:
        for row in range(box.row, box.row + box.rows):
            at.setdefault(row, []).append(box)
    for row in range(lines.rows):
        cells = sorted(at[row], key=lambda box: box.column)
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(_cell(box, '宋体', goes_on=box.row < row) for box in cells)}</w:tr>"


def _cell(box: Box, font: str, *, goes_on: bool = False) -> str:
    span = f'<w:gridSpan w:val="{box.columns}"/>' if box.columns > 1 else ""
    merge = ("<w:vMerge/>" if goes_on else '<w:vMerge w:val="restart"/>') if box.rows > 1 else ""
    look = _FONT.format(font=font, bold="<w:b/>" if font == "黑体" else "")
    texts = "<w:br/>".join(
        f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in ("" if goes_on else box.text).split("\n")
    )
    return f'<w:tc><w:tcPr>{span}{merge}<w:vAlign w:val="center"/></w:tcPr><w:p><w:r>{look}{texts}</w:r></w:p></w:tc>'


def _carry(made: Any, carried: str) -> None:
    """Puts what is carried into the document's own properties."""
    listed = "".join(
        _PROPERTY.format(pid=place + 2, name=f"{PROPERTY}{place}", text=escape(text))
        for place, text in enumerate(pieces(carried))
    )
    package = made.part.package
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    part = Part(PackURI("/docProps/custom.xml"), kind, _PROPERTIES.format(listed).encode(), package)
    package.relate_to(part, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
