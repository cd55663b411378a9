"""Two people decide one appeal at the same moment: one decision, one correction, and the other is told."""

from duibiao.appeals import services
from duibiao.appeals.models import Appeal, Effect
from duibiao.facts.models import Fact
from tests import appealing
from tests.cast import Cast
from tests.committed import beside, settled  # noqa: F401


def test_of_two_who_decide_at_once_one_is_right_and_the_other_is_told(settled: Cast) -> None:  # noqa: F811
    made = appealing.appealed(settled)
    facts, told, faults = Fact.objects.count(), [], []

    def decide(by: object, **said: object) -> None:
        try:
            services.decide(by, Appeal.objects.get(pk=made.pk), **said)  # type: ignore[arg-type]
        except services.Decided as late:
            told.append(str(late))

    threads = [
        beside(lambda: decide(settled.lin, state="upheld", reason="对", value=1.0), faults),
        beside(lambda: decide(settled.zhou, state="dismissed", reason="不对"), faults),
    ]
    for one in threads:
        one.join(timeout=60)
    assert faults == []
    assert len(told) == 1
    made.refresh_from_db()
    corrected = made.state == "upheld"
    assert Fact.objects.count() == facts + corrected
    assert Effect.objects.exists() == corrected
    assert (made.decided_by == settled.lin) == corrected
