"""A leader's list of duties: what loses most points stands first; one click from the cockpit; at a fixed cost."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.duties.models import Duty
from duibiao.organisation.choices import GroupKind
from duibiao.organisation.services import add_group, add_member_unit
from duibiao.scores.models import NodeRow
from duibiao.standards.queries import standard_of
from tests import dutying
from tests.cast import Cast
from tests.site import log_in

LIST = "/leader/duties/"


def losing(duty: Duty, points: float) -> None:
    """A kept row of the score that lacks so many points."""
    node = standard_of(duty.edition).by_code[duty.indicator]
    row = {"worst": 5 - points, "best": 5, "full": 5, "counted": True, "in_full": False, "applies": True, "open": 0}
    NodeRow.objects.create(campaign=duty.campaign, unit=duty.unit.code, node=node.number, **row)


def test_what_loses_most_stands_first_filters_exports_and_costs_the_same_with_more(client: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    made = [dutying.issued(cast, campaign, indicator=code, title=f"任务{code}") for code in ("1.1", "1.2", "2.1")]
    dutying.draft(cast, campaign, indicator="2.2", title="还在起草")
    for duty, points in zip(made, (1.0, 3.0, 0.0), strict=True):
        losing(duty, points)
    zhou = log_in(client, cast, "zhou")

    def cost() -> int:
        zhou.get(LIST)
        with CaptureQueriesContext(connection) as captured:
            zhou.get(LIST)
        return len(captured)

    page = zhou.get(LIST).content.decode()
    assert page.index("任务1.2") < page.index("任务1.1") < page.index("任务2.1")
    assert "还在起草" not in page
    assert "−3 分" in page
    losing_only = zhou.get(f"{LIST}?stands=losing").content.decode()
    assert ("任务1.1" in losing_only, "任务2.1" in losing_only) == (True, False)
    assert zhou.get(f"{LIST}?export=xlsx").content[:2] == b"PK"
    few = cost()
    for number in range(5):
        dutying.issued(cast, campaign, indicator="", title=f"交办{number}")
    assert (cost(), few <= 9) == (few, True), few
    assert "签收</a>" not in zhou.get(f"{LIST}{made[0].pk}/").content.decode()  # reads, and acts for nobody


def test_a_group_sees_its_own_and_its_cockpit_leads_there(client: Client, cast: Cast) -> None:
    campaign = dutying.campaign(cast)
    own = dutying.issued(cast, campaign, title="组里的")
    dutying.issued(cast, campaign, unit=cast.unit_b, indicator="1.2", title="别组的")
    group = add_group(cast.lin, name="法治专班", kind=GroupKind.TASK)
    add_member_unit(cast.lin, group, unit=cast.unit_a)
    zhou = log_in(client, cast, "zhou")
    cockpit = zhou.get(f"/leader/groups/{group.pk}/cockpit/").content.decode()
    assert f"{LIST}?group={group.pk}" in cockpit
    page = zhou.get(f"{LIST}?group={group.pk}").content.decode()
    assert (own.title in page, "别组的" in page) == (True, False)
