"""Bringing an empty database to this version in seconds instead of minutes.

Its one trick: while migrations run, the framework draws again every model that is related to the one at hand, and every model of ours is
related to an account. For what only adds (a model, a field, a constraint, an index) nobody looks at these drawings: the model alone is drawn.
What a migration does in Python sees everything drawn afresh, as always.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db.migrations.state import ModelState, ProjectState
from django.db.models.fields import NOT_PROVIDED


def _add_model(self: Any, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    self.models[key] = model
    if self._relations is not None:
        self.resolve_model_relations(key)
    _draw(self, model)


def _draw(self: Any, model: ModelState) -> None:
    if "apps" in self.__dict__:  # the framework's own way to ask whether they are drawn
        self.is_delayed = True
        self.apps.render_multiple([model])


def _add_field(self: Any, app: str, model_name: str, name: str, field: Any, preserve_default: bool) -> None:
    """Models that refer to this one go on with its older drawing, whose table and key are the same."""
    key = app, model_name
    if not preserve_default:
        field = field.clone()
        field.default = NOT_PROVIDED
    self.models[key].fields[name] = field
    if self._relations is not None:
        self.resolve_model_field_relations(key, name, field)
    _draw(self, self.models[key])


def _append_option(self: Any, app: str, name: str, option: str, added: Any) -> None:
    model = self.models[app, name]
    model.options[option] = [*model.options[option], added]
    if "apps" in self.__dict__:
        self.is_delayed = True
        drawn = self.apps.get_model(app, name)._meta  # what alters a field asks for its constraints
        setattr(drawn, option, model.options[option])
        drawn._expire_cache()


@contextmanager
def lightly() -> Iterator[None]:
    """Migrations within it draw only what they add."""
    held = {name: getattr(ProjectState, name) for name in ("add_model", "add_field", "_append_option")}
    try:
        ProjectState.add_model = _add_model  # type: ignore[method-assign,assignment]
        ProjectState.add_field = _add_field  # type: ignore[method-assign,assignment]
        ProjectState._append_option = _append_option  # type: ignore[attr-defined]
        yield
    finally:
        for name, own in held.items():
            setattr(ProjectState, name, own)
