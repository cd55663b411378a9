"""Addresses that every door shares: one's days and one's messages."""

from django.urls import path

from duibiao.web.base.days import pages
from duibiao.web.base.notices import pages as notices

urlpatterns = [
    path("days/", pages.days, name="days"),
    path("days/file.ics", pages.days_file, name="days_file"),
    path("days/subscribe/", pages.subscribe, name="days_subscribe"),
    path("days/subscribe/end/", pages.unsubscribe, name="days_unsubscribe"),
    path("days/feed/<str:key>.ics", pages.days_feed, name="days_feed"),
    path("notices/", notices.inbox, name="notices"),
    path("notices/<int:pk>/open/", notices.open_notice, name="open_notice"),
    path("notices/read/", notices.read_all, name="read_notices"),
    path("notices/wish/", notices.wish, name="notice_wish"),
]
