"""The unit's addresses of upkeep."""

from django.urls import path

from duibiao.web.unit.upkeep import renewals, rules, shortcomings, zones

urlpatterns = [
    path("renewals/", renewals.renewals, name="renewals"),
    path("renewals/<int:pk>/", renewals.renew, name="renew"),
    path("zones/", zones.zones, name="zones"),
    path("zones/told/", zones.tell_work, name="tell_work"),
    path("zones/outlays/", zones.outlays, name="outlays"),
    path("zones/outlays/set/", zones.set_outlay, name="set_outlay"),
    path("zones/<int:pk>/", zones.zone, name="zone"),
    path("rules/", rules.rules, name="rules"),
    path("rules/checks/", rules.rule_checks, name="rule_checks"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/text/", rules.rule_text, name="rule_text"),
    path("rule-items/<int:pk>/answer/", rules.answer_rule, name="answer_rule"),
    path("routines/", rules.routines, name="routines"),
    path("shortcomings/", shortcomings.shortcomings, name="shortcomings"),
    path("shortcomings/new/", shortcomings.add_shortcoming, name="add_shortcoming"),
    path("shortcomings/<int:pk>/", shortcomings.shortcoming, name="shortcoming"),
    path("shortcomings/<int:pk>/made-good/", shortcomings.shortcoming_made_good, name="shortcoming_made_good"),
    path("shortcomings/<int:pk>/judge/", shortcomings.judge_shortcoming, name="judge_shortcoming"),
    path("shortcoming-steps/<int:pk>/", shortcomings.tick_plan_step, name="tick_plan_step"),
]
