"""The unit's addresses."""

from django.urls import path

from duibiao.web.unit import views

app_name = "unit"
urlpatterns = [path("", views.home, name="home")]
