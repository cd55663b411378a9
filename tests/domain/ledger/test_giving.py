"""Given once, used everywhere; late stays late; what was returned is mended; nothing is lost or doubled."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from duibiao.asks.queries import open_of
from duibiao.files.kinds import Refused
from duibiao.ledger.models import Material, MaterialFile, Requirement, Review, Use, Window
from duibiao.ledger.queries.completeness import completeness
from duibiao.ledger.queries.materials import offers
from duibiao.ledger.services import giving, requirements, reviewing
from duibiao.ledger.services.chasing import chase
from duibiao.lib import versions
from duibiao.lib.spans import today
from tests import framing, ledgering, makers, scoring
from tests.cast import Cast
from tests.committed import beside, settled  # noqa: F401


def test_one_material_serves_many_requirements(cast: Cast) -> None:
    campaign, content = framing.campaign(cast), ledgering.pdf()
    first, second = (ledgering.requirement(cast, campaign, indicator=code) for code in ("1.1", "1.2"))
    one = ledgering.given(cast.wang, cast.unit_a, first, content=content)
    again = ledgering.given(cast.wang, cast.unit_a, second, "别的名字.pdf", content)
    assert (one.known, again.known, again.material) == (False, True, one.material)
    assert giving.use(cast.wang, requirement=first, material=one.material) == one.use
    assert (Material.objects.count(), Use.objects.count(), MaterialFile.objects.count()) == (1, 2, 1)


def test_the_same_file_of_two_units_is_two_materials_over_one_content(cast: Cast) -> None:
    content = ledgering.pdf()
    mine = ledgering.given(cast.wang, cast.unit_a, None, content=content).material
    theirs = ledgering.given(cast.zhao, cast.unit_b, None, content=content).material
    assert mine != theirs
    assert mine.files.get().blob == theirs.files.get().blob


def test_two_hands_at_once_make_one_material(settled: Cast) -> None:  # noqa: F811
    blob, faults = ledgering.blob(), []  # type: ignore[var-annotated]
    files = [giving.Given(blob, "纪要.pdf")]
    hands = [beside(lambda: giving.give(settled.wang, unit=settled.unit_a, files=files), faults) for _ in range(4)]
    for hand in hands:
        hand.join()
    assert faults == []
    assert Material.objects.count() == 1


def test_only_the_unit_those_above_and_the_office_give(cast: Cast) -> None:
    for other in (cast.zhao, cast.chen, cast.zhou, cast.wu):
        with pytest.raises(PermissionDenied):
            ledgering.given(other, cast.unit_a, None)
    assert ledgering.given(cast.lin, cast.unit_a, None).material.by == cast.lin


def test_what_comes_after_the_day_is_late_for_ever(cast: Cast) -> None:
    campaign = framing.campaign(cast)
    ledgering.window(cast, campaign, today() - timedelta(days=1))
    late = ledgering.used(cast, ledgering.requirement(cast, campaign))
    in_time = ledgering.used(cast, ledgering.requirement(cast, campaign, due_on=today()))
    assert (late.late, in_time.late) == (True, False)
    with pytest.raises(IntegrityError, match="stays late"), transaction.atomic():
        Use.objects.filter(pk=late.pk).update(late=False)
    giving.stop_using(cast.wang, late)
    requirements.set_window(cast.lin, campaign, version=1, closes_on=today())
    assert Window.objects.get(campaign=campaign).closes_on == today()
    assert giving.use(cast.wang, requirement=late.requirement, material=late.material).late


def test_a_format_that_was_not_asked_for_is_refused(cast: Cast) -> None:
    photos = ledgering.requirement(cast, formats=["image"], kind="photo")
    with pytest.raises(Refused, match="图片"):
        ledgering.given(cast.wang, cast.unit_a, photos)
    assert ledgering.given(cast.wang, cast.unit_a, photos, "现场.png", ledgering.png()).material.kind == "photo"


def test_a_version_goes_before_the_one_that_stood_and_is_looked_at_anew(cast: Cast) -> None:
    use = ledgering.used(cast)
    old = ledgering.newest(use)
    reviewing.send_back(cast.lin, use, file=old, reason="缺少印章")
    newer = giving.add_version(cast.wang, use.material, blob=ledgering.blob(), name="纪要（盖章）.pdf")
    use.refresh_from_db()
    assert (newer.number, use.state, use.late) == (2, "checked", False)
    with pytest.raises(reviewing.AlreadyDecided):
        reviewing.accept(cast.lin, use, file=old)
    assert reviewing.accept(cast.lin, use, file=newer.pk).review.file == newer
    assert giving.add_version(cast.wang, use.material, blob=newer.blob, name="a.pdf") == newer


def test_what_is_mended_after_its_day_is_late(cast: Cast) -> None:
    use = ledgering.used(cast)
    reviewing.send_back(cast.lin, use, file=ledgering.newest(use), reason="缺少印章")
    Use.objects.filter(pk=use.pk).update(due_on=today() - timedelta(days=1))
    giving.add_version(cast.wang, use.material, blob=ledgering.blob(), name="a.pdf")
    use.refresh_from_db()
    assert use.late


def test_what_was_withdrawn_serves_nothing_more_and_stays_on_record(cast: Cast) -> None:
    use = ledgering.used(cast)
    giving.withdraw(cast.wang, use.material, why="交错了")
    use.refresh_from_db()
    assert use.state == "withdrawn"
    use.material.refresh_from_db()
    with pytest.raises(giving.Withdrawn):
        giving.use(cast.wang, requirement=ledgering.requirement(cast, use.requirement.campaign), material=use.material)
    assert MaterialFile.objects.count() == 1


def test_two_who_edit_a_requirement_lose_nothing(cast: Cast) -> None:
    made = ledgering.requirement(cast)
    requirements.change_requirement(cast.lin, made, version=1, number=2)
    with pytest.raises(versions.Stale):
        requirements.change_requirement(cast.lin, made, version=1, number=5)


def test_a_material_is_demanded_where_something_is_assessed(cast: Cast) -> None:
    campaign = scoring.quiet(cast)
    with pytest.raises(requirements.NotALeaf):
        ledgering.requirement(cast, campaign, indicator="1")
    with pytest.raises(requirements.DoesNotFit):
        ledgering.counted(cast, campaign, posts="grade")


@pytest.mark.parametrize("statement", ["UPDATE {} SET at = now()", "DELETE FROM {}", "TRUNCATE {} CASCADE"])
@pytest.mark.parametrize("model", [Review, MaterialFile])
def test_no_statement_changes_a_review_or_a_version(cast: Cast, model: type[Review], statement: str) -> None:
    use = ledgering.used(cast)
    reviewing.accept(cast.lin, use, file=ledgering.newest(use))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(model._meta.db_table))


def test_what_is_missing_is_asked_for_once_and_settled_when_it_comes(cast: Cast) -> None:
    campaign = framing.campaign(cast)
    demanded = ledgering.requirement(cast, campaign, number=2, due_on=today() + timedelta(days=60))
    cells = completeness(campaign, today()).missing()
    first, again = (chase(cast.lin, campaign, cells=cells) for _ in range(2))
    assert ((first.asked, first.already), (again.asked, again.already)) == ((2, 0), (0, 2))
    ledgering.used(cast, demanded)
    assert open_of(cast.unit_a).count() == 1
    ledgering.used(cast, demanded)
    assert (open_of(cast.unit_a).count(), open_of(cast.unit_b).count()) == (0, 1)


def test_completeness_of_a_hundred_indicators_and_forty_units_costs_six_statements(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    units = [makers.unit(cast.lin, parent=cast.county) for _ in range(38)]
    campaign = scoring.quiet(cast, *units)
    fields = {"campaign": campaign, "edition": campaign.edition, "indicator": "1.1", "number": 2}
    Requirement.objects.bulk_create(Requirement(title=f"材料{n}", **fields) for n in range(100))
    ledgering.used(cast, Requirement.objects.earliest("pk"))
    with django_assert_max_num_queries(6):
        found = completeness(campaign, today())
        assert (len(found.cells), found.total.required, found.total.missing) == (4000, 8000, 7999)
        assert found.grid["1.1", "SFJ"].given == 1
    assert len(found.by_unit) == 40
    assert found.by_indicator[0][2].lines == 4000
    assert len(found.missing()) == 4000


def test_a_line_is_owed_by_those_it_names_and_by_nobody_to_whom_it_does_not_apply(cast: Cast) -> None:
    campaign = framing.campaign(cast)
    ledgering.requirement(cast, campaign, units=[cast.unit_b])
    ledgering.requirement(cast, campaign)
    framing.decision(cast, campaign)
    found = completeness(campaign, today())
    assert [cell.unit for cell in found.cells] == [cast.unit_b, cast.unit_b]


def test_what_is_there_already_is_offered_with_the_day_and_the_line(cast: Cast) -> None:
    campaign = framing.campaign(cast)
    old = ledgering.requirement(cast, campaign, title="专题研究会议纪要")
    use = ledgering.used(cast, old, title="2026年第一次专题研究会议纪要", kind="minutes")
    ledgering.used(cast, old, title="照片", kind="photo")
    new = ledgering.requirement(cast, campaign, indicator="1.2", title="领导小组会议纪要")
    [offer] = offers(cast.wang, new, cast.unit_a)
    assert (offer.material, offer.first) == (use.material, use)
    assert offers(cast.wang, old, cast.unit_a) == []
