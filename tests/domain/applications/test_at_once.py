"""Two decisions at the same moment over the last place: one is named, the other is told why not."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from django.db import connection

from duibiao.applications.choices import State
from duibiao.applications.models import Application
from duibiao.applications.refusals import Refused
from duibiao.applications.services import naming
from duibiao.organisation.models import User
from tests import applying
from tests.cast import Cast


def test_two_decisions_at_once_give_out_one_place(settled: Cast) -> None:
    held = applying.selection(settled, quota=1)
    found = [applying.over(applying.brought(settled, State.NOTICED, held)) for _ in range(4)]
    start = Barrier(len(found))

    def decide(one: Application) -> str:
        by = User.objects.get(pk=settled.lin.pk)
        start.wait(20)
        try:
            naming.name(by, one, document="同一份文件")
            return "named"
        except Refused as refused:
            return str(refused)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(found)) as pool:
        said = sorted(pool.map(decide, found))
    assert said.count("named") == 1
    assert sum("1 个名额已经用完" in words for words in said) == 3
    assert Application.objects.filter(state=State.NAMED).count() == 1
