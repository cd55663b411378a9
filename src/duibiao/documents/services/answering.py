"""Questions about a document, and their answers: the unit that asked is told, and an answer for all is read by all."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from duibiao.audit.services import note
from duibiao.documents.models import Document, Question
from duibiao.documents.permissions import may_keep, may_read_as_unit
from duibiao.documents.services.sending import page
from duibiao.notices.services import tell
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require


@transaction.atomic
def ask(by: User, document: Document, *, words: str) -> Question:
    """A unit asks; the same words again by the same unit are one question."""
    require(may_read_as_unit(by))
    Document.objects.select_for_update(no_key=True).get(pk=document.pk)
    made, new = Question.objects.get_or_create(document=document, unit=by.unit, words=words, defaults={"by": by})
    if new:
        note(by, "documents.ask", document, question=made.pk)
    return made


@transaction.atomic
def answer(by: User, question: Question, *, words: str, for_all: bool) -> Question:
    """Answered, or answered better: the last words stand."""
    require(may_keep(by))
    held = Question.objects.select_for_update(of=("self",)).select_related("document", "by").get(pk=question.pk)
    held.answer, held.for_all, held.answered_by, held.answered_at = words, for_all, by, timezone.now()
    held.save(update_fields=["answer", "for_all", "answered_by", "answered_at"])
    note(by, "documents.answer", held.document, question=held.pk)
    _tell(held)
    return held


@override("zh-hans")
def _tell(question: Question) -> None:
    words = _("关于《%s》的提问已经答复。") % question.document.title
    about = f"document-question:{question.pk}"
    tell(users=[question.by], kind="document", words=words, link=page(question.document), about=about)
