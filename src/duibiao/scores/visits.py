"""A visit that comes in moves the scores at once, in its own transaction, as any other fact does."""

from collections.abc import Sequence

from django.db import transaction

from duibiao.facts.models import Fact
from duibiao.inspections import receiving, rounds
from duibiao.inspections.models import Collector, Round, Submission
from duibiao.inspections.permissions import may_run_rounds
from duibiao.inspections.receiving import File, Received
from duibiao.organisation.models import User
from duibiao.organisation.permissions import require
from duibiao.scores.services import follow


def receive(collector: Collector, *, xml: bytes, files: Sequence[File] = (), device: str = "") -> Received:
    """Take in what a phone sends. Raises `receiving.Refused`."""
    with transaction.atomic():
        received = receiving.receive(collector, xml=xml, files=files, device=device)
        follow(received.facts)
    return received


@transaction.atomic
def count_anyway(by: User, submission: Submission) -> None:
    """What was seen counts although files are missing for good."""
    require(may_run_rounds(by))
    made = receiving.count_anyway(submission)
    if made is not None:
        follow(made.facts)


@transaction.atomic
def close_round(by: User, round: Round, *, version: int) -> Round:
    """The round is done; what it kept secret moves the scores now."""
    done = rounds.close_round(by, round, version=version)
    follow(list(Fact.objects.filter(observations__visit__round=round).distinct()))
    return done
