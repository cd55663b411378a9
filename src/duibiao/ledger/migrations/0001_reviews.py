"""Reviews, own marks, fixed states, passes and remarks."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("ledger", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReturnReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=120, unique=True, verbose_name="退回理由")),
                ("order", models.PositiveIntegerField(default=0)),
                ("dropped_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["order", "id"],
            },
        ),
        migrations.CreateModel(
            name="Pass",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, verbose_name="查阅方")),
                ("digest", models.CharField(max_length=64, unique=True)),
                (
                    "code_digest",
                    models.CharField(
                        blank=True, help_text="of the code that works once; empty when used", max_length=200
                    ),
                ),
                ("wrong", models.PositiveIntegerField(default=0, help_text="wrong codes since the last that fitted")),
                ("until", models.DateTimeField(verbose_name="有效期至")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("closed_at", models.DateTimeField(null=True)),
                ("entered_at", models.DateTimeField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="passes", to="campaigns.campaign"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="SelfMark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("indicator", models.CharField(max_length=40, verbose_name="指标编号")),
                ("points", models.FloatField(verbose_name="自评得分")),
                ("words", models.CharField(blank=True, max_length=300, verbose_name="自评说明")),
                ("at", models.DateTimeField(auto_now=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="self_marks", to="campaigns.campaign"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="standards.edition"
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_column="unit",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                        to_field="code",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "level",
                    models.CharField(
                        choices=[("unit", "单位审核"), ("office", "创建办审核")], max_length=8, verbose_name="哪一级"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("accepted", "通过"), ("returned", "退回")], max_length=10, verbose_name="结论"
                    ),
                ),
                ("grade", models.CharField(blank=True, max_length=60, verbose_name="等次")),
                ("score", models.FloatField(null=True, verbose_name="分数")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("fact", models.BigIntegerField(help_text="the number of the fact that it posted", null=True)),
                ("due_on", models.DateField(null=True)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="ledger.materialfile"
                    ),
                ),
                (
                    "use",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="ledger.use"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Remark",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("indicator", models.CharField(max_length=40, verbose_name="指标编号")),
                ("page", models.PositiveIntegerField(null=True)),
                ("words", models.CharField(max_length=500, verbose_name="意见")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("settled_at", models.DateTimeField(null=True)),
                ("settled_words", models.CharField(blank=True, max_length=300)),
                ("problem", models.BigIntegerField(help_text="the problem that it became", null=True)),
                (
                    "of",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="ledger.pass"
                    ),
                ),
                (
                    "use",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="remarks", to="ledger.use"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Frozen",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=120, verbose_name="名称")),
                ("content", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("materials", models.PositiveIntegerField()),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("receipt_number", models.CharField(blank=True, max_length=80, verbose_name="回执编号")),
                ("receipt_on", models.DateField(blank=True, null=True, verbose_name="回执日期")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "campaign",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="frozen", to="campaigns.campaign"
                    ),
                ),
                (
                    "receipt",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [models.UniqueConstraint(fields=("campaign", "title"), name="frozen_title_once")],
            },
        ),
        migrations.AddConstraint(
            model_name="selfmark",
            constraint=models.UniqueConstraint(
                fields=("campaign", "edition", "unit", "indicator"), name="self_mark_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="selfmark",
            constraint=models.CheckConstraint(condition=models.Q(("points__gte", 0)), name="self_mark_not_negative"),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("verdict", "returned"), _negated=True),
                    models.Q(models.Q(("reason", ""), _negated=True), ("due_on__isnull", False)),
                    _connector="OR",
                ),
                name="returned_with_reason_and_day",
            ),
        ),
    ]
