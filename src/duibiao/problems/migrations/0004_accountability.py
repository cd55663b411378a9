"""Cards, official papers, consultations; what ends a problem is never mere talking, and who closes it is another than who rechecked it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def without_talking(apps, schema_editor):
    """Kinds that were allowed to end by talking end as all others do; what was closed so keeps its words, not the disposal."""
    kinds = apps.get_model("problems", "Kind")
    for kind in kinds.objects.filter(disposals__contains=["coordinated"]):
        kind.disposals = [one for one in kind.disposals if one != "coordinated"] or ["managed"]
        kind.save(update_fields=["disposals"])
    apps.get_model("problems", "Problem").objects.filter(disposal="coordinated").update(disposal="")


class Migration(migrations.Migration):
    dependencies = [
        ("campaigns", "0003_cycle_parts_and_work_plans"),
        ("files", "0003_blobs_uploads_texts"),
        ("organisation", "0002_tokens"),
        ("places", "0002_sites"),
        ("problems", "0003_seal"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunPython(without_talking, migrations.RunPython.noop),
        migrations.CreateModel(
            name="Card",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[("yellow", "黄牌"), ("red", "红牌"), ("talk", "约谈")],
                        max_length=8,
                        verbose_name="亮牌",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("overdue", "超期几个工作日"), ("reworks", "复核几次不合格"), ("hand", "由人决定")],
                        max_length=8,
                        verbose_name="依据",
                    ),
                ),
                (
                    "count",
                    models.PositiveSmallIntegerField(
                        help_text="workdays late, or failed rechecks, when it was proposed", verbose_name="到几"
                    ),
                ),
                ("due_at", models.DateTimeField(help_text="the deadline that was missed", null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "建议亮牌"),
                            ("issued", "已亮牌"),
                            ("refused", "不予亮牌"),
                            ("withdrawn", "已撤销"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True, verbose_name="提出时间")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="亮牌时间")),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="理由")),
                ("grounds", models.CharField(blank=True, max_length=1000, verbose_name="申诉理由")),
                ("appealed_at", models.DateTimeField(null=True, verbose_name="申诉时间")),
                ("answer", models.CharField(blank=True, max_length=300, verbose_name="申诉答复")),
                (
                    "withdrawn_for",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("wrong_unit", "裁定不归该单位"),
                            ("appeal", "申诉成立"),
                            ("mistake", "事实有误"),
                            ("other", "其他"),
                        ],
                        max_length=10,
                        verbose_name="撤销原因",
                    ),
                ),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_why", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="CardRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "card",
                    models.CharField(
                        choices=[("yellow", "黄牌"), ("red", "红牌"), ("talk", "约谈")],
                        max_length=8,
                        verbose_name="亮什么牌",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("overdue", "超期几个工作日"), ("reworks", "复核几次不合格")],
                        max_length=8,
                        verbose_name="按什么",
                    ),
                ),
                ("threshold", models.PositiveSmallIntegerField(verbose_name="到几")),
            ],
            options={
                "ordering": ["basis", "threshold", "id"],
            },
        ),
        migrations.CreateModel(
            name="Consultation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("held_on", models.DateField(verbose_name="会商日期")),
                ("present", models.CharField(max_length=300, verbose_name="参加会商的")),
                ("decision", models.CharField(max_length=1000, verbose_name="决定")),
                ("due_on", models.DateField(verbose_name="落实期限")),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("followed", models.CharField(blank=True, max_length=500, verbose_name="落实情况")),
                ("done_on", models.DateField(null=True, verbose_name="落实日期")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveIntegerField(default=1, editable=False)),
                ("round", models.PositiveSmallIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("redo", "责令重新整改通知书"),
                            ("criticism", "通报批评"),
                            ("talk", "约谈通知"),
                            ("account", "问责建议单"),
                            ("joint", "联合处置单"),
                        ],
                        max_length=10,
                        verbose_name="文种",
                    ),
                ),
                ("words", models.CharField(max_length=1000, verbose_name="意见和要求")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "草稿，待签发"), ("signed", "已签发"), ("dropped", "不签发")],
                        default="draft",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("number", models.CharField(blank=True, max_length=40, verbose_name="文号")),
                ("signed_at", models.DateTimeField(null=True)),
                ("reason", models.CharField(blank=True, max_length=300, verbose_name="为什么签发或不签发")),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.CreateModel(
            name="PaperForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("redo", "责令重新整改通知书"),
                            ("criticism", "通报批评"),
                            ("talk", "约谈通知"),
                            ("account", "问责建议单"),
                            ("joint", "联合处置单"),
                        ],
                        max_length=10,
                        verbose_name="文种",
                    ),
                ),
                ("name", models.CharField(max_length=255)),
                ("at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "ordering": ["-id"],
            },
        ),
        migrations.AddField(
            model_name="problem",
            name="closed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="problem",
            name="shortcoming",
            field=models.CharField(
                blank=True,
                choices=[("hardware", "硬件短板"), ("management", "管理短板"), ("conduct", "素质短板")],
                max_length=12,
                verbose_name="短板",
            ),
        ),
        migrations.AlterField(
            model_name="event",
            name="kind",
            field=models.CharField(
                choices=[
                    ("found", "发现"),
                    ("seen_again", "再次查到"),
                    ("relapsed", "反弹，重新立案"),
                    ("assigned", "交办"),
                    ("reassigned", "改派"),
                    ("signed", "签收"),
                    ("returned", "退回"),
                    ("upheld", "维持交办"),
                    ("ruled", "联合裁定"),
                    ("extension", "申请延期"),
                    ("extended", "同意延期"),
                    ("not_extended", "不同意延期"),
                    ("suspended", "挂账"),
                    ("resumed", "恢复办理"),
                    ("rectified", "整改完成"),
                    ("rework", "复核不合格，退回重改"),
                    ("rechecked", "复核合格"),
                    ("closed", "达标销号"),
                    ("drawn", "抽中回头看"),
                    ("held", "回头看未反弹"),
                    ("archived", "观察期满归档"),
                    ("not_fixable", "认定无法整改"),
                    ("dismissed", "不予立案"),
                    ("split", "拆分"),
                    ("merged", "并案"),
                    ("changed", "修改"),
                    ("old", "列为积案，领导包案"),
                    ("major", "列为重大事项"),
                    ("support", "确定配合单位"),
                    ("similar", "举一反三自查"),
                    ("escalated", "逐级提醒"),
                    ("carded", "亮牌督办"),
                    ("card_back", "撤销亮牌"),
                    ("card_not", "不予亮牌"),
                    ("appealed", "对亮牌提出申诉"),
                    ("card_stands", "维持亮牌"),
                    ("drafted", "起草文书"),
                    ("issued", "签发文书"),
                    ("dropped", "文书作废"),
                    ("consulted", "会商决定"),
                    ("followed", "会商决定落实情况"),
                ],
                max_length=12,
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="answered_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="appealed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="cards", to="problems.problem"
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cards",
                to="organisation.unit",
                verbose_name="单位",
            ),
        ),
        migrations.AddField(
            model_name="card",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="followed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="consultation",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="consultations", to="problems.problem"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="by",
            field=models.ForeignKey(
                help_text="null: a rule proposed it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="problem",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="documents", to="problems.problem"
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="signed_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="text",
            field=models.ForeignKey(
                help_text="the docx as it was signed",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="files.blob",
            ),
        ),
        migrations.AddField(
            model_name="document",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.unit"
            ),
        ),
        migrations.AddField(
            model_name="paperform",
            name="blob",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="files.blob"),
        ),
        migrations.AddField(
            model_name="paperform",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
    ]
