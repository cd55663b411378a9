"""The text of an official paper about a problem as docx: the county's own form filled in, or ours.

A form is a Word file with {{ issuer }}, {{ number }}, {{ unit }}, {{ problem }}, {{ words }}, {{ where }}, {{ due }}, {{ late }}, {{ reworks }},
{{ opinion }}, {{ day }}, and a table row that repeats: {%tr for step in steps %} {{ step.day }} {{ step.act }} {{ step.words }} {%tr endfor %}.
"""

import io
from dataclasses import asdict, dataclass, field
from datetime import date
from functools import cache

from django.utils.translation import gettext as _

from duibiao.lib.papers import Paper
from duibiao.problems.choices import PaperKind
from duibiao_engine.archives import UnsafeArchive, open_archive


class BadForm(Exception):
    """The county's form cannot be filled in; the text says why, for people."""


@dataclass(frozen=True)
class Step:
    """One thing that happened, as the table of a paper shows it. No names of persons: cards and papers are of units."""

    day: str
    act: str
    words: str


@dataclass(frozen=True)
class Known:
    """What a paper says of a problem."""

    issuer: str
    number: str
    unit: str
    problem: str
    words: str
    where: str
    due: str
    late: str
    reworks: int
    relapses: int
    helpers: str
    opinion: str
    day: str
    steps: list[Step] = field(default_factory=list)


TITLES = {
    PaperKind.REDO: "关于责令重新整改{{ problem }}号问题的通知",
    PaperKind.CRITICISM: "关于对{{ unit }}整改不到位的通报",
    PaperKind.TALK: "约谈通知",
    PaperKind.ACCOUNT: "问责建议单",
    PaperKind.JOINT: "联合处置单",
}
_ABOUT = "　　{{ problem }}号问题：{{ words }}{% if where %}（{{ where }}）{% endif %}。责任单位：{{ unit }}。整改时限：{{ due }}{{ late }}。"
_TIMES = (
    "{% if reworks %}已{{ reworks }}次复核不合格。{% endif %}{% if relapses %}销号后反弹{{ relapses }}次。{% endif %}"
)
_SAID = {
    PaperKind.REDO: "　　你单位对上述问题的整改经复核不合格。现责令重新整改，并将整改情况按新的时限报送复核。",
    PaperKind.CRITICISM: "　　上述问题整改不到位，现予通报批评。请引以为戒，立即整改；各单位对照检查，举一反三。",
    PaperKind.TALK: "　　因上述问题长期没有整改到位，现约谈你单位。请准备整改情况、没有整改到位的原因和下一步措施。",
    PaperKind.ACCOUNT: "　　上述问题多次整改仍不到位。以下事实从系统记录汇总，供有权机关研究；是否启动问责、对谁问责，由有权机关按规定和程序决定。",
    PaperKind.JOINT: "　　上述问题涉及多个部门，由{{ unit }}牵头负责到底，{{ helpers }}配合。牵头单位统筹，各单位不得推诿。",
}
#: Papers that go out to a unit have the red head; a form that goes up has none.
_OUT = (PaperKind.REDO, PaperKind.CRITICISM, PaperKind.TALK)


@cache
def own_form(kind: str) -> bytes:
    """The form that comes with the program, as a file that an office can open, change and hand in as its own."""
    one = PaperKind(kind)
    paper = Paper()
    paper.numbered()
    if one in _OUT:
        paper.red_head("{{ issuer }}", "{{ number }}")
        paper.paragraph("")
    paper.title(TITLES[one])
    paper.paragraph("")
    paper.paragraph("{{ unit }}：" if one in _OUT else "编号：{{ number }}")
    paper.paragraph(_ABOUT + _TIMES)
    paper.heading("　　一、经过")
    rows = [
        ("{%tr for step in steps %}", "", ""),
        ("{{ step.day }}", "{{ step.act }}", "{{ step.words }}"),
        ("{%tr endfor %}", "", ""),
    ]
    paper.table(("日期", "事项", "情况"), rows, (32, 38, 86), 12)
    paper.heading("　　二、意见和要求")
    paper.paragraph(_SAID[one])
    paper.paragraph("　　{{ opinion }}")
    paper.paragraph("")
    if one == PaperKind.ACCOUNT:
        paper.paragraph("有权机关意见：")
        paper.paragraph("")
    paper.right("{{ issuer }}", 2)
    paper.right("{{ day }}")
    return paper.file()


def filled(form: bytes, known: Known) -> bytes:
    """The form with everything put in. Raises `BadForm`."""
    from docxtpl import DocxTemplate
    from jinja2.sandbox import SandboxedEnvironment

    try:
        open_archive(form)
    except UnsafeArchive:
        raise BadForm(_("这不是能打开的 docx 文件。请在 Word 或 WPS 里另存为 docx 再传。")) from None
    try:
        document = DocxTemplate(io.BytesIO(form))
        document.render(asdict(known), SandboxedEnvironment(autoescape=True))
        buffer = io.BytesIO()
        document.save(buffer)
    except Exception as error:  # a form is anybody's Word file: whatever is wrong with it is told, never a traceback
        why = f"{type(error).__name__}: {error}"[:160]
        raise BadForm(_("文书模板填不进去（%s）。请对照自带模板检查花括号里的字，或换回自带模板。") % why) from error
    return buffer.getvalue()


def said(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def trial() -> Known:
    """What a form is tried with before it is taken."""
    dash = "—"
    return Known(
        dash, dash, dash, dash, dash, dash, dash, "", 1, 1, dash, dash, said(date(2026, 1, 1)), [Step(dash, dash, dash)]
    )
