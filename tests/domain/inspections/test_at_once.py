"""Over real HTTP: fifty visits, each sent five times at the same moment, are fifty rows; a restart between two photos loses none."""

import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.client import HTTPConnection

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from duibiao.facts.models import Counter as Journal
from duibiao.facts.models import Fact
from duibiao.inspections.models import Attachment, Submission, Visit
from tests import visiting
from tests.cast import Cast
from tests.committed import settled  # noqa: F401
from tests.web.field.test_openrosa import BOUNDARY, batch

IDS, TIMES = 50, 5


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


@contextmanager
def serving() -> Iterator[int]:
    """A server of its own; gives its port."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def ask(
    port: int, address: str, body: bytes, kind: str = f"multipart/form-data; boundary={BOUNDARY}"
) -> tuple[int, bytes]:
    line = HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("POST", address, body, {"Content-Type": kind})
    answer = line.getresponse()
    said = answer.status, answer.read()
    line.close()
    return said


def test_fifty_ids_sent_five_times_at_once_are_fifty_rows(settled: Cast) -> None:  # noqa: F811
    made = visiting.running(settled, sites=IDS)
    base = visiting.base(settled)
    bodies = [batch(visiting.xml(one), []) for one in made.assignments.select_related("round__campaign")]
    answers: list[int] = []
    together = threading.Barrier(TIMES)

    def send(port: int) -> None:
        for body in bodies:
            together.wait(timeout=120)
            answers.append(ask(port, f"{base}submission", body)[0])

    with serving() as port:
        senders = [threading.Thread(target=send, args=(port,)) for _ in range(TIMES)]
        for one in senders:
            one.start()
        for one in senders:
            one.join(timeout=300)
    assert Counter(answers) == {201: IDS, 202: IDS * (TIMES - 1)}
    assert (Submission.objects.count(), Visit.objects.count()) == (IDS, IDS)
    assert Fact.objects.count() == Journal.objects.get().last == 4 * IDS  # no gap


def test_a_server_that_is_restarted_between_two_photos_asks_for_the_second_alone(settled: Cast) -> None:  # noqa: F811
    one = visiting.running(settled).assignments.select_related("round__campaign").first()
    assert one is not None
    base, names = visiting.base(settled), ("一.jpg", "二.jpg")
    given = {"clean": {"outcome": "fault", "photo1": names[0], "photo2": names[1]}}
    xml = visiting.xml(one, given, instance="uuid:r")
    with serving() as port:
        assert ask(port, f"{base}submission", batch(xml, [(names[0], visiting.photo())], incomplete=True))[0] == 201
    with serving() as port:
        asked = json.dumps({"uuid:r": sha256(xml).hexdigest()}).encode()
        _status, said = ask(port, f"{base}states", asked, "application/json")
        assert json.loads(said)["uuid:r"]["missing"] == [names[1]]
        assert not Visit.objects.exists()
        assert ask(port, f"{base}submission", batch(xml, [(names[1], visiting.photo(b"two"))]))[0] == 201
    assert (Submission.objects.count(), Visit.objects.count(), Attachment.objects.count()) == (1, 1, 2)
