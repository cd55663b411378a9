"""A published edition's text cannot be changed or deleted, by anybody."""

from django.db import migrations

GUARD = """
CREATE FUNCTION refuse_published_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = 'published' AND (TG_OP = 'DELETE' OR
     (NEW.standard, NEW.edition, NEW.text, NEW.sha256, NEW.state) IS DISTINCT FROM
     (OLD.standard, OLD.edition, OLD.text, OLD.sha256, OLD.state)) THEN
    RAISE EXCEPTION 'a published edition never changes' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER standards_edition_published BEFORE UPDATE OR DELETE ON standards_edition
  FOR EACH ROW EXECUTE FUNCTION refuse_published_change();
"""


class Migration(migrations.Migration):
    dependencies = [("standards", "0001_initial")]
    operations = [
        migrations.RunSQL(
            GUARD,
            "DROP TRIGGER standards_edition_published ON standards_edition; DROP FUNCTION refuse_published_change;",
        )
    ]
