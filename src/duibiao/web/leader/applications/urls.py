"""A leader's addresses of applications."""

from django.urls import path

from duibiao.web.base.applications.urls import addresses
from duibiao.web.leader.applications import pages
from duibiao.web.leader.menu import may_enter

urlpatterns = [
    path("applications/", pages.applications, name="applications"),
    *addresses("leader", may_enter, may_enter, fills=False),
]
