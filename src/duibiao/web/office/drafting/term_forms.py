"""One term of a rule as a form, and the form as a term again.

Its one trick: what the form does not ask for is kept as it was, so an unusual parameter survives a change of the points.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duibiao.standards.choices import MeasureKind
from duibiao.standards.clauses import COMMON, Reading, settled_term, with_measures
from duibiao.web.base.forms import Form
from duibiao.web.office.drafting import shapes
from duibiao.web.office.drafting.kinds import KINDS, NOTHING_HAPPENED, Ask
from duibiao_engine.standard.importing.clauses.drafts import M

_FIELDS = {"number": forms.FloatField, "whole": forms.IntegerField}
#: More terms than this has no clause.
MOST = 40
_LONG = {"table", "bands", "ranges"}


class LinesField(forms.CharField):
    """A small table by lines; see `shapes`."""

    def __init__(self, shape: str, **options: Any) -> None:
        widget = forms.Textarea({"rows": 4}) if shape in _LONG else forms.TextInput()
        super().__init__(widget=widget, **options)
        self.shape = shape

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        return shapes.READ[self.shape](text) if text else None


def field_of(ask: Ask) -> forms.Field:
    """The field for a parameter."""
    given: dict[str, Any] = {"label": ask.label, "required": ask.required}
    if ask.shape in _FIELDS:
        return _FIELDS[ask.shape](widget=forms.NumberInput({"step": "any" if ask.shape == "number" else "1"}), **given)
    if ask.shape == "choice":
        return forms.ChoiceField(choices=ask.options if ask.required else (("", "—"), *ask.options), **given)
    if ask.shape == "switch":
        return forms.BooleanField(label=given["label"], required=False)
    return forms.CharField(**given) if ask.shape == "text" else LinesField(ask.shape, **given)


class TermForm(Form):
    """Side, points, cap, what is counted, and the kind's own parameters."""

    side = forms.ChoiceField(label=_("扣还是得"), choices=[("deduct", _("扣分")), ("earn", _("得分"))])
    points = forms.FloatField(
        label=_("几分"),
        required=False,
        min_value=0,
        widget=forms.NumberInput({"step": "any"}),
        help_text=_("空着就是本项全部分值。"),
    )
    cap = forms.FloatField(label=_("最多几分"), required=False, min_value=0, widget=forms.NumberInput({"step": "any"}))
    name = forms.CharField(label=_("数什么（计量项）"), max_length=200)
    unit = forms.CharField(label=_("单位（次、件、%）"), max_length=20, required=False)
    kind = forms.ChoiceField(label=_("是什么数"), choices=MeasureKind.choices)
    none = forms.BooleanField(label=_("没有记录就是没有发生"), required=False)
    drop = forms.BooleanField(label=_("删去这一项"), required=False)

    def __init__(
        self, word: str, term: Mapping[str, Any] | None, measures: Mapping[str, Any], *arguments: Any, **options: Any
    ) -> None:
        self.word, self.shape, self.term, self.measures = word, KINDS[word], dict(term or {}), measures
        super().__init__(*arguments, initial=self._start(), **options)
        for ask in self.shape.asks:
            self.fields[ask.name] = field_of(ask)
        if self.shape.own_points:
            del self.fields["points"]
        self.order_fields(
            ["side", "name", "unit", "kind", *(ask.name for ask in self.shape.asks), "points", "cap", "none", "drop"]
        )

    @property
    def words(self) -> str:
        return str(self.shape.words)

    @property
    def body(self) -> dict[str, Any]:
        return dict(next(iter(self.term.values()), {}))

    @property
    def given(self) -> dict[str, Any]:
        """The kind's own parameters as they stand."""
        held = self.body.get(self.word, {})
        return dict(held) if isinstance(held, Mapping) else {"measure": held}

    @property
    def measure(self) -> tuple[str, dict[str, Any]]:
        code = str(self.given.get(self.shape.role, ""))
        return code, dict(self.measures.get(code, {}))

    def _start(self) -> dict[str, Any]:
        code, measure = self.measure
        start: dict[str, Any] = {"side": next(iter(self.term), self.shape.side), "cap": self.body.get("cap")}
        points = self.body.get("points")
        start["points"] = None if points == "all" else points
        start |= {
            "name": measure.get("name", code),
            "unit": measure.get("unit", ""),
            "kind": measure.get("kind", self.shape.measure),
        }
        start["none"] = measure.get("missing") == "none" if measure else self.word in NOTHING_HAPPENED
        for ask in self.shape.asks:
            value = self.given.get(ask.name)
            start[ask.name] = (
                shapes.WRITE[ask.shape](value) if ask.shape in shapes.WRITE and value is not None else value
            )
        return start

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if self.word == "judged" and (given.get("between") is None) == (given.get("ranges") is None):
            self.add_error("between", gettext("范围和等次写一样，而且只写一样。"))
        return given

    # ── back ──────────────────────────────────────────────────────────────────────────────────────

    def result(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The term, and its measure as {code, measure}."""
        given = self.cleaned_data
        code, measure = self._measure(given)
        own = {key: value for key, value in self.given.items() if key not in {ask.name for ask in self.shape.asks}}
        own |= {
            ask.name: _plain(given[ask.name]) for ask in self.shape.asks if given.get(ask.name) not in (None, "", False)
        }
        own[self.shape.role] = code
        body: dict[str, Any] = {
            key: value for key, value in self.body.items() if key in COMMON and key not in ("points", "cap")
        }
        if not self.shape.own_points:
            body["points"] = "all" if given.get("points") is None else _plain(given["points"])
        body[self.word] = code if set(own) == {"measure"} else own
        if given.get("cap") is not None:
            body["cap"] = _plain(given["cap"])
        return {given["side"]: body}, {"code": code, "measure": measure}

    def _measure(self, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
        """The same measure where name and kind are the same; else one of its own."""
        code, held = self.measure
        kind = self._kind(given)
        name = given["name"].strip()
        if (held.get("name"), held.get("kind")) != (name, kind) or not code:
            code, held = M(name, kind).code, {}
        made = {**held, "name": name, "kind": kind}
        for key, value in (
            ("unit", given.get("unit")),
            ("missing", "none" if given.get("none") else None),
            ("per", "site" if self.shape.per_site else None),
        ):
            made.pop(key, None)
            if value:
                made[key] = value
        grades = given.get("points") if self.word == "grade" else given.get("ranges") if self.word == "judged" else None
        return code, {**made, "grades": list(grades)} if grades else made

    def _kind(self, given: Mapping[str, Any]) -> str:
        if self.word == "grade" or (self.word == "judged" and given.get("ranges")):
            return "grade"
        return str(given["kind"])


def _plain(value: Any) -> Any:
    return shapes.number(value) if isinstance(value, float) else value


def word_of(term: Mapping[str, Any]) -> str:
    """The kind of a term."""
    body = next(iter(term.values()))
    return str(next(key for key in body if key not in COMMON))


def forms_of(reading: Reading, sent: Any = None, add: str = "") -> list[TermForm]:
    """A form for each term, and an empty one for a kind that is to be added. What was sent says itself which terms it had."""
    measures = {one["code"]: one["measure"] for one in reading.get("measures", ())}
    terms = [dict(term["term"]) for term in reading.get("terms", ())]
    words = [word_of(term) for term in terms] + ([add] if add in KINDS else [])
    if sent is not None:
        words = [word for n in range(_count(sent)) if (word := sent.get(f"t{n}-word", "")) in KINDS]
    made = []
    for n, word in enumerate(words):
        term = terms[n] if n < len(terms) and word_of(terms[n]) == word else None
        made.append(TermForm(word, term, measures, sent, prefix=f"t{n}"))
    return made


def _count(sent: Any) -> int:
    said = sent.get("terms", "")
    return min(int(said), MOST) if said.isdigit() else 0


def reading_of(reading: Reading, filled: Iterable[TermForm], *, covered: bool, above: Mapping[str, Any]) -> Reading:
    """The reading that the forms say. Choices are answered by what was filled in; unread words stay until they are `covered`."""
    results = [one.result() for one in filled if not one.cleaned_data.get("drop")]
    terms = [settled_term(term) for term, _measure in results]
    measures = [*reading.get("measures", ()), *(measure for _term, measure in results)]
    made = {
        **reading,
        "terms": terms,
        "choices": [],
        "problems": [],
        "unread": [] if covered else reading.get("unread", []),
    }
    made |= {
        "vetoes": [{**veto, "status": "read", "reason": ""} for veto in reading.get("vetoes", ())]
        if covered
        else reading.get("vetoes", [])
    }
    return with_measures({**made, **above}, measures)
