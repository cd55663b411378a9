"""Messages to people: once about the same matter, in the teller's own transaction, read or not."""

from django.db import transaction
from procrastinate.contrib.django.models import ProcrastinateJob

from duibiao.notices import feeds, services
from duibiao.notices.models import Notice
from tests.cast import Cast


def test_the_same_matter_is_told_once_to_each(cast: Cast) -> None:
    for _ in range(3):
        services.tell(users=[cast.wang, cast.wang, cast.zhao], kind="duty", words="请签收。", about="duty:7")
    services.tell(users=[cast.wang], kind="duty.returned", words="退回了。", about="duty:7")
    services.tell(users=[cast.wang], kind="duty", words="没有名目的一条。")
    services.tell(users=[cast.wang], kind="duty", words="没有名目的又一条。")
    assert Notice.objects.filter(user=cast.wang).count() == 4
    assert Notice.objects.filter(user=cast.zhao).count() == 1


def test_what_was_rolled_back_was_told_to_nobody(cast: Cast) -> None:
    with transaction.atomic():
        services.tell(users=[cast.wang], kind="duty", words="请签收。", urgent=True)
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_two_urgent_messages_in_a_row_wait_for_one_job(cast: Cast) -> None:
    for number in range(3):
        services.tell(users=[cast.wang], kind="duty", words="请签收。", about=f"duty:{number}", urgent=True)
    assert ProcrastinateJob.objects.filter(task_name="notices.send_due").count() == 1


def test_nobody_reads_for_another(cast: Cast) -> None:
    services.tell(users=[cast.wang, cast.zhao], kind="duty", words="请签收。")
    mine, other = Notice.objects.get(user=cast.wang), Notice.objects.get(user=cast.zhao)
    assert services.mark_read(cast.wang, [mine.pk, other.pk]) == 1
    assert services.mark_read(cast.wang) == 0
    assert Notice.objects.get(read_at=None) == other


def test_a_new_calendar_address_closes_the_old_one(cast: Cast) -> None:
    old = feeds.open_feed(cast.wang)
    new = feeds.open_feed(cast.wang)
    assert feeds.recognise(old) is None
    found = feeds.recognise(new)
    assert found is not None
    assert found.user == cast.wang
    feeds.close_feed(cast.wang)
    assert feeds.recognise(new) is None
