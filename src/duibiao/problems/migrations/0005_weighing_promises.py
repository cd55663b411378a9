"""What the database holds of cards, papers and consultations."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("problems", "0004_accountability")]

    operations = [
        migrations.AddConstraint(
            model_name="kind",
            constraint=models.CheckConstraint(
                condition=models.Q(("disposals__contains", ["coordinated"]), _negated=True),
                name="problem_kind_not_ended_by_talking",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_by__isnull", True),
                    models.Q(
                        models.Q(("closed_by", models.F("rechecked_by")), _negated=True),
                        models.Q(
                            ("rectified_by__isnull", True),
                            models.Q(("closed_by", models.F("rectified_by")), _negated=True),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="problem_closed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("disposal", "coordinated"), _negated=True), name="problem_not_ended_by_talking"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardrule",
            constraint=models.UniqueConstraint(fields=("card", "basis"), name="problem_card_rule_once"),
        ),
        migrations.AddConstraint(
            model_name="cardrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("threshold__gte", 1), ("threshold__lte", 250)), name="problem_card_threshold"
            ),
        ),
        migrations.AddConstraint(
            model_name="cardrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("basis", "hand"), _negated=True), name="problem_card_rule_counts"
            ),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["state", "kind"], name="problem_card_by_state"),
        ),
        migrations.AddIndex(
            model_name="card",
            index=models.Index(fields=["unit", "state"], name="problem_card_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")), fields=("problem",), name="problem_one_card_proposed"
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "issued")),
                fields=("problem", "round", "unit", "kind"),
                name="problem_card_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "proposed"),
                    models.Q(
                        ("by__isnull", False), ("decided_at__isnull", False), models.Q(("reason", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="problem_card_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "withdrawn"), _negated=True),
                    models.Q(
                        ("withdrawn_at__isnull", False),
                        ("withdrawn_by__isnull", False),
                        models.Q(("withdrawn_for", ""), _negated=True),
                        models.Q(("withdrawn_why", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="problem_card_withdrawn_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="card",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("answered_by__isnull", True),
                    models.Q(
                        models.Q(("answered_by", models.F("by")), _negated=True),
                        models.Q(("answered_by", models.F("appealed_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="problem_card_appeal_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(models.Q(("decision", ""), _negated=True), models.Q(("present", ""), _negated=True)),
                name="problem_consultation_decides",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_on__isnull", True),
                    models.Q(models.Q(("followed", ""), _negated=True), ("followed_by__isnull", False)),
                    _connector="OR",
                ),
                name="problem_consultation_done_with_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("problem", "round", "kind"),
                name="problem_paper_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", "draft"),
                    models.Q(("signed_by__isnull", False), models.Q(("reason", ""), _negated=True)),
                    _connector="OR",
                ),
                name="problem_paper_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    models.Q(("signed_at__isnull", False), ("text__isnull", False)),
                    _connector="OR",
                ),
                name="problem_paper_signed_is_kept",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "signed"), _negated=True),
                    ("by__isnull", True),
                    models.Q(("signed_by", models.F("by")), _negated=True),
                    _connector="OR",
                ),
                name="problem_paper_signed_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="problem_paper_says_something"
            ),
        ),
    ]
