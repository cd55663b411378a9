"""The office's addresses of facilities."""

from django.urls import path

from duibiao.web.office.facilities import census, pages

urlpatterns = [
    path("facilities/", pages.facilities, name="facilities"),
    path("facilities/new/", pages.add_facility, name="add_facility"),
    path("facilities/order/", pages.order_facilities, name="order_facilities"),
    path("facilities/census/", census.facility_census, name="facility_census"),
    path("facilities/census/checklists/", census.census_checklists, name="census_checklists"),
    path("facilities/types/new/", pages.add_facility_type, name="add_facility_type"),
    path("facilities/<int:pk>/", pages.facility, name="facility"),
    path("facilities/<int:pk>/change/", pages.change_facility, name="change_facility"),
    path("facilities/<int:pk>/look/", pages.look_at_facility, name="look_at_facility"),
    path("facility-looks/<int:pk>/photo/", pages.look_photo, name="facility_look_photo"),
]
