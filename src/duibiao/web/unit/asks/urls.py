"""The unit's addresses of asks."""

from django.urls import path

from duibiao.web.unit.asks import pages

urlpatterns = [
    path("asks/", pages.asks, name="asks"),
    path("asks/<int:pk>/", pages.ask, name="ask"),
    path("asks/<int:pk>/answer/", pages.answer, name="answer_ask"),
]
