"""Fifty visits, each sent five times at the same moment over real HTTP: fifty rows."""

import threading
from collections import Counter
from http.client import HTTPConnection

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

from duibiao.facts.models import Counter as Journal
from duibiao.facts.models import Fact
from duibiao.inspections.models import Submission, Visit
from tests import visiting
from tests.cast import Cast
from tests.committed import settled  # noqa: F401
from tests.web.field.test_openrosa import BOUNDARY, batch

IDS, TIMES = 50, 5


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *arguments: object) -> None:
        pass


def test_fifty_ids_sent_five_times_at_once_are_fifty_rows(settled: Cast) -> None:  # noqa: F811
    made = visiting.running(settled, sites=IDS)
    base = visiting.base(settled)
    bodies = [batch(visiting.xml(one), []) for one in made.assignments.select_related("round__campaign")]
    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    answers: list[int] = []
    together = threading.Barrier(TIMES)

    def send() -> None:
        for body in bodies:
            together.wait(timeout=120)
            line = HTTPConnection("127.0.0.1", server.server_port, timeout=60)
            line.request(
                "POST", f"{base}submission", body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
            )
            answers.append(line.getresponse().status)
            line.close()

    senders = [threading.Thread(target=send) for _ in range(TIMES)]
    try:
        for one in senders:
            one.start()
        for one in senders:
            one.join(timeout=300)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
    assert Counter(answers) == {201: IDS, 202: IDS * (TIMES - 1)}
    assert (Submission.objects.count(), Visit.objects.count()) == (IDS, IDS)
    assert Fact.objects.count() == Journal.objects.get().last == 4 * IDS  # no gap
