"""Two posting at the same moment: both are recorded, nothing is lost, the numbers stay gapless and the score is whole."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from duibiao.facts.models import Counter, Fact
from duibiao.organisation.models import User
from duibiao.scores.models import NodeRow, Total
from duibiao.scores.services import record
from duibiao.scores.working_out import work_out
from tests import scoring
from tests.cast import Cast


def at_once(cast: Cast, drafts: list[object]) -> list[int]:
    """Every draft from a thread and a connection of its own."""
    start = Barrier(len(drafts))

    def post(draft: object) -> int:
        by = User.objects.get(pk=cast.lin.pk)
        start.wait()
        try:
            return len(record(by, drafts=[draft], source="hand").facts)  # type: ignore[list-item]
        finally:
            connection.close()

    with ThreadPoolExecutor(len(drafts)) as pool:
        return list(pool.map(post, drafts))


def test_two_posting_at_once_are_both_recorded_and_scored(settled: Cast) -> None:
    campaign = scoring.lived(settled)
    last = Counter.objects.get(pk=1).last
    units = (settled.unit_a, settled.unit_b, settled.unit_a, settled.unit_a)
    measures = ("complaints", "complaints", "meetings", "honours")
    drafts = [scoring.draft(m, u, value=1) for m, u in zip(measures, units, strict=True)]
    assert at_once(settled, list(drafts)) == [1, 1, 1, 1]
    assert sorted(Fact.objects.filter(pk__gt=last).values_list("pk", flat=True)) == list(range(last + 1, last + 5))
    nodes, totals = list(NodeRow.objects.order_by("unit", "node").values()), totals_now()
    work_out(campaign)
    assert list(NodeRow.objects.order_by("unit", "node").values()) == nodes
    assert totals_now() == totals


def totals_now() -> list[dict[str, object]]:
    return list(Total.objects.order_by("unit").values("unit", "total"))


def test_the_same_fact_sent_twice_at_once_is_recorded_once(settled: Cast) -> None:
    scoring.lived(settled)
    draft = scoring.draft("complaints", settled.unit_a, value=1)
    assert sorted(at_once(settled, [draft, draft])) == [0, 1]
