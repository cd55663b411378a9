"""The office's addresses of documents."""

from django.urls import path

from duibiao.web.office.documents import acts, matters, pages

urlpatterns = [
    path("documents/", pages.documents, name="documents"),
    path("documents/new/", pages.add_document, name="add_document"),
    path("documents/matters/", matters.matters, name="document_matters"),
    path("documents/<int:pk>/", pages.document, name="document"),
    path("documents/<int:pk>/change/", pages.change_document, name="change_document"),
    path("documents/<int:pk>/readers/", pages.readers, name="document_readers"),
    path("documents/<int:pk>/version/", acts.add_version, name="add_document_version"),
    path("documents/<int:pk>/send/", acts.send, name="send_document"),
    path("documents/<int:pk>/remind/", acts.remind, name="remind_readers"),
    path("documents/<int:pk>/end/", acts.end, name="end_document"),
    path("documents/<int:pk>/restore/", acts.restore, name="restore_document"),
    path("documents/<int:pk>/forward/", acts.forward, name="forward_document"),
    path("documents/<int:pk>/paper.docx", acts.document_paper, name="document_paper"),
    path("documents/<int:pk>/matters/new/", matters.add_matter, name="add_document_matter"),
    path("document-matters/<int:pk>/finish/", matters.finish, name="finish_document_matter"),
    path("documents/<int:pk>/trainings/new/", matters.hold_training, name="hold_training"),
    path("trainings/<int:pk>/", matters.training, name="training"),
    path("trainings/<int:pk>/attend/", matters.write_down, name="write_down_attendance"),
    path("document-questions/<int:pk>/answer/", acts.answer, name="answer_document_question"),
    path("document-files/<int:pk>/", pages.document_file, name="document_file"),
]
