"""The county's own paper as docx: red head, its number, the text; for a forwarding (转发通知) what is forwarded, and the attachment."""

from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.documents.models import Document
from duibiao.lib.papers import Paper


@override("zh-hans")
def own_paper(document: Document) -> bytes:
    """A document of the county itself in the layout of official papers."""
    paper = Paper()
    paper.numbered()
    paper.red_head(document.issuer, document.number)
    paper.paragraph("")
    paper.title(document.title)
    paper.paragraph("")
    paper.paragraph(_("各有关单位："))
    if document.forwards is not None:
        paper.paragraph("　　" + _forwarded(document.forwards))
    for line in document.words.splitlines():
        if line.strip():
            paper.paragraph("　　" + line.strip())
    paper.paragraph("")
    if document.forwards is not None:
        paper.paragraph("　　" + _("附件：%s") % document.forwards.title)
        paper.paragraph("")
    paper.right(document.issuer, 2)
    day = document.issued_on
    paper.right(_("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day})
    return paper.file()


def _forwarded(of: Document) -> str:
    named = _("《%(title)s》（%(number)s）") if of.number else _("《%(title)s》")
    known = {"issuer": of.issuer, "named": named % {"title": of.title, "number": of.number}}
    return _("现将%(issuer)s%(named)s转发给你们，请认真贯彻落实。") % known
