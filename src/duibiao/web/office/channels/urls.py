"""The office's addresses of message channels."""

from django.urls import path

from duibiao.web.office.channels import pages

urlpatterns = [
    path("channels/", pages.channels, name="channels"),
    path("channels/rules/", pages.change_rules, name="notice_rules"),
    path("channels/new/", pages.add_channel, name="add_channel"),
    path("channels/<int:pk>/change/", pages.change_channel, name="change_channel"),
    path("channels/<int:pk>/test/", pages.try_channel, name="try_channel"),
    path("channels/<int:pk>/switch/", pages.switch_channel, name="switch_channel"),
    path("channels/<int:pk>/drop/", pages.drop_channel, name="drop_channel"),
]
