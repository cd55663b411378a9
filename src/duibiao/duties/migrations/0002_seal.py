"""A report of progress cannot be changed, by anybody; a newer one goes before it."""

from django.db import migrations

from duibiao.lib.append_only import seal


class Migration(migrations.Migration):
    dependencies = [("duties", "0001_promises")]
    operations = [seal("duties_report")]
