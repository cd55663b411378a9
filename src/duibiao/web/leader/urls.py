"""The leader's addresses."""

from django.urls import path

from duibiao.web.leader import views

app_name = "leader"
urlpatterns = [path("", views.home, name="home")]
