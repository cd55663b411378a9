"""A unit's addresses of obligations."""

from django.urls import path

from duibiao.web.base.proofs import proof
from duibiao.web.unit.obligations import pages

urlpatterns = [
    path("obligations/", pages.obligations, name="obligations"),
    path("obligations/<int:pk>/", pages.fulfil, name="fulfil"),
    path("fulfilments/", pages.fulfilments, name="fulfilments"),
    path("fulfilments/<int:pk>/file/", proof, name="fulfilment_file"),
]
