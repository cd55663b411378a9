"""The office's addresses of pledges."""

from django.urls import path

from duibiao.web.base.pledge_files import pledge_file
from duibiao.web.office.pledges import pages

urlpatterns = [
    path("pledges/", pages.pledges, name="pledges"),
    path("pledges/new/", pages.make_pledges, name="make_pledges"),
    path("pledges/form/", pages.pledge_form, name="pledge_form"),
    path("pledges/<int:pk>/", pages.pledge, name="pledge"),
    path("pledges/<int:pk>/file/<slug:which>/", pledge_file, name="pledge_file"),
    path("pledges/<int:pk>/withdraw/", pages.withdraw_pledge, name="withdraw_pledge"),
    path("pledges/<int:pk>/settle/", pages.settle_pledge, name="settle_pledge"),
    path("pledges/<int:pk>/scan/", pages.scan_pledge, name="scan_pledge"),
]
