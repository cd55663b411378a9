import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_tokens"),
        ("participation", "0002_supervisors"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "uid",
                    models.CharField(
                        help_text="made with the form: sending twice is one suggestion", max_length=64, unique=True
                    ),
                ),
                ("title", models.CharField(max_length=60, verbose_name="事由")),
                ("words", models.CharField(max_length=1000, verbose_name="意见建议")),
                ("named", models.BooleanField(default=False, verbose_name="办理单位可以知道是谁提的")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="收到时间")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待交办"),
                            ("given", "待答复"),
                            ("answered", "已答复，待评价"),
                            ("back", "不满意，待再办"),
                            ("closed", "办结"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "round",
                    models.PositiveSmallIntegerField(default=1, help_text="2 after the first answer did not satisfy"),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="答复期限")),
                ("given_words", models.CharField(blank=True, max_length=300, verbose_name="交办要求")),
                ("given_at", models.DateTimeField(null=True, verbose_name="交办时间")),
                ("satisfied", models.BooleanField(null=True, verbose_name="满意")),
                ("opinion", models.CharField(blank=True, max_length=300, verbose_name="评价")),
                ("opinion_at", models.DateTimeField(null=True)),
                (
                    "given_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="organisation.unit",
                        verbose_name="办理单位",
                    ),
                ),
                (
                    "wished",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                        verbose_name="希望谁来办",
                    ),
                ),
                (
                    "supervisor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suggestions",
                        to="participation.supervisor",
                        verbose_name="监督员",
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-id"],
            },
        ),
        migrations.CreateModel(
            name="ItemReply",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("words", models.CharField(max_length=500, verbose_name="整改情况")),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replies",
                        to="participation.feedbackitem",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.unit"
                    ),
                ),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="item_reply_with_words"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="SuggestionAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("accepted", "已采纳、已解决"),
                            ("listed", "列入计划逐步解决"),
                            ("explained", "解释说明、留作参考"),
                        ],
                        max_length=10,
                        verbose_name="办理结果",
                    ),
                ),
                ("words", models.CharField(max_length=1000, verbose_name="答复")),
                ("due_on", models.DateField(null=True, verbose_name="答复期限")),
                ("in_time", models.BooleanField(verbose_name="按时")),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="答复时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "suggestion",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answers",
                        to="participation.suggestion",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.unit",
                        verbose_name="答复单位",
                    ),
                ),
            ],
            options={
                "ordering": ["suggestion", "round"],
                "indexes": [models.Index(fields=["unit", "in_time"], name="suggestion_answer_by_unit")],
                "constraints": [
                    models.UniqueConstraint(fields=("suggestion", "round"), name="suggestion_answer_once"),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="suggestion_answer_with_words"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("unit__isnull", True), ("due_on__isnull", False), _connector="OR"),
                        name="suggestion_answer_due",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="suggestion",
            index=models.Index(fields=["state", "due_on"], name="suggestion_by_state"),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("words", ""), _negated=True), models.Q(("title", ""), _negated=True)),
                name="suggestion_with_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "given"), _negated=True),
                    models.Q(("due_on__isnull", False), ("given_at__isnull", False), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="suggestion_given_to_whom",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("opinion_at__isnull", True), ("satisfied__isnull", True)),
                    models.Q(("opinion_at__isnull", False), ("satisfied__isnull", False)),
                    _connector="OR",
                ),
                name="suggestion_opinion_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="suggestion",
            constraint=models.CheckConstraint(condition=models.Q(("round__in", [1, 2])), name="suggestion_back_once"),
        ),
    ]
