"""The text of a pledge as docx: the county's own form filled in, or ours.

A form is a Word file with {{ unit }}, {{ to }}, {{ campaign }}, {{ since }}, {{ until }}, {{ day }}, and a table row that
repeats: {%tr for duty in duties %} {{ duty.number }} {{ duty.words }} {{ duty.goal }} {{ duty.due }} {%tr endfor %}.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.utils.translation import gettext as _

from duibiao.lib.papers import Paper
from duibiao_engine.archives import UnsafeArchive, open_archive


class BadForm(Exception):
    """The county's form cannot be filled in; the text says why, for people."""


@dataclass(frozen=True)
class Item:
    """A duty as the table of a pledge shows it."""

    number: int
    words: str
    goal: str
    due: str


@cache
def own_form() -> bytes:
    """The form that comes with the program, as a file that an office can open, change and hand in as its own."""
    paper = Paper()
    paper.title("{{ campaign }}")
    paper.title("目标管理责任书")
    paper.paragraph("　　为落实{{ campaign }}任务，层层压实责任，{{ to }}与{{ unit }}签订本责任书。")
    paper.heading("一、责任期限")
    paper.paragraph("　　{{ since }}至{{ until }}。")
    paper.heading("二、责任目标")
    rows = [
        ("{%tr for duty in duties %}", "", "", ""),
        ("{{ duty.number }}", "{{ duty.words }}", "{{ duty.goal }}", "{{ duty.due }}"),
        ("{%tr endfor %}", "", "", ""),
    ]
    paper.table(("序号", "任务", "目标", "时限"), rows, (14, 56, 58, 28), 12)
    paper.heading("三、考核与兑现")
    paper.paragraph("　　责任期满，按任务完成情况兑现。完成的予以通报表扬；没有完成的说明原因，限期补齐。")
    paper.paragraph("")
    paper.paragraph("{{ to }}（盖章）　　　　　　{{ unit }}（盖章）")
    paper.paragraph("负责人：　　　　　　　　　　负责人：")
    paper.paragraph("{{ day }}")
    return paper.file()


def filled(
    form: bytes, *, unit: str, to: str, campaign: str, since: date, until: date, day: date, duties: Sequence[Item]
) -> bytes:
    """The form with everything put in. Raises `BadForm`."""
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

    known: dict[str, Any] = {"unit": unit, "to": to, "campaign": campaign, "duties": list(duties)}
    known |= {"since": said(since), "until": said(until), "day": said(day)}
    try:
        open_archive(form)
    except UnsafeArchive:
        raise BadForm(_("这不是能打开的 docx 文件。请在 Word 或 WPS 里另存为 docx 再传。")) from None
    try:
        document = DocxTemplate(io.BytesIO(form))
        document.render(known, SandboxedEnvironment(autoescape=True))
        buffer = io.BytesIO()
        document.save(buffer)
    except Exception as error:  # a form is anybody's Word file: whatever is wrong with it is told, never a traceback
        raise BadForm(
            _("责任书模板填不进去（%s）。请对照自带模板检查花括号里的字，或换回自带模板。") % _why(error)
        ) from error
    return buffer.getvalue()


def _why(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:160]


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
