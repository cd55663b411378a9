"""Who keeps documents: the office. A unit sees what was sent to it or to a unit below it, and what explains that."""

from django.db.models import Q

from duibiao.documents.models import Document
from duibiao.organisation.choices import Role
from duibiao.organisation.models import User
from duibiao.organisation.permissions import about_own_units, holds, sees_all


def may_keep(by: User) -> bool:
    return holds(by, Role.OFFICE)


def may_read_as_unit(by: User) -> bool:
    """Say for one's unit that a document is known, ask about it, sign in to a training."""
    return holds(by, Role.UNIT) and by.unit is not None


def visible_documents(by: User) -> Q:
    if sees_all(by):
        return Q()
    own = Document.objects.filter(about_own_units(by, "readers__unit")).values("pk")
    return Q(pk__in=own) | Q(beside__in=own)
