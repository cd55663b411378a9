"""The office's addresses of obligations."""

from django.urls import path

from duibiao.web.base.proofs import proof
from duibiao.web.office.obligations import pages

urlpatterns = [
    path("campaigns/<int:pk>/obligations/", pages.obligations, name="obligations"),
    path("campaigns/<int:pk>/obligations/new/", pages.lay_down, name="lay_down"),
    path("obligations/<int:pk>/change/", pages.change_obligation, name="change_obligation"),
    path("obligations/<int:pk>/end/", pages.end_obligation, name="end_obligation"),
    path("fulfilments/", pages.fulfilments, name="fulfilments"),
    path("fulfilments/<int:pk>/", pages.fulfilment, name="fulfilment"),
    path("fulfilments/<int:pk>/file/", proof, name="fulfilment_file"),
    path("fulfilments/<int:pk>/accept/", pages.accept_fulfilment, name="accept_fulfilment"),
    path("fulfilments/<int:pk>/return/", pages.return_fulfilment, name="return_fulfilment"),
]
