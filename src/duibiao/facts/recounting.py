"""A number that is counted anew each time: one fact for a matter and a month, superseded when the count has changed since.

Its one trick: the first count has the matter's own uid, each later one that uid with the sequence that it replaces, so that counting
twice at the same moment still records once.
"""

from dataclasses import replace

from duibiao.facts import services as journal
from duibiao.facts.choices import Source
from duibiao.facts.drafts import Draft
from duibiao.facts.models import Fact
from duibiao.organisation.models import User


def record(by: User, draft: Draft, *, reason: str) -> list[Fact]:
    """The fact if it is new or another number than before; nothing if it says the same."""
    own = Fact.objects.filter(superseded_by=None).order_by("-sequence")
    held = own.filter(uid=draft.uid).first() or own.filter(uid__startswith=f"{draft.uid}:").first()
    if held is None:
        return list(journal.post(by, drafts=[draft], source=Source.REGISTER).facts)
    if (held.value, held.out_of) == (draft.value, draft.out_of):
        return []
    newer = replace(draft, uid=f"{draft.uid}:{held.sequence}")
    return [journal.supersede(by, held, draft=newer, reason=reason)]
