"""Messages and channels, as pages want them."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Count, F, Func, IntegerField, OuterRef, QuerySet, Subquery
from django.shortcuts import get_object_or_404

from duibiao.notices.choices import DispatchState
from duibiao.notices.models import Channel, Dispatch, Feed, Notice, Wish


def inbox(by: Any) -> QuerySet[Notice]:
    """One's own messages."""
    return Notice.objects.filter(user=by)


def notice(by: Any, pk: int) -> Notice:
    """One's own message; another's is refused."""
    found = get_object_or_404(Notice, pk=pk)
    if found.user_id != by.pk:
        raise PermissionDenied
    return found


def unread_of(user: str) -> Subquery:
    """How many messages an outer row's account has not read: `user` names its field. Costs no statement of its own."""
    counted = Func(F("pk"), function="COUNT", output_field=IntegerField())
    rows = Notice.objects.filter(user=OuterRef(user), read_at=None).order_by().annotate(n=counted).values("n")
    return Subquery(rows, output_field=IntegerField())


def wish_of(by: Any) -> Wish:
    return Wish.objects.filter(user=by).first() or Wish(user=by)


def feed_of(by: Any) -> Feed | None:
    return Feed.objects.filter(user=by).first()


def channels() -> QuerySet[Channel]:
    """The robots, each with how many people's messages go there."""
    return Channel.objects.annotate(people=Count("users"))


def channel(pk: int) -> Channel:
    return get_object_or_404(channels(), pk=pk)


def undelivered(limit: int = 20) -> list[Dispatch]:
    """What did not arrive, newest first, and what is being tried again."""
    troubled = Dispatch.objects.exclude(state=DispatchState.SENT).exclude(error="")
    return list(troubled.select_related("channel", "user__person")[:limit])
