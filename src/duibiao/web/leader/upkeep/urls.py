"""The leader's addresses of upkeep."""

from django.urls import path

from duibiao.web.leader.upkeep import pages

urlpatterns = [
    path("shortcomings/", pages.shortcomings, name="shortcomings"),
    path("shortcomings/<int:pk>/", pages.shortcoming, name="shortcoming"),
]
