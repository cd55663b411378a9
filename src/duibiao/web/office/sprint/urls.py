"""The addresses of the sprint list and the targets."""

from django.urls import path

from duibiao.web.office.sprint import pages

urlpatterns = [
    path("campaigns/<int:pk>/sprint/", pages.sprint_list, name="sprint"),
    path("campaigns/<int:pk>/sprint/<str:code>/", pages.outlook, name="outlook"),
    path("campaigns/<int:pk>/targets/", pages.targets, name="targets"),
    path("campaigns/<int:pk>/targets/new/", pages.set_stage, name="set_stage"),
    path("stages/<int:pk>/drop/", pages.drop_stage, name="drop_stage"),
]
