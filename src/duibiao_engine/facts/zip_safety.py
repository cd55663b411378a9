"""What is said of a workbook that may not be opened (`archives` decides)."""

from __future__ import annotations

import zipfile

from duibiao_engine.archives import UnsafeArchive, open_archive
from duibiao_engine.facts.findings import Findings, Words


def safe_zip(file: str, content: bytes, findings: Findings) -> zipfile.ZipFile | None:
    """The opened archive when it is whole and of a sane size; else None, and the findings say why."""
    try:
        return open_archive(content)
    except UnsafeArchive as refused:
        code = {"broken": "facts.broken-workbook", "bomb": "facts.zip-bomb", "password": "facts.password"}[refused.kind]
        findings.add(code, file, "", _words(refused))
        return None


def _words(refused: UnsafeArchive) -> Words:
    if refused.kind == "password":
        return password_words()
    if refused.kind == "broken":
        return Words("工作簿打不开", "文件不完整或已损坏（可能没有传完）", "重新下载或重新保存后再试")
    return Words(
        refused.what,
        "正常的工作簿不会这样，像是压缩炸弹，没有打开",
        "在 Excel 里新建工作簿，只把数据粘贴进去再保存；数据很多时请用 CSV 或 Parquet",
    )


def password_words() -> Words:
    """What is said of a protected file."""
    return Words("文件有打开密码", "有密码的文件读不了", "在 Excel 里取消密码（文件—信息—保护工作簿）后另存一份")
