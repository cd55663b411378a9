"""What was answered cannot be changed, by anybody."""

from django.db import migrations

from duibiao.lib.append_only import seal


class Migration(migrations.Migration):
    dependencies = [("participation", "0003_suggestions")]
    operations = [seal("participation_suggestionanswer"), seal("participation_itemreply")]
