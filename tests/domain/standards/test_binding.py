"""What an edition's measures mean in the county's catalogue."""

import pytest

from duibiao.standards import binding, queries, services
from duibiao.standards.models import Binding, Measure
from tests import framing
from tests.cast import Cast
from tests.scoring import TEXT, edition

RENAMED = TEXT.replace('edition: "1"', 'edition: "2"').replace("meetings", "sittings")


def test_the_same_code_name_and_kind_is_proposed_as_the_same(cast: Cast) -> None:
    edition(cast.lin)
    found = {one.code: one for one in binding.propose(queries.standard_of(framing.newer(cast)))}
    assert found["meetings"].reason == "same"


def test_the_same_name_under_another_code_is_proposed_by_name(cast: Cast) -> None:
    edition(cast.lin)
    found = {one.code: one for one in binding.propose(queries.standard_of(framing.draft(cast, RENAMED)))}
    assert (found["sittings"].measure, found["sittings"].reason) == ("meetings", "name")


def test_a_choice_of_another_kind_is_refused_and_nothing_is_published(cast: Cast) -> None:
    edition(cast.lin)
    draft = framing.draft(cast, RENAMED)
    with pytest.raises(services.WrongBinding) as refused:
        services.publish(cast.lin, draft, bindings={"sittings": "court"})
    assert {(one.code, one.why) for one in refused.value.wrong} >= {("sittings", "kind")}
    draft.refresh_from_db()
    assert not draft.is_published
    assert not Binding.objects.filter(edition=draft).exists()


def test_two_measures_cannot_mean_the_same_one(cast: Cast) -> None:
    edition(cast.lin)
    with pytest.raises(services.WrongBinding) as refused:
        services.publish(cast.lin, framing.draft(cast, RENAMED), bindings={"forged": "criticised"})
    assert {one.why for one in refused.value.wrong} == {"twice"}


def test_a_measure_that_a_person_calls_new_gets_a_code_of_its_own(cast: Cast) -> None:
    edition(cast.lin)
    made = services.publish(cast.lin, framing.draft(cast, RENAMED), bindings={"court": None})
    assert Binding.objects.get(edition=made, code="court").measure_id == "small_court"
    assert Measure.objects.filter(name="负责人出庭应诉率").count() == 2
