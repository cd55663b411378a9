"""Audit lines cannot be changed, by anybody."""

from django.db import migrations

from duibiao.lib.append_only import seal


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [seal("audit_line")]
