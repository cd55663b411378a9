"""Addresses of hints, forgeries and redaction."""

from django.urls import path

from duibiao.web.office.truth import forgeries, hints, redacting, spot_checks

urlpatterns = [
    path("truth/", hints.hints, name="truth"),
    path("truth/patterns/", hints.patterns, name="truth_patterns"),
    path("truth/<int:pk>/", hints.hint, name="truth_hint"),
    path("truth/<int:pk>/judge/", hints.judge, name="judge_hint"),
    path("truth/photos/<int:pk>/", redacting.photo, name="truth_photo"),
    path("truth/photos/<int:pk>/cover/", redacting.cover, name="cover_photo"),
    path("forgeries/", forgeries.forgeries, name="forgeries"),
    path("forgeries/report/<int:pk>/", forgeries.report, name="report_forgery"),
    path("forgeries/<int:pk>/", forgeries.forgery, name="forgery"),
    path("forgeries/<int:pk>/decide/", forgeries.decide, name="decide_forgery"),
    path("forgeries/<int:pk>/notice/", forgeries.draft_notice, name="draft_forgery_notice"),
    path("spot-checks/", spot_checks.spot_checks, name="spot_checks"),
    path("spot-checks/<int:pk>/", spot_checks.spot_check, name="spot_check"),
    path("spot-items/<int:pk>/", spot_checks.look_again, name="look_again"),
    path("campaigns/<int:pk>/ledger/spot-check/", spot_checks.draw, name="draw_spot_check"),
    path("campaigns/<int:pk>/ledger/undertakings/", spot_checks.undertakings, name="undertakings"),
]
