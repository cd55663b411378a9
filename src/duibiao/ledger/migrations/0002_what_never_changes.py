"""Reviews and versions are appended and never changed; what came late stays late."""

from django.db import migrations

from duibiao.lib.append_only import seal

LATE = """
CREATE FUNCTION ledger_late_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'what was given late stays late' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER ledger_use_late BEFORE UPDATE ON ledger_use FOR EACH ROW
  WHEN (OLD.late AND NOT NEW.late) EXECUTE FUNCTION ledger_late_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_reviews")]
    operations = [
        seal("ledger_review"),
        seal("ledger_materialfile"),
        migrations.RunSQL(LATE, "DROP TRIGGER ledger_use_late ON ledger_use; DROP FUNCTION ledger_late_stays();"),
    ]
