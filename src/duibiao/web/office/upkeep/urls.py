"""The office's addresses of upkeep."""

from django.urls import path

from duibiao.web.office.upkeep import rolling, routines, rules, shortcomings, zones

urlpatterns = [
    path("campaigns/<int:pk>/consolidate/", rolling.roll_campaign, name="roll_campaign"),
    path("campaigns/<int:pk>/renewals/", rolling.renewals, name="renewals"),
    path("renewals/<int:pk>/", rolling.renew, name="renew"),
    path("zones/", zones.zones, name="zones"),
    path("zones/lay/", zones.lay_zones, name="lay_zones"),
    path("zones/outlays/", zones.outlays, name="outlays"),
    path("zones/<int:pk>/", zones.zone, name="zone"),
    path("zones/<int:pk>/change/", zones.change_zone, name="change_zone"),
    path("zones/<int:pk>/body/", zones.appoint_body, name="appoint_body"),
    path("zone-bodies/<int:pk>/release/", zones.release_body, name="release_body"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.put_in_rule, name="put_in_rule"),
    path("rules/checks/", rules.rule_checks, name="rule_checks"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
    path("rules/<int:pk>/text/", rules.rule_text, name="rule_text"),
    path("rules/<int:pk>/change/", rules.change_rule, name="change_rule"),
    path("rules/<int:pk>/end/", rules.end_rule, name="end_rule"),
    path("rules/<int:pk>/items/", rules.add_rule_item, name="add_rule_item"),
    path("rules/<int:pk>/indicators/", rules.link_rule, name="link_rule"),
    path("rules/<int:pk>/review/", rules.review_rule, name="review_rule"),
    path("rule-items/<int:pk>/check/", rules.check_rule, name="check_rule"),
    path("rule-items/<int:pk>/drop/", rules.drop_rule_item, name="drop_rule_item"),
    path("drives/", routines.drives, name="drives"),
    path("drives/new/", routines.plan_drive, name="plan_drive"),
    path("drives/<int:pk>/", routines.drive, name="drive"),
    path("drives/<int:pk>/end/", routines.end_drive, name="end_drive"),
    path("routines/", routines.routines, name="routines"),
    path("routines/new/", routines.plan_routine, name="plan_routine"),
    path("routines/<int:pk>/round/", routines.make_routine_round, name="make_routine_round"),
    path("routines/<int:pk>/stop/", routines.stop_routine, name="stop_routine"),
    path("shortcomings/", shortcomings.shortcomings, name="shortcomings"),
    path("shortcomings/new/", shortcomings.add_shortcoming, name="add_shortcoming"),
    path("shortcomings/<int:pk>/", shortcomings.shortcoming, name="shortcoming"),
    path("shortcomings/<int:pk>/change/", shortcomings.change_shortcoming, name="change_shortcoming"),
    path("shortcomings/<int:pk>/made-good/", shortcomings.shortcoming_made_good, name="shortcoming_made_good"),
    path("shortcomings/<int:pk>/judge/", shortcomings.judge_shortcoming, name="judge_shortcoming"),
    path("shortcomings/<int:pk>/drop/", shortcomings.drop_shortcoming, name="drop_shortcoming"),
    path("shortcoming-steps/<int:pk>/", shortcomings.tick_plan_step, name="tick_plan_step"),
    path("problem-shortcomings/<int:pk>/", shortcomings.shortcoming_from_problem, name="shortcoming_from_problem"),
    path(
        "campaigns/<int:pk>/scores/<int:unit>/losses/<str:code>/shortcoming/",
        shortcomings.shortcoming_from_loss,
        name="shortcoming_from_loss",
    ),  # fmt: skip
]
