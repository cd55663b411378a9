"""What a document wants done (文件待办): the office does it itself, or a unit is asked."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from duibiao.asks import services as asks
from duibiao.asks.choices import AskKind
from duibiao.audit.services import note
from duibiao.documents.models import Document, Matter
from duibiao.documents.permissions import may_keep
from duibiao.documents.services.refusals import Refused
from duibiao.lib.spans import today
from duibiao.organisation.models import Unit, User
from duibiao.organisation.permissions import require


@transaction.atomic
def add_matter(
    by: User, document: Document, *, words: str, due_on: date, unit: Unit | None = None, urgent_reason: str = ""
) -> Matter:
    """The same words for the same unit are one matter. A unit is asked at once: `asks.TooSoon` as for any ask."""
    require(may_keep(by))
    made, new = Matter.objects.get_or_create(
        document=document, words=words, unit=unit, defaults={"due_on": due_on, "by": by}
    )
    if new and unit is not None:
        made.ask = asks.ask(
            by, unit=unit, kind=AskKind.REPORT, title=words, due_on=due_on, reference=f"document-matter:{made.pk}",
            grounds=_("《%(title)s》%(number)s") % {"title": document.title[:200], "number": document.number},
            urgent_reason=urgent_reason,
        )  # fmt: skip
        made.save(update_fields=["ask"])
    if new:
        note(by, "documents.add_matter", document, item=made.pk, unit=unit.pk if unit else None)
    return made


@transaction.atomic
def finish(by: User, matter: Matter, *, words: str) -> Matter:
    """Done, with what came of it. What a unit was asked for ends with it."""
    require(may_keep(by))
    held = Matter.objects.select_for_update(of=("self",)).select_related("document", "unit").get(pk=matter.pk)
    if held.done_on is not None:
        raise Refused(_("这件事已经办结了。"))
    held.done_on, held.done_words = today(), words
    held.save(update_fields=["done_on", "done_words"])
    asks.settle(by, reference=f"document-matter:{held.pk}")
    note(by, "documents.finish", held.document, item=held.pk)
    return held
