"""The unit's addresses of facilities."""

from django.urls import path

from duibiao.web.unit.facilities import pages

urlpatterns = [path("facilities/", pages.facilities, name="facilities")]
