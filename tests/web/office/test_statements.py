"""Every list of the office costs a known number of statements, with few rows and with many."""

from datetime import timedelta
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duibiao.campaigns import adopting, self_checks, ticking
from duibiao.campaigns import services as campaigns
from duibiao.campaigns.models import Campaign
from duibiao.files.importing import kind_of
from duibiao.files.services import simulate
from duibiao.lib.spans import today
from duibiao.organisation import services as organisation
from duibiao.organisation.choices import GroupKind, Role, TokenScope
from duibiao.organisation.models import Unit
from duibiao.scores.snapshots import take_snapshot
from duibiao.scores.working_out import work_out
from duibiao.standards import supplements
from duibiao.standards.models import Supplement
from tests import framing, makers, scoring
from tests.cast import Cast
from tests.site import log_in

_numbers = count(2)
#: Address, who opens it, and what it costs; session, account and roles are three of these.
LISTS = (
    ("/office/people/", "lin", 6),
    ("/office/areas/", "lin", 6),
    ("/office/groups/", "lin", 7),
    ("/office/audit/", "zheng", 6),
    ("/office/accounts/", "zheng", 6),
    ("/office/tokens/", "zheng", 6),
    ("/office/imports/", "lin", 6),
    ("/office/facts/import/", "lin", 8),
    ("/office/standards/", "lin", 6),
    ("/office/standards/{edition}/measures/", "lin", 6),
    ("/office/scores/", "lin", 6),
    ("/office/campaigns/{campaign}/losses/", "lin", 8),
    ("/office/campaigns/{campaign}/snapshots/", "lin", 6),
    ("/office/campaigns/{campaign}/not-applicable/", "lin", 8),
    ("/office/campaigns/{campaign}/decomposition/", "lin", 7),
    ("/office/campaigns/{campaign}/line/", "lin", 6),
    ("/office/campaigns/{campaign}/self-checks/", "lin", 6),
    ("/office/campaigns/{campaign}/self-checks/{unit}/", "lin", 8),
    ("/office/campaigns/{campaign}/unmet/", "lin", 7),
    ("/office/campaigns/{campaign}/matrix/", "lin", 8),
    ("/office/campaigns/{campaign}/supplements/", "lin", 9),
    ("/office/campaigns/sharing/", "lin", 7),
    ("/office/honours/", "lin", 6),
    ("/office/supplements/", "lin", 6),
    ("/office/supplements/{supplement}/", "lin", 9),
)


def test_a_list_costs_the_same_with_few_rows_and_with_many(client: Client, cast: Cast) -> None:
    campaign = scoring.lived(cast)
    known = {"campaign": campaign.pk, "edition": campaign.edition_id, "unit": cast.unit_a.pk}
    known["supplement"] = framing.supplement(cast, of=campaign).pk
    addresses = [(address.format(**known), who, most) for address, who, most in LISTS]
    one_more_of_each(cast, campaign)
    few = {address: cost(log_in(client, cast, who), address) for address, who, _most in addresses}
    for _ in range(12):
        one_more_of_each(cast, campaign)
    many = {address: cost(log_in(client, cast, who), address) for address, who, _most in addresses}
    assert many == few
    assert [(address, many[address]) for address, _who, most in addresses if many[address] > most] == []


def cost(client: Client, address: str) -> int:
    """Statements of the second time: what is made once for all is there."""
    assert client.get(address).status_code == 200, address
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def one_more_of_each(cast: Cast, campaign: Campaign) -> None:
    """A row in every list, made as the site would make it."""
    number = next(_numbers)
    unit = makers.unit(cast.lin, parent=cast.county)
    person = makers.person(cast.lin, unit=unit, name=f"钱{number}")
    makers.area(cast.lin, unit=unit)
    organisation.add_group(cast.lin, name=f"专项组{number}", kind=GroupKind.TASK)
    user = makers.account(f"user{number}", Role.UNIT, unit=unit, person=person)
    until = today() + timedelta(days=30)
    organisation.open_token(cast.zheng, name=f"接口{number}", user=user, scopes=[TokenScope.READ], expires_on=until)
    kind, content = kind_of("units"), makers.book(["单位代码", "单位名称"], [f"N{number}", f"新单位{number}"])
    assert kind is not None
    simulate(cast.lin, kind=kind, name=f"{number}.xlsx", content=content)
    framing.draft(cast, scoring.TEXT.replace('edition: "1"', f'edition: "{number}"'))
    take_snapshot(cast.lin, campaign, title=f"第{number}次")
    campaigns.decide_not_applicable(cast.lin, campaign, unit=unit, indicator="1.1", reason="没有这项职能")
    stand_around(cast, campaign, unit, number)


def stand_around(cast: Cast, campaign: Campaign, unit: Unit, number: int) -> None:
    """What is decided and said about a unit that has begun to take part, a title, a list, another campaign."""
    units = [*Unit.objects.filter(participations__campaign=campaign), unit]
    campaigns.choose_units(cast.lin, campaign, units=units)
    work_out(campaign)
    self_checks.self_check(cast.lin, campaign, unit=unit, indicator="1.2", gap="还缺")
    adopting.adopt_rest(cast.lin, campaign)
    framing.honour(cast, title=f"称号{number}")
    held = Supplement.objects.get()
    supplements.add_items(cast.lin, held, lines=[f"有第{number}样"])
    item = held.items.latest("number")
    supplements.refer(cast.lin, item, edition=campaign.edition, indicators=["1.1"])
    ticking.tick(cast.lin, campaign, item=item, met=True)
