"""Addresses of packages."""

from django.urls import path

from duibiao.web.office.packing import views

urlpatterns = [
    path("campaigns/<int:pk>/submissions/", views.submissions, name="submissions"),
    path("campaigns/<int:pk>/submissions/ask/", views.ask, name="ask_submission"),
    path("submissions/<int:pk>/", views.submission, name="submission"),
    path("submissions/<int:pk>/file/", views.file, name="submission_file"),
    path("submissions/<int:pk>/again/", views.again, name="submission_again"),
    path("submissions/<int:pk>/remove/", views.remove, name="remove_submission"),
]
