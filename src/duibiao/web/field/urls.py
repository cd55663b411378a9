"""The inspector's addresses."""

from django.urls import path

from duibiao.web.field import calibration, collect, shell, visits

app_name = "field"
urlpatterns = [
    path("", shell.home, name="home"),
    path("sw.js", shell.worker, name="worker"),
    path("app.webmanifest", shell.web_manifest, name="web_manifest"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("photos/<int:pk>/", visits.photo, name="photo"),
    path("calibrations/", calibration.calibrations, name="calibrations"),
    path("calibrations/<int:pk>/", calibration.calibration, name="calibration"),
    path("calibration-pictures/<int:pk>/", calibration.calibration_picture, name="calibration_picture"),
    path("collect/", collect.collect, name="collect"),
]
