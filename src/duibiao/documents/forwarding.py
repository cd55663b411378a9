"""The notice by which a superior's document is forwarded (转发通知): red head, the county's number, what was added, the attachment."""

from django.utils.translation import gettext as _

from duibiao.documents.models import Document
from duibiao.lib.papers import Paper


def forwarding_paper(document: Document) -> bytes:
    """As docx, in the layout of official papers."""
    of = document.forwards
    assert of is not None
    paper = Paper()
    paper.numbered()
    paper.red_head(document.issuer, document.number)
    paper.paragraph("")
    paper.title(document.title)
    paper.paragraph("")
    paper.paragraph(_("各有关单位："))
    named = _("《%(title)s》（%(number)s）") if of.number else _("《%(title)s》")
    known = {"issuer": of.issuer, "named": named % {"title": of.title, "number": of.number}}
    paper.paragraph("　　" + _("现将%(issuer)s%(named)s转发给你们，请认真贯彻落实。") % known)
    for line in document.words.splitlines():
        if line.strip():
            paper.paragraph("　　" + line.strip())
    paper.paragraph("")
    paper.paragraph("　　" + _("附件：%s") % of.title)
    paper.paragraph("")
    paper.right(document.issuer, 2)
    day = document.issued_on
    paper.right(_("%(year)d年%(month)d月%(day)d日") % {"year": day.year, "month": day.month, "day": day.day})
    return paper.file()
