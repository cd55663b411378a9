"""Units: the tree, what one sees of it, and what two editors at once do to each other."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from duibiao.audit.models import Line
from duibiao.lib import versions
from duibiao.lib.spans import today
from duibiao.organisation import queries, services
from duibiao.organisation.models import Unit
from duibiao.organisation.services.units import Circle
from tests import makers
from tests.cast import Cast


def test_it_moves_a_unit_with_everything_below_it(cast: Cast) -> None:
    village = makers.unit(cast.lin, parent=cast.unit_b, name="东关村", kind="village")
    services.change_unit(cast.lin, cast.unit_b, version=cast.unit_b.version, parent=cast.unit_a)
    village.refresh_from_db()
    assert village.path == f"{Unit.objects.get(pk=cast.unit_a.pk).path}{cast.unit_b.pk:08d}/{village.pk:08d}/"


def test_it_refuses_to_hang_a_unit_below_itself(cast: Cast) -> None:
    village = makers.unit(cast.lin, parent=cast.unit_b, kind="village")
    with pytest.raises(Circle):
        services.change_unit(cast.lin, cast.unit_b, version=1, parent=village)


def test_it_refuses_a_unit_from_the_wrong_role(cast: Cast) -> None:
    with pytest.raises(PermissionDenied):
        services.add_unit(cast.wang, parent=cast.county, code="X", name="X", kind="department")
    assert not Unit.objects.filter(code="X").exists()


def test_it_tells_the_later_of_two_editors_and_changes_nothing(cast: Cast) -> None:
    mine, theirs = (Unit.objects.get(pk=cast.unit_a.pk) for _ in range(2))
    services.change_unit(cast.lin, theirs, version=theirs.version, phone="100")
    with pytest.raises(versions.Stale) as stale:
        services.change_unit(cast.lin, mine, version=mine.version, phone="200")
    assert Unit.objects.get(pk=mine.pk).phone == "100"
    assert stale.value.current.version == 2


def test_it_shows_a_unit_to_itself_and_not_to_the_other(cast: Cast) -> None:
    assert list(queries.units(cast.wang)) == [cast.unit_a]
    assert set(queries.units(cast.lin)) == {cast.county, cast.unit_a, cast.unit_b}


def test_it_refuses_a_second_county_in_the_database_itself(cast: Cast) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Unit.objects.create(code="2", name="另一个县", kind="county")


def test_closing_a_unit_keeps_it_and_leaves_a_line(cast: Cast) -> None:
    services.close_unit(cast.lin, cast.unit_a, version=1, until=today())
    assert Unit.objects.filter(pk=cast.unit_a.pk).exists()
    assert Line.objects.filter(act="organisation.close_unit", thing_id=cast.unit_a.pk, by_id=cast.lin.pk).exists()


@pytest.mark.parametrize("units", [0, 40])
def test_reading_the_list_costs_two_statements_however_long_it_is(
    cast: Cast, django_assert_num_queries: object, units: int
) -> None:
    for _ in range(units):
        makers.unit(cast.lin, parent=cast.county)
    by = type(cast.lin).objects.get(pk=cast.lin.pk)
    with django_assert_num_queries(3):  # type: ignore[operator]  # the roles, the units, their groups
        list(queries.units(by))
