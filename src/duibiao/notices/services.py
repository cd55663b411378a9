"""The only place that writes messages and how they are delivered."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate.exceptions import AlreadyEnqueued

from duibiao.audit.services import note
from duibiao.lib import versions
from duibiao.notices import sealing
from duibiao.notices.models import Channel, Notice, Rules, Wish
from duibiao.notices.permissions import may_keep_channels


def tell(*, users: Iterable[Any], kind: str, words: str, link: str = "", about: str = "", urgent: bool = False) -> None:
    """A message to each of `users`, in the caller's transaction. The same kind about the same matter is told once.

    `words` are finished Chinese sentences without personal data. It stands in the inbox at once; by mail and robots it
    goes in the day's digest, or, if it is `urgent`, as soon as the hours of quiet allow.
    """
    rows = [
        Notice(user_id=pk, kind=kind, words=words[:500], link=link, about=about, urgent=urgent)
        for pk in dict.fromkeys(user.pk for user in users)
    ]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
    if urgent and rows:
        from duibiao.notices.tasks import send_due

        with suppress(AlreadyEnqueued), transaction.atomic():  # one that waits already is enough
            send_due.defer()


@transaction.atomic
def mark_read(by: Any, notices: Iterable[int] | None = None) -> int:
    """Some of one's own messages are read, or all; returns how many were not."""
    unread = Notice.objects.filter(user=by, read_at=None)
    if notices is not None:
        unread = unread.filter(pk__in=list(notices))
    return unread.update(read_at=timezone.now())


@transaction.atomic
def wish(by: Any, **fields: Any) -> Wish:
    """How one wants to be told."""
    return Wish.objects.update_or_create(user=by, defaults=fields)[0]


def rules() -> Rules:
    """The county's rules; those that come with the program until somebody sets others."""
    return Rules.objects.first() or Rules()


def require_keeper(by: Any) -> None:
    if not may_keep_channels(by):
        raise PermissionDenied(_("消息通道由创建办和系统管理员设置。"))


@transaction.atomic
def set_rules(by: Any, **fields: Any) -> Rules:
    """When digests go out, the hours of quiet, the days of reminders, whether there is mail."""
    require_keeper(by)
    held = Rules.objects.update_or_create(pk=1, defaults=fields)[0]
    note(by, "notices.set_rules", held, fields=sorted(fields))
    return held


@transaction.atomic
def add_channel(by: Any, *, name: str, kind: str, address: str, secret: str = "", users: Iterable[Any] = ()) -> Channel:
    """A new robot, off until it is switched on. The address is checked by the form (`robots.refusal`)."""
    require_keeper(by)
    made = Channel.objects.create(
        name=name, kind=kind, sealed_address=sealing.seal(address), sealed_secret=sealing.seal(secret)
    )
    made.users.set(users)
    note(by, "notices.add_channel", made)
    return made


@transaction.atomic
def change_channel(
    by: Any,
    channel: Channel,
    *,
    version: int,
    name: str,
    address: str = "",
    secret: str = "",
    users: Iterable[Any] = (),
) -> Channel:
    """An empty address or secret leaves the present one."""
    require_keeper(by)
    sealed = {"sealed_address": address, "sealed_secret": secret}
    changes = {field: sealing.seal(value) for field, value in sealed.items() if value}
    versions.save(channel, version=version, name=name, **changes)
    channel.users.set(users)
    note(by, "notices.change_channel", channel, fields=["name", *sorted(changes)])
    return channel


@transaction.atomic
def switch_channel(by: Any, channel: Channel, *, on: bool) -> None:
    require_keeper(by)
    if Channel.objects.filter(pk=channel.pk).exclude(is_on=on).update(is_on=on):
        note(by, "notices.switch_channel", channel, approved=on)


@transaction.atomic
def drop_channel(by: Any, channel: Channel) -> None:
    """Its address is gone for good."""
    require_keeper(by)
    note(by, "notices.drop_channel", channel)
    channel.delete()
