"""Digests: who is due, what goes out, and how one attempt went. Every step may be begun twice."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from duibiao.audit.services import note
from duibiao.notices import robots, services
from duibiao.notices.choices import ChannelKind, DispatchState
from duibiao.notices.models import Channel, Dispatch, Minute, Notice, Rules, Wish
from duibiao.notices.robots import Undelivered

#: Messages that a robot takes in a minute; both vendors close it when there are more.
PER_MINUTE = 20
#: Minutes until the next attempt; after the last one a dispatch is given up.
PAUSES_MINUTES = (1, 2, 5, 15, 60, 180)
#: A message that nobody could send for so long is no news any more.
STALE = timedelta(days=3)


class Later(Exception):
    """Not now: tried again after so many seconds, and this does not count as an attempt."""

    def __init__(self, seconds: int) -> None:
        super().__init__(f"again in {seconds} s")
        self.wait_seconds = seconds


class TryAgain(Exception):
    """An attempt failed; the next is due after so many seconds. `words` carry no address."""

    def __init__(self, words: str, seconds: int) -> None:
        super().__init__(words)
        self.wait_seconds = seconds


def is_quiet(rules: Rules, now: datetime) -> bool:
    """Whether nobody wants to be disturbed; the hours may reach over midnight."""
    hour, first, last = timezone.localtime(now).hour, rules.quiet_from, rules.quiet_until
    return first <= hour < last if first <= last else hour >= first or hour < last


@transaction.atomic
def make_due(now: datetime) -> list[int]:
    """The digests that are due now, made and their jobs enqueued; returns their keys. Nothing in the hours of quiet."""
    rules = services.rules()
    if is_quiet(rules, now):
        return []
    made = [*_for_robots(rules, now), *_for_mailboxes(rules, now)]
    from duibiao.notices.tasks import deliver

    for dispatch in made:
        deliver.defer(dispatch=dispatch)
    return made


def _fresh(now: datetime) -> QuerySet[Notice]:
    return Notice.objects.filter(at__gte=now - STALE).order_by("-urgent", "id")


def _for_robots(rules: Rules, now: datetime) -> Iterator[int]:
    for channel in Channel.objects.select_for_update().filter(is_on=True):
        rows = _fresh(now).filter(user__in=channel.users.all(), at__gte=channel.made_at)
        rows = rows.exclude(dispatches__channel=channel)
        yield from _packed(rows, rules.hour, now, channel=channel)


def _for_mailboxes(rules: Rules, now: datetime) -> Iterator[int]:
    if not (rules.email_on and settings.EMAIL_HOST):
        return
    for wish in Wish.objects.select_for_update().filter(by_email=True, user__is_active=True):
        rows = _fresh(now).filter(user=wish.user_id, read_at=None).exclude(dispatches__user=wish.user_id)
        yield from _packed(rows, rules.hour if wish.hour is None else wish.hour, now, user=wish.user_id)


def _packed(rows: QuerySet[Notice], hour: int, now: datetime, **goal: Any) -> Iterator[int]:
    """At the day's hour all that waits, once; between the hours only what is urgent."""
    here = timezone.localtime(now)
    to = f"robot:{goal['channel'].pk}" if "channel" in goal else f"mail:{goal['user']}"
    daily = f"{to}:{here:%Y-%m-%d}"
    if here.hour >= hour and not Dispatch.objects.filter(key=daily).exists():
        yield from _dispatch(daily, list(rows), here, goal)
    elif urgent := list(rows.filter(urgent=True)):
        yield from _dispatch(f"{to}:urgent:{urgent[-1].pk}", urgent, here, goal)


def _dispatch(key: str, rows: list[Notice], here: datetime, goal: dict[str, Any]) -> Iterator[int]:
    if not rows:
        return
    title = _("%(month)d月%(day)d日 · %(n)d 条消息") % {"month": here.month, "day": here.day, "n": len(_lines(rows))}
    channel = goal.get("channel")
    limit = robots.LIMIT_BYTES[ChannelKind(channel.kind)] if channel else 100_000
    fields = {"channel": channel} if channel else {"user_id": goal["user"]}
    text = robots.fitted([f"**{title}**", *_lines(rows)] if channel else _lines(rows), limit, _foot(bool(channel)))
    made, new = Dispatch.objects.get_or_create(key=key, defaults={"title": title, "text": text, **fields})
    if new:
        made.notices.set(rows)
        yield made.pk


def _lines(rows: Iterable[Notice]) -> list[str]:
    """Each sentence once: several people of a group may have been told the same."""
    marked = (f"- {_('【急】') if row.urgent else ''}{row.words}" for row in rows)
    return list(dict.fromkeys(marked))


def _foot(markdown: bool) -> str:
    if not settings.SITE_ADDRESS:
        return _("请登录对标查看。")
    address = f"{settings.SITE_ADDRESS.rstrip('/')}/notices/"
    return f"[{_('登录查看')}]({address})" if markdown else address


# ── one attempt ───────────────────────────────────────────────────────────────────────────────────


def attempt(pk: int, now: datetime) -> None:
    """Send a dispatch. Raises `Later` or `TryAgain`; after the last pause it is given up and stays to be seen."""
    held = Dispatch.objects.select_related("channel").filter(pk=pk, state=DispatchState.WAITING).first()
    if held is None:
        return
    if is_quiet(services.rules(), now):
        raise Later(600)
    try:
        _send(held, now)
    except Undelivered as error:
        _failed(held, str(error))
    else:
        _end(held, DispatchState.SENT, "")


def _send(held: Dispatch, now: datetime) -> None:
    if held.channel is not None:
        if not held.channel.is_on:
            raise Undelivered(_("通道已停用。"))
        count_a_message(held.channel, now)
        robots.post(held.channel, held.title, held.text)
        return
    address = Wish.objects.filter(user=held.user_id, by_email=True).values_list("email", flat=True).first()
    if not address:
        raise Undelivered(_("没有填邮箱。"))
    try:
        EmailMessage(_("对标：%s") % held.title, held.text, to=[address]).send()
    except (OSError, ValueError):
        raise Undelivered(_("邮件服务器没有收下。请检查邮件设置。")) from None


def count_a_message(channel: Channel, now: datetime) -> None:
    """Take one of the minute's messages, in the database: all workers share them. Raises `Later` when there is none left."""
    minute = now.replace(second=0, microsecond=0)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {Minute._meta.db_table} AS held (channel_id, minute, count) VALUES (%s, %s, 1)"
            " ON CONFLICT (channel_id, minute) DO UPDATE SET count = held.count + 1 WHERE held.count < %s",
            [channel.pk, minute, PER_MINUTE],
        )
        if not cursor.rowcount:
            raise Later(60 - now.second)
    Minute.objects.filter(channel=channel, minute__lt=minute - timedelta(minutes=10)).delete()


def _end(held: Dispatch, state: DispatchState, error: str) -> None:
    now = timezone.now()
    Dispatch.objects.filter(pk=held.pk).update(state=state, error=error, ended_at=now)
    if held.channel is not None and state == DispatchState.SENT:
        Channel.objects.filter(pk=held.channel.pk).update(worked_at=now, error="")


def _failed(held: Dispatch, error: str) -> None:
    """Write it where it is seen, then ask to be called again, or give up."""
    attempts = held.attempts + 1
    Dispatch.objects.filter(pk=held.pk).update(attempts=attempts, error=error[:300])
    if held.channel is not None:
        Channel.objects.filter(pk=held.channel.pk).update(failed_at=timezone.now(), error=error[:300])
    if attempts > len(PAUSES_MINUTES):
        _end(held, DispatchState.FAILED, error[:300])
        return
    raise TryAgain(error, PAUSES_MINUTES[attempts - 1] * 60)


def try_channel(by: Any, channel: Channel) -> str:
    """Send a test message now, switched on or not; returns what went wrong, empty if nothing did."""
    services.require_keeper(by)
    note(by, "notices.try_channel", channel)
    words = _("这是一条测试消息：对标的消息通道“%s”通了。") % channel.name
    now, error = timezone.now(), ""
    try:
        count_a_message(channel, now)
        robots.post(channel, _("测试"), words)
    except Later:
        return _("这一分钟已发满 %d 条，请一分钟后再试。") % PER_MINUTE
    except Undelivered as fault:
        error = str(fault)
    fields: dict[str, Any] = {"failed_at": now, "error": error[:300]} if error else {"worked_at": now, "error": ""}
    Channel.objects.filter(Q(pk=channel.pk)).update(**fields)
    return error
