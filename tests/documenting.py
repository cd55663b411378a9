"""Documents for tests: taken in and sent as the site would."""

from itertools import count
from typing import Any

from duibiao.documents.models import Document, Matter, Question, Training
from duibiao.documents.services import answering, carrying_out, keeping, sending
from duibiao.documents.services import training as trainings
from duibiao.lib.spans import today
from tests import dutying
from tests.cast import Cast

_numbers = count(1)
PDF = b"%PDF-1.4\n%%EOF\n"


def kept(cast: Cast, **given: Any) -> Document:
    """A superior's scheme with its file."""
    start = {
        "origin": "above", "kind": "scheme", "title": f"实施方案{next(_numbers)}", "issuer": "市委依法治市办",
        "number": f"潍法治办〔2026〕{next(_numbers)}号", "issued_on": today(), "file": [PDF], "file_name": "方案.pdf",
    }  # fmt: skip
    return keeping.add(cast.lin, **{**start, **given})


def sent(cast: Cast, **given: Any) -> Document:
    """To unit A."""
    made = kept(cast, **given)
    sending.send(cast.lin, made, units=[cast.unit_a])
    return made


def asked(cast: Cast) -> Question:
    return answering.ask(cast.wang, sent(cast), words="乡镇的执法事项算不算")


def wanted(cast: Cast) -> Matter:
    return carrying_out.add_matter(cast.lin, kept(cast), words="报本县自评报告", due_on=dutying.workday())


def trained(cast: Cast) -> Training:
    return trainings.hold(cast.lin, sent(cast), title="方案解读培训", held_on=today(), place="党校")
