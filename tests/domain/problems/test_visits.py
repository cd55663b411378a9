"""What an inspector finds is a problem in the visit's own transaction; what a mystery round finds, only when it is done."""

from duibiao.inspections.collectors import collector_for
from duibiao.inspections.receiving import File
from duibiao.inspections.rounds import close_round
from duibiao.problems.choices import Status
from duibiao.problems.models import Problem
from duibiao.scores.visits import receive
from tests import visiting
from tests.cast import Cast


def seen(cast: Cast, **fields: object) -> list[bytes]:
    """A visit with two faults, one with a photo; and the same visit sent again as a correction."""
    made = visiting.running(cast, sites=1, size=1, **fields)
    one = made.assignments.select_related("round__campaign", "site").get()
    given = visiting.answers(clean={"outcome": "fault", "note": "垃圾未清", "photo1": "a.jpg"}, parking={"value": 3})
    first = visiting.xml(one, given, instance="uuid:first")
    again = visiting.xml(one, given, instance="uuid:second", deprecated="uuid:first")
    photo = File("a.jpg", "image/jpeg", [visiting.photo()])
    held = collector_for(cast.chen, visiting.campaign(cast))
    for sent in (first, again):
        receive(held, xml=sent, files=[photo])
    return [first, again]


def test_each_fault_of_a_visit_is_one_problem_and_a_correction_opens_nothing_twice(cast: Cast) -> None:
    seen(cast)
    clean, parking = Problem.objects.order_by("subject")
    assert (clean.subject, clean.indicator, clean.proposed) == ("clean", "1", cast.unit_a)
    assert "垃圾未清" in clean.words
    assert (clean.status, clean.source, clean.photos.count()) == (Status.FOUND, "visit", 1)
    assert (parking.proposed, "3 处" in parking.words) == (cast.unit_b, True)
    assert clean.findings.get().reference.endswith(":uuid:first:clean")


def test_what_a_mystery_round_found_is_opened_when_it_is_done(cast: Cast) -> None:
    seen(cast, kind="mystery")
    assert not Problem.objects.exists()
    held = visiting.Round.objects.get()
    close_round(cast.lin, held, version=held.version)
    assert Problem.objects.count() == 2
