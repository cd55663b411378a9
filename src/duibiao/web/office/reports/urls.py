"""The office's addresses of residents' reports."""

from django.urls import path

from duibiao.web.office.reports import pages

urlpatterns = [
    path("reports/", pages.reports, name="reports"),
    path("reports/<int:pk>/", pages.report, name="report"),
    path("reports/<int:pk>/accept/", pages.accept_report, name="accept_report"),
    path("reports/<int:pk>/merge/", pages.merge_report, name="merge_report"),
    path("reports/<int:pk>/refuse/", pages.refuse_report, name="refuse_report"),
    path("reports/<int:pk>/answer/", pages.answer_report, name="answer_report"),
    path("reports/<int:pk>/contact/", pages.report_contact, name="report_contact"),
    path("report-photos/<int:pk>/", pages.report_photo, name="report_photo"),
]
