"""The office's addresses of fairness."""

from django.urls import path

from duibiao.web.office.fairness import pages

urlpatterns = [
    path("fairness/", pages.fairness, name="fairness"),
    path("fairness/self-check/", pages.new_self_check, name="new_self_check"),
    path("fairness/calibration/new/", pages.new_calibration, name="new_calibration"),
    path("calibrations/<int:pk>/", pages.calibration_set, name="calibration_set"),
    path("calibrations/<int:pk>/pictures/", pages.add_calibration_picture, name="add_calibration_picture"),
    path("calibrations/<int:pk>/open/", pages.open_calibration, name="open_calibration"),
    path("calibrations/<int:pk>/close/", pages.close_calibration, name="close_calibration"),
    path("calibration-pictures/<int:pk>/", pages.calibration_picture, name="calibration_picture"),
    path("calibration-pictures/<int:pk>/drop/", pages.drop_calibration_picture, name="drop_calibration_picture"),
]
