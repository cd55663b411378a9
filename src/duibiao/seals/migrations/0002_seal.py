"""The log and its seals cannot be changed, by anybody."""

from django.db import migrations

from duibiao.lib.append_only import seal


class Migration(migrations.Migration):
    dependencies = [("seals", "0001_initial")]
    operations = [seal("seals_seal"), seal("seals_entry")]
