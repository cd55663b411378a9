"""Residents' reports: sent once, shown to nobody before somebody looked, forgotten in time."""

from datetime import timedelta
from threading import Thread

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from duibiao.audit.models import Line
from duibiao.files import store
from duibiao.notices.models import Notice
from duibiao.participation import opening, queries
from duibiao.participation.choices import ReportState
from duibiao.participation.models import Contact, Report
from duibiao.participation.services import residents
from duibiao.participation.services.forgetting import forget
from duibiao.problems.models import Problem
from tests import reporting, troubles
from tests.cast import Cast
from tests.committed import beside


def test_the_same_form_sent_twice_is_one_report_with_its_photos_once(cast: Cast) -> None:
    photo = residents.Sent("a.jpg", reporting.photo())
    first = reporting.report(uid="same", photos=[photo])
    second = reporting.report(uid="same", photos=[photo], words="别的话")
    assert (first.pk, second.code, first.photos.count()) == (second.pk, first.code, 1)
    assert Notice.objects.filter(user=cast.lin, kind="report").count() == 1


def test_five_clicks_at_once_are_one_report(settled: Cast) -> None:
    faults: list[BaseException] = []
    photo = residents.Sent("a.jpg", reporting.photo())
    clicks: list[Thread] = [
        beside(lambda: reporting.report(uid="click", photos=[photo]), faults) for _click in range(5)
    ]
    for one in clicks:
        one.join(timeout=30)
    assert faults == []
    assert Report.objects.get().photos.count() == 1


def test_what_the_camera_wrote_is_nowhere_on_the_disk(cast: Cast) -> None:
    made = reporting.report(photos=[residents.Sent("街口.jpg", reporting.photo())])
    held = made.photos.select_related("blob").get().blob
    with store.open(held) as file:
        assert reporting.CAMERA.encode() not in file.read()
    files = [path for path in store.root().rglob("*") if path.is_file()]
    assert [path.name for path in files] == [held.sha256]


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [("a.pdf", b"%PDF-1.4", "不是照片"), ("a.jpg", b"MZ\x90", "名不副实"), ("a.jpg", b"", "空")],
)
def test_it_refuses_what_is_no_photo_and_keeps_nothing(cast: Cast, name: str, content: bytes, says: str) -> None:
    with pytest.raises(residents.Refused, match=says) as refused:
        reporting.report(photos=[residents.Sent(name, content)])
    assert refused.value.field == "photos"
    assert not Report.objects.exists()


def test_an_accepted_report_is_a_problem_with_the_photos_that_were_left_in(cast: Cast) -> None:
    photos = [residents.Sent(f"{n}.jpg", reporting.photo(n)) for n in (10, 200)]
    made = reporting.report(photos=photos, latitude=34.1, longitude=113.0)
    left_in = made.photos.first()
    assert left_in is not None
    site = troubles.a_site(cast)
    residents.accept(cast.lin, made, words="人民路路口垃圾桶满溢", kind="litter", photos=[left_in.pk], site=site)
    made.refresh_from_db()
    problem = Problem.objects.get()
    assert (made.state, made.problem) == (ReportState.ACCEPTED, problem)
    assert (problem.source, problem.words, problem.site) == ("resident", "人民路路口垃圾桶满溢", site)
    assert [one.blob for one in problem.photos.all()] == [left_in.blob]


def test_the_second_to_decide_changes_nothing(cast: Cast) -> None:
    made = reporting.report()
    residents.refuse(cast.lin, made, reason="没有这个路口", answer="没有找到这个地点，请再写清楚些。")
    with pytest.raises(residents.Decided):
        residents.accept(cast.lin, made, words="x", kind="litter", photos=[])
    assert not Problem.objects.exists()


def test_a_merged_report_follows_the_problem_that_was_known(cast: Cast) -> None:
    known, made = troubles.assigned(cast), reporting.report()
    residents.merge(cast.lin, made, known, answer="已有人在办。")
    made.refresh_from_db()
    progress = opening.progress(made)
    assert progress is not None
    assert progress.state == "open"
    assert "正在办理" in progress.words


def test_only_the_office_decides_and_looks_at_the_contact(cast: Cast) -> None:
    made = reporting.report(contact="13800000000")
    for name in ("zheng", "wang", "chen", "zhou", "wu"):
        with pytest.raises(PermissionDenied):
            residents.read_contact(cast.of(name), made)
        with pytest.raises(PermissionDenied):
            residents.refuse(cast.of(name), made, reason="x", answer="x")


def test_the_contact_is_sealed_and_every_look_is_written_down_without_it(cast: Cast) -> None:
    made = reporting.report(contact="13800000000")
    assert "138" not in Contact.objects.get().sealed
    assert residents.read_contact(cast.lin, made) == "13800000000"
    line = Line.objects.get(act="participation.read_contact")
    assert (line.by_id, line.thing_id) == (cast.lin.pk, made.pk)
    assert not Line.objects.filter(detail__icontains="138").exists()


def test_a_contact_is_forgotten_so_many_days_after_the_case_was_closed(cast: Cast) -> None:
    refused, open_one, closed, waiting, dismissed = (reporting.report(contact=f"1390000000{n}") for n in range(5))
    residents.refuse(cast.lin, refused, reason="重复", answer="已答复")
    for one in (open_one, closed, dismissed):
        residents.accept(cast.lin, one, words=one.words, kind="litter", photos=[])
    closed.refresh_from_db()
    assert closed.problem is not None
    now = timezone.now()
    Problem.objects.filter(pk=closed.problem_id).update(closed_at=now - timedelta(days=2))
    dismissed.refresh_from_db()
    Problem.objects.filter(pk=dismissed.problem_id).update(status="dismissed")
    assert forget(now + timedelta(days=27)) == 0
    assert forget(now + timedelta(days=31)) == 3
    assert {one.report_id for one in Contact.objects.all()} == {open_one.pk, waiting.pk}
    assert forget(now + timedelta(days=31)) == 0


def test_sites_and_reports_about_the_place_are_found_with_their_distance(cast: Cast) -> None:
    site = troubles.a_site(cast, given=[[113.2, 34.2]])
    troubles.a_site(cast, given=[[113.21, 34.2]])
    here, other = (reporting.report(latitude=34.2005, longitude=113.2, uid=f"near{n}") for n in range(2))
    assert [(one.thing, one.metres) for one in queries.near_sites(here)] == [(site, 56)]
    assert [one.thing.pk for one in queries.near_reports(here)] == [other.pk]
    assert queries.near_sites(reporting.report()) == []
