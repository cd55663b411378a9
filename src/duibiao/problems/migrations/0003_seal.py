"""What happened to a problem cannot be changed, by anybody."""

from django.db import migrations

from duibiao.lib.append_only import seal


class Migration(migrations.Migration):
    dependencies = [("problems", "0002_promises")]
    operations = [seal("problems_event")]
