"""The unit's addresses of partner places."""

from django.urls import path

from duibiao.web.unit.partners import pages

urlpatterns = [
    path("partners/", pages.partners, name="partners"),
    path("partners/<int:pk>/", pages.partner, name="partner"),
    path("partners/<int:pk>/record/", pages.record_entry, name="record_entry"),
]
