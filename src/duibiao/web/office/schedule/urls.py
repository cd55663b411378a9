"""The addresses of a campaign's schedule."""

from django.urls import path

from duibiao.web.office.schedule import pages

urlpatterns = [
    path("campaigns/<int:pk>/gantt/", pages.gantt, name="gantt"),
    path("campaigns/<int:pk>/wall-chart/", pages.wall_chart, name="wall_chart"),
    path("campaigns/<int:pk>/plan-back/", pages.plan_back, name="plan_back"),
]
