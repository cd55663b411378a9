"""Addresses of seals."""

from django.urls import path

from duibiao.web.office.seals import views

urlpatterns = [
    path("seals/", views.seals, name="seals"),
    path("seals/now/", views.seal_now, name="seal_now"),
    path("seals/check/", views.check, name="check_seals"),
    path("seals/proof/<slug:kind>/<int:row>/", views.proof, name="seal_proof"),
    path("seals/<int:number>/", views.seal, name="seal"),
]
