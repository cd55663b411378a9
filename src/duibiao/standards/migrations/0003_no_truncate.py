"""Editions cannot be emptied out either; a draft is deleted row by row."""

from django.db import migrations

from duibiao.lib.append_only import FUNCTION


class Migration(migrations.Migration):
    dependencies = [("standards", "0002_published_never_changes")]
    operations = [
        migrations.RunSQL(
            FUNCTION + "CREATE TRIGGER standards_edition_all BEFORE TRUNCATE ON standards_edition"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();",
            "DROP TRIGGER standards_edition_all ON standards_edition;",
        )
    ]
