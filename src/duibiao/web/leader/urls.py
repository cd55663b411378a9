"""The leader's addresses."""

from django.urls import path

from duibiao.web.leader import facts, scores, standards, views

app_name = "leader"
urlpatterns = [
    path("", views.home, name="home"),
    path("standards/", standards.standards, name="standards"),
    path("standards/<int:pk>/", standards.standard, name="standard"),
    path("standards/<int:pk>/measures/", standards.measures, name="measures"),
    path("facts/", facts.facts, name="facts"),
    path("facts/<int:sequence>/", facts.fact, name="fact"),
    path("campaigns/<int:pk>/snapshots/", scores.snapshots, name="snapshots"),
    path("snapshots/<int:pk>/", scores.snapshot, name="snapshot"),
    path("snapshots/<int:pk>/again/", scores.snapshot_again, name="snapshot_again"),
    path("snapshots/<int:pk>/compare/", scores.snapshot_compare, name="snapshot_compare"),
    path("snapshots/<int:pk>/result.json", scores.snapshot_json, name="snapshot_json"),
    path("snapshots/<int:pk>/result.docx", scores.snapshot_docx, name="snapshot_docx"),
    path("snapshots/<int:pk>/decide/", scores.decide_snapshot, name="decide_snapshot"),
]
