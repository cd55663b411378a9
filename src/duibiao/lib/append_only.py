"""SQL that makes a table append-only in the database itself: UPDATE, DELETE and TRUNCATE fail, whoever asks."""

from django.db import migrations

FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'integrity_constraint_violation';
END $$;
"""


def seal(table: str) -> migrations.RunSQL:
    """A migration step that seals `table`. Backup and restore are not hindered: they make the table anew."""
    return migrations.RunSQL(
        FUNCTION
        + f"CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();"
        + f"CREATE TRIGGER {table}_all BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();",
        f"DROP TRIGGER {table}_rows ON {table}; DROP TRIGGER {table}_all ON {table};",
    )
