"""What migrations make in their short way is what the models say: every table, column, constraint and index."""

from django.apps import apps
from django.db import connection, models


def test_everything_that_models_promise_is_in_the_database(db: None) -> None:
    missing = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            columns = {one.name for one in connection.introspection.get_table_description(cursor, table)}
            held = connection.introspection.get_constraints(cursor, table)
            named = [*model._meta.constraints, *model._meta.indexes]
            missing += [
                f"{table}.{one.column}" for one in model._meta.local_concrete_fields if one.column not in columns
            ]
            missing += [f"{table}: {one.name}" for one in named if one.name not in held]
            for field in model._meta.local_concrete_fields:
                if isinstance(field, models.ForeignKey) and field.db_constraint:
                    found = any(one["foreign_key"] and one["columns"] == [field.column] for one in held.values())
                    missing += [] if found else [f"{table}.{field.column} refers to nothing"]
    assert missing == []
