"""What is remembered says the same as what is worked out."""

from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.template import Context, NodeList, engines
from django.test import RequestFactory
from django.urls import NoReverseMatch, resolve, reverse
from django.utils import translation

from duibiao.web.base.templatetags import quick


def drawn(text: str, **known: Any) -> str:
    request = RequestFactory().get("/office/")
    request.resolver_match = resolve("/office/")
    context = Context(known)
    context.request = request  # type: ignore[attr-defined]
    return engines["django"].engine.from_string(text).render(context)  # type: ignore[attr-defined,no-any-return]


@pytest.mark.parametrize("unit", [7, "7", None])
def test_an_address_is_that_of_the_framework_the_first_time_and_the_second(unit: object) -> None:
    text = "{% url 'office:unit' unit %}|{% url name unit as there %}{{ there }}"
    if unit is None:
        with pytest.raises(NoReverseMatch):
            drawn(text, unit=unit, name="office:unit")
        return
    there = reverse("office:unit", args=[unit])
    for _ in range(2):
        assert drawn(text, unit=unit, name="office:unit") == f"{there}|{there}"


def test_an_address_that_there_is_not_is_empty_where_it_is_named_and_an_error_elsewhere() -> None:
    for _ in range(2):
        assert drawn("{% url 'office:nowhere' 1 as there %}[{{ there }}]") == "[]"
        with pytest.raises(NoReverseMatch):
            drawn("{% url 'office:nowhere' 1 %}")


def test_true_is_no_one_and_an_address_is_escaped_but_once() -> None:
    assert drawn("{% url 'office:unit' 1 %}") == "/office/units/1/"
    with pytest.raises(NoReverseMatch):
        drawn("{% url 'office:unit' yes %}", yes=True)
    tricky = "{% url 'office:score_why' 1 2 code %}"
    assert drawn(tricky, code="a'b&c").count("&amp;") == 1


def test_words_are_those_of_the_reader_and_percents_stand_once() -> None:
    template = "{% trans '创建办' %} {% trans '100%' as share %}{{ share }}"
    assert drawn(template) == "创建办 100%"
    with translation.override("en"):
        assert drawn("{% trans '创建办' %}") != "创建办"


def test_only_what_is_written_out_is_remembered() -> None:
    nodes: NodeList = (
        engines["django"]
        .engine.from_string(  # type: ignore[attr-defined]
            "{% trans '创建办' %}{% trans word %}{% url 'office:unit' pk=1 %}"
        )
        .nodelist
    )
    assert [isinstance(node, (quick.Words, quick.Address)) for node in nodes] == [True, False, False]
    assert drawn("{% trans word %}", word="创建办") == "创建办"


def shown(row: Model, name: str) -> object:
    return getattr(row, f"get_{name}_display")()


def test_a_choice_is_shown_in_its_words_whatever_stands_in_the_row() -> None:
    fields = [(model, field) for model in apps.get_models() for field in model._meta.local_fields if field.choices]
    assert len(fields) > 100
    for model, field in fields:
        for value in [*(key for key, _label in field.flatchoices), "no such", None]:
            row = model(**{field.attname: value})
            expected = Model._get_FIELD_display(row, field)  # type: ignore[attr-defined]
            assert shown(row, field.name) == expected, (model, field.name)
