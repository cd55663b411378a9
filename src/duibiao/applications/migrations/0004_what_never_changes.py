"""Steps and the photos of an acceptance are added and never changed."""

from django.db import migrations

from duibiao.lib.append_only import seal


class Migration(migrations.Migration):
    dependencies = [("applications", "0003_constraints")]
    operations = [seal("applications_step"), seal("applications_picture")]
