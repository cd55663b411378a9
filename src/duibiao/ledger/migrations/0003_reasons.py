"""What most returns say, to begin with; the list grows by what offices write."""

from django.db import migrations

REASONS = (
    "与指标要求不符", "不是要求的时间段内形成的", "缺少印章或签字", "扫描不清，看不清内容", "份数不够",
    "图片要素不全（时间、地点、人物、主题、背景、事由）", "只有计划没有成效", "文件不完整，缺页",
)  # fmt: skip


def begin(apps, schema_editor):
    reason = apps.get_model("ledger", "ReturnReason")
    reason.objects.bulk_create(
        [reason(words=words, order=number) for number, words in enumerate(REASONS)], ignore_conflicts=True
    )


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_what_never_changes")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
