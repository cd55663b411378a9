"""A unit's addresses of documents."""

from django.urls import path

from duibiao.web.unit.documents import pages

urlpatterns = [
    path("documents/", pages.documents, name="documents"),
    path("documents/<int:pk>/", pages.document, name="document"),
    path("documents/<int:pk>/read/", pages.read, name="read_document"),
    path("documents/<int:pk>/ask/", pages.ask, name="ask_about_document"),
    path("trainings/<int:pk>/sign-in/", pages.sign_in, name="sign_in_training"),
    path("document-files/<int:pk>/", pages.document_file, name="document_file"),
]
