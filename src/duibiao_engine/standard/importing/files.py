"""The door for files: whatever was dropped becomes tables, or one problem that says why not.

Its one trick: the content decides what a file is, never its name; "Excel" files that are web pages, and Word files called
.xls, are common.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from pathlib import Path

from duibiao_engine.archives import UnsafeArchive, open_archive
from duibiao_engine.problems import Problem, error
from duibiao_engine.standard.importing import refusals
from duibiao_engine.standard.importing.carried import of_document
from duibiao_engine.standard.importing.docx_tables import read_document
from duibiao_engine.standard.importing.html_tables import read_html
from duibiao_engine.standard.importing.office_conversion import ConversionFailed, convert
from duibiao_engine.standard.importing.proposal import FileKind, Source, SourceTable
from duibiao_engine.standard.importing.refusals import Refused
from duibiao_engine.standard.importing.text_tables import decode, read_text
from duibiao_engine.standard.importing.xls_tables import read_old_workbook
from duibiao_engine.standard.importing.xlsx_tables import read_workbook

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_HTML = re.compile(r"<\s*(!doctype\s+html|html|table|tr|td|body|meta)\b", re.IGNORECASE)
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*(gb2312|gbk|gb18030)", re.IGNORECASE)
_NO_TABLE = {"table.no-table", "table.picture"}

Read = tuple[FileKind, list[SourceTable], str, list[Problem]]


def read_source(path: Path | str, soffice: Path | None = None) -> Source:
    """The tables of a file on disk; see `read_bytes`."""
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > refusals.LARGEST_BYTES:
            return _refused(path.name, b"", refusals.too_large(path.name, size).problem)
        content = path.read_bytes()
    except OSError:
        gone = error(
            "table.unreadable", path.name, "", "打不开文件", "文件不存在，或者没有权限", "请检查路径和文件权限"
        )
        return _refused(path.name, b"", gone)
    return read_bytes(path.name, content, soffice)


def read_bytes(name: str, content: bytes, soffice: Path | None = None) -> Source:
    """The tables of a file. `soffice` is LibreOffice, for the formats that need it; nothing is thrown for bad content."""
    try:
        if len(content) > refusals.LARGEST_BYTES:
            raise refusals.too_large(name, len(content))
        kind, tables, carried, problems = _read(name, content, soffice)
    except Refused as refused:
        return _refused(name, content, refused.problem)
    if not tables and not any(one.code in _NO_TABLE for one in problems):
        problems = [*problems, _no_table(name)]
    return Source(name, hashlib.sha256(content).hexdigest(), kind, tuple(tables), tuple(problems), carried)


def read_pasted(text: str, name: str = "粘贴的内容") -> Source:
    """The tables of pasted text: HTML, tabs, aligned columns, Markdown."""
    return read_bytes(name, text.encode("utf-8", "replace"))


def _refused(name: str, content: bytes, problem: Problem) -> Source:
    return Source(name, hashlib.sha256(content).hexdigest(), FileKind.TEXT, (), (problem,))


def _no_table(name: str) -> Problem:
    return error(
        "table.no-table", name, "", "没有找到表格", "里面没有行和列", "请检查选的文件；粘贴的，请从表头起整块复制"
    )


def _read(name: str, content: bytes, soffice: Path | None) -> Read:
    if not content:
        raise refusals.empty(name)
    if content.startswith(b"PK"):
        return _zipped(name, content, soffice)
    if content.startswith(_OLE):
        return _old_office(name, content, soffice)
    if content.startswith(_PICTURES):
        raise Refused(refusals.picture(name))
    if content.startswith(b"%PDF"):
        raise refusals.foreign(name, " PDF", "请找原来的 Word 或 Excel 文件；只有 PDF 的，先用 WPS 转成 Word 并核对")
    if content.startswith(b"{\\rtf"):
        return _converted(name, content, ".rtf", "docx", soffice)
    return _text(name, content)


def _text(name: str, content: bytes) -> Read:
    text = content.decode("gb18030", "replace") if _CHARSET.search(content[:2000]) else decode(content)
    if text is None:
        raise refusals.foreign(name, "不认识的文件")
    if _HTML.search(text[:20_000]):
        tables, problems = read_html(name, text)
        return FileKind.HTML, tables, "", problems
    tables, problems = read_text(text)
    return FileKind.TEXT, [table for table in tables if table.columns > 1], "", problems


def _zipped(name: str, content: bytes, soffice: Path | None) -> Read:
    try:
        archive = open_archive(content)
    except UnsafeArchive as refused:
        raise refusals.unsafe(name, refused) from None
    parts = set(archive.namelist())
    if "xl/workbook.xml" in parts:
        tables, carried, problems = read_workbook(name, content, archive)
        return FileKind.XLSX, tables, carried, problems + _only_pictures(name, tables, parts)
    if "word/document.xml" in parts:
        tables, problems = read_document(name, archive)
        return FileKind.DOCX, tables, of_document(archive), problems
    if "mimetype" in parts:
        sheet = b"spreadsheet" in archive.read("mimetype")
        return _converted(name, content, ".ods" if sheet else ".odt", "xlsx" if sheet else "docx", soffice)
    raise refusals.foreign(name, "压缩包，或不是表格的文件", "是压缩包的，请先解压，再选里面的文件") from _note(archive)


def _note(archive: zipfile.ZipFile) -> Exception:
    return ValueError(f"{len(archive.namelist())} parts")


def _only_pictures(name: str, tables: list[SourceTable], parts: set[str]) -> list[Problem]:
    pictures = any(part.startswith("xl/media/") for part in parts)
    return [refusals.picture(name)] if pictures and not any(table.cells for table in tables) else []


def _old_office(name: str, content: bytes, soffice: Path | None) -> Read:
    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in content

    if holds("EncryptedPackage") or holds("EncryptionInfo"):
        raise refusals.password(name)
    # a Word file may hold a workbook, and the other way round
    word = holds("WordDocument") and not name.lower().endswith((".xls", ".et"))
    if not word and (holds("Workbook") or holds("Book")):
        tables, problems = read_old_workbook(name, content)
        return FileKind.XLS, tables, "", problems
    if holds("WordDocument"):
        return _converted(name, content, ".doc", "docx", soffice)
    raise refusals.foreign(name, "不认识的旧版 Office 文件")


def _converted(name: str, content: bytes, suffix: str, target: str, soffice: Path | None) -> Read:
    if soffice is None:
        raise refusals.no_converter(name, f" {suffix} 文件")
    try:
        made = convert(content, suffix, target, soffice)
    except ConversionFailed as fault:
        raise refusals.not_converted(name, str(fault)) from None
    return _zipped(name, made, None)
