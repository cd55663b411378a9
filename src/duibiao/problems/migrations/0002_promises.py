from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("problems", "0001_watching")]

    operations = [
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(fields=["unit", "status", "due_at"], name="problem_by_unit"),
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(fields=["status", "due_at"], name="problem_by_status"),
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(fields=["site", "kind", "status"], name="problem_by_site"),
        ),
        migrations.AddIndex(
            model_name="problem",
            index=models.Index(fields=["-found_at"], name="problem_by_found"),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="problem_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(condition=models.Q(("returns__lte", 2)), name="problem_two_returns"),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status__in", ("assigned", "signed", "suspended", "rectified", "rechecked")), _negated=True
                    ),
                    models.Q(("assigned_at__isnull", False), ("unit__isnull", False)),
                    _connector="OR",
                ),
                name="problem_in_hand_has_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ("assigned", "signed")), _negated=True),
                    models.Q(("due_at__isnull", False), ("left_minutes__isnull", True)),
                    _connector="OR",
                ),
                name="problem_owed_has_a_clock",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["rechecked", "closed", "archived"]), _negated=True),
                    ("rechecked_at__isnull", False),
                    _connector="OR",
                ),
                name="problem_closed_after_recheck",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("rechecked_by__isnull", True),
                    models.Q(
                        models.Q(("rechecked_by", models.F("rectified_by")), _negated=True),
                        models.Q(("rechecked_by", models.F("assigned_by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="problem_rechecked_by_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "suspended"), _negated=True),
                    models.Q(models.Q(("suspended_for", ""), _negated=True), ("suspended_until__isnull", False)),
                    _connector="OR",
                ),
                name="problem_suspended_with_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "closed"), _negated=True),
                    models.Q(("closed_at__isnull", False), ("watch_until__isnull", False)),
                    _connector="OR",
                ),
                name="problem_closed_is_watched",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("disposal", "punished"), _negated=True),
                    models.Q(("document", ""), _negated=True),
                    _connector="OR",
                ),
                name="problem_punished_with_document",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "merged"), _negated=True), ("merged_into__isnull", False), _connector="OR"
                ),
                name="problem_merged_into_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="photo",
            constraint=models.UniqueConstraint(fields=("problem", "round", "when", "blob"), name="problem_photo_once"),
        ),
        migrations.AddConstraint(
            model_name="lookback",
            constraint=models.UniqueConstraint(fields=("draw", "problem"), name="problem_drawn_once"),
        ),
        migrations.AddConstraint(
            model_name="lookback",
            constraint=models.CheckConstraint(
                condition=models.Q(("probability__gt", 0), ("probability__lte", 1)), name="problem_probability_in_range"
            ),
        ),
        migrations.AddIndex(
            model_name="finding",
            index=models.Index(fields=["problem", "id"], name="finding_by_problem"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.UniqueConstraint(fields=("source", "reference"), name="problem_reported_once"),
        ),
        migrations.AddConstraint(
            model_name="finding",
            constraint=models.CheckConstraint(
                condition=models.Q(("reference", ""), _negated=True), name="problem_finding_has_reference"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.UniqueConstraint(fields=("problem", "round"), name="problem_extension_once"),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="problem_extension_with_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="extension",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_at__isnull", True), ("granted__isnull", True)),
                    models.Q(
                        ("decided_at__isnull", False),
                        ("granted__isnull", False),
                        models.Q(("decided_by", models.F("by")), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="problem_extension_decided_by_another",
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(fields=["problem", "at"], name="problem_event_by_problem"),
        ),
        migrations.AddIndex(
            model_name="escalation",
            index=models.Index(fields=["day", "level"], name="escalation_by_day"),
        ),
        migrations.AddConstraint(
            model_name="escalation",
            constraint=models.UniqueConstraint(
                fields=("problem", "level", "workdays", "due_at"), name="problem_escalated_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(fields=("problem", "number"), name="problem_return_number_once"),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.UniqueConstraint(
                condition=models.Q(("answered_at__isnull", True)), fields=("problem",), name="problem_one_open_return"
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 2)), name="problem_return_twice_at_most"
            ),
        ),
        migrations.AddConstraint(
            model_name="return",
            constraint=models.CheckConstraint(
                condition=models.Q(("grounds", ""), _negated=True), name="problem_return_with_grounds"
            ),
        ),
        migrations.AddIndex(
            model_name="ruling",
            index=models.Index(fields=["kind", "site"], name="problem_ruling_by_kind"),
        ),
        migrations.AddConstraint(
            model_name="ruling",
            constraint=models.CheckConstraint(
                condition=models.Q(("grounds", ""), _negated=True), name="problem_ruling_with_grounds"
            ),
        ),
        migrations.AddIndex(
            model_name="similarcheck",
            index=models.Index(fields=["unit", "outcome"], name="problem_similar_by_unit"),
        ),
        migrations.AddConstraint(
            model_name="similarcheck",
            constraint=models.UniqueConstraint(fields=("problem", "site"), name="problem_similar_once"),
        ),
        migrations.AddConstraint(
            model_name="similarcheck",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", "found"), _negated=True), ("found__isnull", False), _connector="OR"
                ),
                name="problem_similar_found_is_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="supporter",
            constraint=models.UniqueConstraint(fields=("problem", "unit"), name="problem_supporter_once"),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="problem_terms_one"),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("afternoon_from__gte", models.F("morning_until")),
                    ("morning_until__gt", models.F("morning_from")),
                    ("afternoon_until__gt", models.F("afternoon_from")),
                    ("afternoon_until__lte", 1440),
                ),
                name="problem_hours_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=models.Q(("amber_percent__lte", 100), ("look_percent__lte", 100)),
                name="problem_terms_percents",
            ),
        ),
        migrations.AddConstraint(
            model_name="terms",
            constraint=models.CheckConstraint(
                condition=models.Q(("dispatches", False), ("dispatcher__isnull", False), _connector="OR"),
                name="problem_dispatch_by_somebody",
            ),
        ),
    ]
