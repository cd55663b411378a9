"""A unit's addresses of meetings."""

from django.urls import path

from duibiao.web.unit.meetings import pages

urlpatterns = [
    path("meetings/", pages.meetings, name="meetings"),
    path("meetings/<int:pk>/", pages.meeting, name="meeting"),
    path("meetings/<int:pk>/topics/", pages.put_topic, name="put_topic"),
]
