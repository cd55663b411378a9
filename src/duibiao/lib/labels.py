"""The words of a choice in a row (`row.get_state_display()`), looked up once per field.

Its one trick: what a field's choices are does not change while the program runs. The framework makes a dictionary of them, labels
and all, for every row that shows one: a tenth of the time of a page of fifty rows.
"""

from collections.abc import Callable
from functools import partialmethod
from typing import Any

from django.apps import apps
from django.db.models import Field, Model


def remember_choices() -> None:
    """For all models, once they are read; a method that a model wrote itself stays."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            name = f"get_{field.name}_display"
            if field.choices and isinstance(vars(model).get(name), partialmethod):
                setattr(model, name, _shown(field))


def _shown(field: "Field[Any, Any]") -> Callable[[Model], Any]:
    labels = dict(field.flatchoices)

    def shown(row: Model) -> Any:
        value = getattr(row, field.attname)
        label = labels.get(value, value)
        return label if label is None else str(label)

    return shown
