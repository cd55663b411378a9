"""An import that is stopped in the middle has never happened, can be run again, and is done once; a preview holds nobody up."""

import time
from typing import Any

from asgiref.sync import sync_to_async
from django.db import OperationalError, connection, transaction
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django.procrastinate_app import current_app

from duibiao.facts.models import Counter, Fact
from duibiao.files import progress
from duibiao.files.models import Import
from duibiao.jobs import take_up_again
from duibiao.organisation.models import User
from duibiao.scores import importing
from duibiao.scores.services import record
from duibiao.scores.tasks import import_facts
from duibiao.truth.tasks import look
from tests import loops, makers, scoring
from tests.cast import Cast
from tests.committed import beside, kill_whoever_waits_for_a_lock

HEADS = ["编号", "计量项", "单位", "数值"]
LONG = importing.ROWS_AT_ONCE + 400


def book(rows: int) -> bytes:
    return makers.book(HEADS, *([f"u{n}", "投诉件数", "司法局", 1] for n in range(rows)))


def in_hand(settled: Cast) -> Import:
    """A long import that was confirmed: its job waits."""
    campaign = scoring.campaign(settled)
    stored = importing.simulate(settled.lin, campaign, name="事实.xlsx", content=book(LONG))
    assert stored.state == Import.State.SIMULATED
    return importing.confirm(settled.lin, stored)


def test_a_worker_killed_in_the_middle_leaves_nothing_and_the_second_run_records_once(
    settled: Cast,
) -> None:
    stored, faults = in_hand(settled), list[BaseException]()
    assert stored.state == Import.State.EXECUTING
    assert ProcrastinateJob.objects.filter(task_name="scores.import_facts", status="todo").count() == 1
    with transaction.atomic():
        Counter.objects.select_for_update().get(pk=1)
        job = beside(lambda: import_facts(stored=stored.pk, by=settled.lin.pk), faults)
        kill_whoever_waits_for_a_lock()
        job.join(20)
    assert [type(fault) for fault in faults] == [OperationalError]
    stored.refresh_from_db()
    assert (stored.state, Fact.objects.count()) == (Import.State.FAILED, 0)
    importing.confirm(settled.lin, stored)
    for _ in range(2):
        import_facts(stored=stored.pk, by=settled.lin.pk)
    stored.refresh_from_db()
    assert (stored.state, Fact.objects.count()) == (Import.State.DONE, LONG)
    assert Counter.objects.get(pk=1).last == LONG


def test_how_far_a_job_is_can_be_seen_while_its_transaction_is_open(settled: Cast) -> None:
    stored, seen = in_hand(settled), list[Any]()
    with transaction.atomic(), progress.told(stored.pk) as say:
        time.sleep(0.4)  # it writes three times a second
        say(0.5)
        beside(lambda: seen.append(progress.of(stored)), seen).join(20)
    assert seen == [(50, False)]


def test_two_jobs_of_one_import_at_once_record_once(settled: Cast) -> None:
    stored, faults = in_hand(settled), list[BaseException]()
    jobs = [beside(lambda: import_facts(stored=stored.pk, by=settled.lin.pk), faults) for _ in range(2)]
    for job in jobs:
        job.join(60)
    assert not faults
    assert Fact.objects.count() == Counter.objects.get(pk=1).last == LONG


def test_a_preview_waits_for_nobody_who_records_and_nobody_waits_for_it(settled: Cast) -> None:
    campaign, done = scoring.lived(settled), list[Any]()
    before = Fact.objects.count()

    def preview() -> None:
        by = User.objects.get(pk=settled.lin.pk)
        done.append(importing.simulate(by, campaign, name="事实.xlsx", content=book(50)).outcome["added"])

    with transaction.atomic():  # somebody records, and is slow
        record(settled.lin, drafts=[scoring.draft("complaints", settled.unit_a, value=1)], source="hand")
        beside(preview, done).join(30)
        assert done == [50]
    assert Fact.objects.count() == before + 1
    assert Counter.objects.get(pk=1).last == before + 1


def test_a_job_that_fails_says_so_and_can_be_asked_for_again(settled: Cast) -> None:
    stored = in_hand(settled)
    content = bytes(stored.content)
    Import.objects.filter(pk=stored.pk).update(outcome={})  # something that nobody foresaw
    faults: list[BaseException] = []
    beside(lambda: import_facts(stored=stored.pk, by=settled.lin.pk), faults).join(30)
    stored.refresh_from_db()
    assert (len(faults), stored.state, Fact.objects.count()) == (1, Import.State.FAILED, 0)
    assert bytes(stored.content) == content


def work_until_idle() -> None:
    """What `duibiao work` does, until nothing waits."""
    worker = current_app.with_connector(current_app.connector.get_worker_connector())  # type: ignore[attr-defined]
    worker.run_worker(wait=False, install_signal_handlers=False, listen_notify=False)
    loops.run(
        sync_to_async(lambda: connection.close())
    )  # its thread lives on, and the next test would meet a line that was cut


def test_a_restart_in_the_middle_of_an_import_ends_in_the_import_done_once(settled: Cast) -> None:
    stored, faults = in_hand(settled), list[BaseException]()
    with connection.cursor() as cursor:  # its worker took the job up and died with the machine
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL WHERE task_name = 'scores.import_facts'"
        )
    take_up_again.defer()
    for _ in range(2):
        beside(work_until_idle, faults).join(60)
    stored.refresh_from_db()
    assert not faults
    assert (stored.state, Fact.objects.count()) == (Import.State.DONE, LONG)


def test_a_job_whose_like_waits_already_is_given_up_and_is_no_failure(settled: Cast) -> None:
    stopped = look.defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = NULL WHERE id = %s", [stopped])
    take_up_again.defer()
    like = look.defer()
    faults = list[BaseException]()
    beside(work_until_idle, faults).join(60)
    said = dict(ProcrastinateJob.objects.values_list("pk", "status"))  # the minute may bring others, which still wait
    assert not faults
    assert (said[stopped], said[like]) == ("aborted", "succeeded")
