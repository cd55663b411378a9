"""The demonstration county knows nothing of the future: not even of the rest of today."""

from datetime import timedelta

from django.utils import timezone

from duibiao.demonstration.building import known_by_now
from duibiao_engine.demo_county import DemoCounty


def row(uid: str, at: str, recorded_at: str) -> dict[str, str]:
    return {"uid": uid, "at": at, "recorded_at": recorded_at}


def test_what_is_true_or_recorded_later_today_is_left_out() -> None:
    now = timezone.localtime()
    before, later = (now + timedelta(hours=by) for by in (-1, 1))
    spoken = [moment.isoformat(sep=" ", timespec="seconds")[:19] for moment in (before, later)]
    rows = [
        row("known", spoken[0].replace(" ", "T"), spoken[0]),
        row("a day", spoken[0][:10], spoken[0]),
        row("recorded later", spoken[0].replace(" ", "T"), spoken[1]),
        row("true later", spoken[1].replace(" ", "T"), spoken[0]),
    ]
    assert [one["uid"] for one in known_by_now(DemoCounty([], rows, [])).facts] == ["known", "a day"]
