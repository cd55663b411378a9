"""A unit's addresses of appeals."""

from django.urls import path

from duibiao.web.unit.appeals import pages

urlpatterns = [
    path("appeals/", pages.appeals, name="appeals"),
    path("appeals/<int:pk>/", pages.appeal, name="appeal"),
    path("appeals/<int:pk>/withdraw/", pages.withdraw_appeal, name="withdraw_appeal"),
    path("appeals/<int:pk>/photos/<int:photo>/", pages.appeal_photo, name="appeal_photo"),
    path("appeal-files/<int:pk>/", pages.appeal_file, name="appeal_file"),
    path("appeal-decisions/", pages.appeal_decisions, name="appeal_decisions"),
    path("facts/<int:sequence>/appeal/", pages.appeal_fact, name="appeal_fact"),
    path("faults/<int:pk>/appeal/", pages.appeal_fault, name="appeal_fault"),
]
