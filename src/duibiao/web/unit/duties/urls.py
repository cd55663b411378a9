"""The addresses of the unit's duties."""

from django.urls import path

from duibiao.web.unit.duties import pages

urlpatterns = [
    path("duties/", pages.duties, name="duties"),
    path("duties/sign/", pages.sign_duties, name="sign_duties"),
    path("duties/<int:pk>/", pages.duty, name="duty"),
    path("duties/<int:pk>/<slug:name>/", pages.duty_act, name="duty_act"),
]
