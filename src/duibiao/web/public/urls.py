"""The public addresses."""

from django.urls import path

from duibiao.web.public import announcements, draws, reports, seals, supervisors, views, visits

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("campaigns/<int:pk>/", views.campaign, name="campaign"),
    path("campaigns/<int:pk>/standard/", views.standard, name="standard"),
    path("seals/", seals.seals, name="seals"),
    path("seals/seals.json", seals.seals_file, name="seals_file"),
    path("announcements/", announcements.announcements, name="announcements"),
    path("draws/", draws.draws, name="draws"),
    path("draws/draw_again.py", draws.program, name="draw_program"),
    path("draws/<int:pk>/record.json", draws.record, name="draw_record"),
    path("reports/", reports.follow, name="follow"),
    path("reports/new/", reports.report, name="report"),
    path("reports/<str:code>/", reports.followed, name="followed"),
    path("supervisors/<str:token>/", supervisors.supervisor, name="supervisor"),
    path("supervisors/<str:token>/report/", supervisors.report, name="supervisor_report"),
    path("supervisors/<str:token>/suggest/", supervisors.suggest, name="supervisor_suggest"),
    path("supervisors/<str:token>/suggestions/<int:pk>/", supervisors.judge, name="supervisor_judge"),
    path("seals/verify.py", seals.verifier, name="verifier"),
    path("results/<int:pk>/", views.result, name="result"),
    path("results/<int:pk>/proof.json", seals.proof, name="result_proof"),
    path("visit/<str:token>/", visits.enter, name="enter"),
    path("visit/<str:token>/tree/", visits.tree, name="visit"),
    path("visit/<str:token>/file/<int:use>/", visits.file, name="visit_file"),
    path("visit/<str:token>/file/<int:use>/sites/<int:photo>/", visits.site_photo, name="visit_site_photo"),
    path("visit/<str:token>/remark/", visits.remark, name="visit_remark"),
    path("visit/<str:token>/<str:code>/", visits.indicator, name="visit_indicator"),
    path("visit/<str:token>/<str:code>/<int:use>/", visits.look, name="visit_look"),
]
