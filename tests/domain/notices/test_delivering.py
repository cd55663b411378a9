"""Digests to group robots and mailboxes: a real server that answers 200, 500, nonsense or never; limits, pauses, hours of quiet."""

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from duibiao.notices import delivering, robots, services
from duibiao.notices.delivering import Later, TryAgain
from duibiao.notices.models import Channel, Dispatch
from tests.cast import Cast


class Robot(BaseHTTPRequestHandler):
    """A vendor's side. `says` decides; `heard` keeps what came in."""

    says = "ok"
    heard: list[tuple[str, dict[str, Any]]] = []
    free = threading.Event()

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.heard.append((self.path, body))
        if self.says == "never":
            self.free.wait(20)
            return
        status = {"500": 500, "away": 302}.get(self.says, 200)
        self.send_response(status)
        if self.says == "away":
            self.send_header("Location", "http://127.0.0.1:1/stolen")
        self.end_headers()
        words = {"refused": b'{"errcode": 45009, "errmsg": "freq"}', "odd": b"<html>"}
        self.wfile.write(words.get(self.says, b'{"errcode": 0, "errmsg": "ok"}'))

    def log_message(self, *arguments: Any) -> None:
        pass


@pytest.fixture
def robot(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Robot]]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Robot)
    Robot.heard, Robot.says = [], "ok"
    Robot.free.clear()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    settings.ROBOT_HOSTS = ["oapi.dingtalk.com", f"http://127.0.0.1:{server.server_port}"]
    monkeypatch.setattr(robots, "TIMEOUT_SECONDS", 0.3)
    yield Robot
    Robot.free.set()
    server.shutdown()
    thread.join()
    server.server_close()


def channel(cast: Cast, settings: Any, kind: str = "wecom", secret: str = "", **fields: Any) -> Channel:
    address = f"{settings.ROBOT_HOSTS[-1]}/send?key=TOP-SECRET"
    made = services.add_channel(cast.lin, name="群", kind=kind, address=address, secret=secret, users=[cast.wang])
    services.switch_channel(cast.lin, made, on=True)
    Channel.objects.filter(pk=made.pk).update(**fields)
    return Channel.objects.get(pk=made.pk)


def at(hour: int) -> datetime:
    return timezone.localtime().replace(hour=hour, minute=5, second=0)


def told(cast: Cast, n: int = 1, **fields: Any) -> None:
    for number in range(n):
        services.tell(users=[cast.wang], kind="ask", words=f"请报第{number}项。", about=f"a:{number}", **fields)


def test_a_digest_goes_out_once_at_its_hour(cast: Cast, robot: type[Robot], settings: Any) -> None:
    held = channel(cast, settings)
    told(cast, 3)
    assert delivering.make_due(at(7)) == []  # before the hour
    made = delivering.make_due(at(9))
    assert delivering.make_due(at(9)) == delivering.make_due(at(10)) == []
    assert ProcrastinateJob.objects.filter(task_name="notices.deliver").count() == 1
    delivering.attempt(made[0], at(9))
    delivering.attempt(made[0], at(9))  # begun twice
    [(path, body)] = robot.heard
    assert path == "/send?key=TOP-SECRET"
    assert body["markdown"]["content"].count("\n- 请报") == 3
    held.refresh_from_db()
    assert held.worked_at
    assert not held.is_dead


def test_what_is_urgent_does_not_wait_for_the_hour_but_for_the_end_of_quiet(
    cast: Cast, robot: type[Robot], settings: Any
) -> None:
    channel(cast, settings)
    told(cast, urgent=True)
    assert delivering.make_due(at(22)) == []
    assert delivering.make_due(at(6)) == []
    made = delivering.make_due(at(7))
    assert Dispatch.objects.get(pk=made[0]).text.count("【急】") == 1
    with pytest.raises(Later):
        delivering.attempt(made[0], at(23))


@pytest.mark.parametrize(
    ("says", "words"),
    [("500", "对方应答 500"), ("never", "没有应答"), ("refused", "45009"), ("odd", "看不懂"), ("away", "对方应答 302")],
)
def test_a_robot_that_does_not_take_it_is_tried_again_with_growing_pauses_and_then_shown(
    cast: Cast, robot: type[Robot], settings: Any, says: str, words: str
) -> None:
    held = channel(cast, settings)
    told(cast)
    [made] = delivering.make_due(at(9))
    robot.says = says
    pauses = []
    for n in range(len(delivering.PAUSES_MINUTES) if says == "500" else 1):
        with pytest.raises(TryAgain) as again:
            delivering.attempt(made, at(9) + timedelta(minutes=n))
        assert "SECRET" not in str(again.value)
        pauses.append(again.value.wait_seconds)
    assert pauses == sorted(set(pauses))
    held.refresh_from_db()
    assert held.is_dead
    assert words in held.error
    if says == "500":
        delivering.attempt(made, at(9))  # the last
        assert Dispatch.objects.get().state == "failed"
    robot.says = "ok"
    assert delivering.try_channel(cast.lin, held) == ""
    held.refresh_from_db()
    assert not held.is_dead


def test_the_job_itself_waits_as_long_as_the_attempt_says() -> None:
    from duibiao.notices.tasks import AsTold

    decided = AsTold().get_retry_decision(exception=TryAgain("x", 900), job=None)  # type: ignore[arg-type]
    assert decided is not None
    assert decided.retry_at is not None
    assert 890 < (decided.retry_at - timezone.now()).total_seconds() <= 900


def test_a_robot_hears_twenty_messages_a_minute_and_no_more(cast: Cast, settings: Any) -> None:
    held = channel(cast, settings)
    now = at(9)
    for _ in range(20):
        delivering.count_a_message(held, now)
    with pytest.raises(Later):
        delivering.count_a_message(held, now)
    delivering.count_a_message(held, now + timedelta(minutes=1))


def test_dingtalk_is_signed_as_it_wants_it(cast: Cast, robot: type[Robot], settings: Any) -> None:
    held = channel(cast, settings, kind="dingtalk", secret="SEC42")
    assert delivering.try_channel(cast.lin, held) == ""
    asked = parse_qs(urlsplit(robot.heard[0][0]).query)
    words = f"{asked['timestamp'][0]}\nSEC42".encode()
    assert asked["sign"] == [base64.b64encode(hmac.new(b"SEC42", words, hashlib.sha256).digest()).decode()]


def test_a_long_digest_fits_into_the_bytes_of_a_message_and_says_what_is_left(
    cast: Cast, robot: type[Robot], settings: Any
) -> None:
    channel(cast, settings)
    for n in range(90):
        services.tell(users=[cast.wang], kind="ask", words=f"请报第{n}项：" + "创建工作进展情况" * 5, about=f"l:{n}")
    delivering.attempt(delivering.make_due(at(9))[0], at(9))
    text = robot.heard[0][1]["markdown"]["content"]
    assert len(text.encode()) <= 4096
    assert f"还有 {90 - text.count('- 请报')} 条" in text


@pytest.mark.parametrize(
    "address",
    [
        "http://oapi.dingtalk.com/robot",
        "https://oapi.dingtalk.com.evil.example/robot",
        "https://user@oapi.dingtalk.com/robot",
        "https://oapi.dingtalk.com:8443/robot",
        "https://169.254.169.254/latest/meta-data",
        "https://oapi.dingtalk.com@127.0.0.1/",
        "file:///etc/passwd",
        "https://[::1",
        "127.0.0.1",
    ],
)
def test_nothing_is_sent_but_by_https_to_the_hosts_that_are_allowed(settings: Any, address: str) -> None:
    settings.ROBOT_HOSTS = ["oapi.dingtalk.com"]
    assert robots.refusal(address)
    assert not robots.refusal("https://oapi.dingtalk.com/robot/send?access_token=1")


def test_an_address_is_sealed_and_a_changed_key_is_said_in_words(cast: Cast, settings: Any) -> None:
    held = channel(cast, settings, secret="SEC42")
    row = Channel.objects.filter(pk=held.pk).values().get()
    assert "SECRET" not in str(row)
    assert "SEC42" not in str(row)
    settings.SECRET_KEY = "another"
    assert "密钥换过" in delivering.try_channel(cast.lin, held)


def test_a_robot_that_is_off_hears_nothing(cast: Cast, robot: type[Robot], settings: Any) -> None:
    services.switch_channel(cast.lin, channel(cast, settings), on=False)
    told(cast)
    assert delivering.make_due(at(9)) == []
    assert robot.heard == []


def test_a_digest_by_mail_at_the_hour_that_one_has_chosen(cast: Cast, settings: Any) -> None:
    settings.EMAIL_HOST = "mail.example"
    services.wish(cast.wang, by_email=True, email="wang@qinghe.example", hour=14)
    told(cast, 2)
    assert delivering.make_due(at(15)) == []  # the county has not switched mail on
    services.set_rules(cast.lin, email_on=True)
    assert delivering.make_due(at(13)) == []
    [made] = delivering.make_due(at(14))
    delivering.attempt(made, at(14))
    [sent] = mail.outbox
    assert sent.to == ["wang@qinghe.example"]
    assert "请报第0项" in sent.body
