"""The office's addresses of feedback from higher levels."""

from django.urls import path

from duibiao.web.office.feedback import assessments, items, library, marks, pages

urlpatterns = [
    path("feedback/", pages.papers, name="papers"),
    path("assessments/", assessments.assessments, name="assessments"),
    path("feedback/<int:pk>/assessment/", assessments.assessment, name="assessment"),
    path("feedback/<int:pk>/route/", assessments.set_route, name="set_route"),
    path("feedback/<int:pk>/results/<slug:aspect>/", assessments.set_result, name="set_aspect_result"),
    path("aspect-results/<int:pk>/file/", assessments.result_file, name="aspect_result_file"),
    path("feedback/opinions/", library.opinions, name="opinions"),
    path("feedback-items/<int:pk>/assign/", library.assign_opinion, name="assign_opinion"),
    path("feedback/new/", pages.add_paper, name="add_paper"),
    path("feedback/<int:pk>/", pages.paper, name="paper"),
    path("feedback/<int:pk>/list.docx", pages.paper_docx, name="paper_docx"),
    path("feedback/<int:pk>/report.docx", pages.paper_report, name="paper_report"),
    path("feedback/<int:pk>/file/", pages.paper_file, name="paper_file"),
    path("feedback/<int:pk>/change/", pages.change_paper, name="change_paper"),
    path("feedback/<int:pk>/items/", pages.take_apart_paper, name="take_apart"),
    path("feedback/<int:pk>/items/set/", items.set_for_several, name="set_for_several"),
    path("feedback/<int:pk>/assign/", pages.assign_paper, name="assign_paper"),
    path("feedback/<int:pk>/marks/", marks.marks, name="paper_marks"),
    path("feedback/<int:pk>/marks/set/", marks.set_marks, name="set_marks"),
    path("feedback-items/<int:pk>/", items.change_item, name="change_feedback_item"),
    path("feedback-items/<int:pk>/drop/", items.drop_item, name="drop_feedback_item"),
]
