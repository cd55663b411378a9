"""The address of a unit's own sprint list."""

from django.urls import path

from duibiao.web.unit.sprint import pages

urlpatterns = [path("campaigns/<int:pk>/sprint/", pages.sprint_list, name="sprint")]
