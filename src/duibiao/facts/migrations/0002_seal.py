"""The journal cannot be changed, by anybody; and the engine's view of it, in local time (the engine knows no time zones)."""

from django.conf import settings
from django.db import migrations

from duibiao.lib.append_only import seal

VIEW = f"""
CREATE VIEW facts_in_local_time AS SELECT
  sequence, uid, measure, unit, site, at AT TIME ZONE '{settings.TIME_ZONE}' AS at, value, out_of, grade, level, source,
  reference, recorded_at AT TIME ZONE '{settings.TIME_ZONE}' AS recorded_at, recorded_by_id::text AS recorded_by,
  supersedes, reason
FROM facts_fact;
"""


class Migration(migrations.Migration):
    dependencies = [("facts", "0001_initial")]
    operations = [
        seal("facts_fact"),
        seal("facts_liability"),
        migrations.RunSQL("INSERT INTO facts_counter (id, last) VALUES (1, 0)", migrations.RunSQL.noop),
        migrations.RunSQL(VIEW, "DROP VIEW facts_in_local_time"),
    ]
