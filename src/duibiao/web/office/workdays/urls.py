"""The office's addresses of the work calendar."""

from django.urls import path

from duibiao.web.office.workdays import pages

urlpatterns = [
    path("workdays/", pages.year, name="workdays"),
    path("workdays/day/", pages.set_day, name="set_workday"),
    path("workdays/notice/", pages.notice, name="take_notice"),
    path("workdays/edits/<int:pk>/undo/", pages.undo, name="undo_workdays"),
]
