"""The office's addresses of appeals."""

from django.urls import path

from duibiao.web.office.appeals import pages

urlpatterns = [
    path("appeals/", pages.appeals, name="appeals"),
    path("appeals/days/", pages.appeal_rules, name="appeal_rules"),
    path("appeals/<int:pk>/", pages.appeal, name="appeal"),
    path("appeals/<int:pk>/decide/", pages.decide_appeal, name="decide_appeal"),
    path("appeals/<int:pk>/photos/<int:photo>/", pages.appeal_photo, name="appeal_photo"),
    path("appeal-files/<int:pk>/", pages.appeal_file, name="appeal_file"),
    path("appeal-decisions/", pages.appeal_decisions, name="appeal_decisions"),
]
