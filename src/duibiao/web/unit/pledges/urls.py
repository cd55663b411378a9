"""A unit's addresses of pledges."""

from django.urls import path

from duibiao.web.base.pledge_files import pledge_file
from duibiao.web.unit.pledges import pages

urlpatterns = [
    path("pledges/", pages.pledges, name="pledges"),
    path("pledges/<int:pk>/", pages.pledge, name="pledge"),
    path("pledges/<int:pk>/sign/", pages.sign_pledge, name="sign_pledge"),
    path("pledges/<int:pk>/file/<slug:which>/", pledge_file, name="pledge_file"),
]
