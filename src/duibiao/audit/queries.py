"""Reading audit lines."""

from django.db.models import Model, QuerySet

from duibiao.audit.models import Line


def lines(*, thing: str = "", by_id: int | None = None) -> QuerySet[Line]:
    """Lines, newest first; of one kind of thing or of one account if asked."""
    found = Line.objects.order_by("-id")
    found = found.filter(thing=thing) if thing else found
    return found.filter(by_id=by_id) if by_id else found


def history_of(thing: Model, limit: int = 20) -> list[Line]:
    """What happened to one thing, newest first: the foot of its page."""
    return list(lines(thing=thing._meta.label_lower).filter(thing_id=thing.pk)[:limit])
