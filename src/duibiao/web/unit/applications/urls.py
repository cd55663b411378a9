"""A unit's addresses of applications."""

from django.urls import path

from duibiao.applications.permissions import may_take_part
from duibiao.web.base.applications.urls import addresses
from duibiao.web.unit.applications import pages

urlpatterns = [
    path("applications/", pages.applications, name="applications"),
    *addresses("unit", may_take_part, may_take_part),
]
