"""The public addresses."""

from django.urls import path

from duibiao.web.public import seals, views

app_name = "public"
urlpatterns = [
    path("", views.home, name="home"),
    path("campaigns/<int:pk>/", views.campaign, name="campaign"),
    path("campaigns/<int:pk>/standard/", views.standard, name="standard"),
    path("seals/", seals.seals, name="seals"),
    path("seals/seals.json", seals.seals_file, name="seals_file"),
    path("results/<int:pk>/", views.result, name="result"),
]
