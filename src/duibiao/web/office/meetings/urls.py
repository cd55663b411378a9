"""The office's addresses of meetings."""

from django.urls import path

from duibiao.web.office.meetings import pages

urlpatterns = [
    path("meetings/", pages.meetings, name="meetings"),
    path("meetings/new/", pages.call_meeting, name="call_meeting"),
    path("meetings/<int:pk>/", pages.meeting, name="meeting"),
    path("meetings/<int:pk>/change/", pages.change_meeting, name="change_meeting"),
    path("meetings/<int:pk>/cancel/", pages.cancel_meeting, name="cancel_meeting"),
    path("meetings/<int:pk>/hold/", pages.hold_meeting, name="hold_meeting"),
    path("meetings/<int:pk>/topics/", pages.put_topic, name="put_topic"),
    path("meetings/<int:pk>/decide/", pages.decide, name="decide"),
    path("meetings/<int:pk>/minutes.docx", pages.minutes, name="minutes"),
    path("decisions/<int:pk>/look/", pages.look_back, name="look_back"),
    path("groups/<int:pk>/cockpit/", pages.cockpit, name="cockpit"),
]
