"""A unit's addresses of feedback and suggestions."""

from django.urls import path

from duibiao.web.unit.participation import feedback, suggestions

urlpatterns = [
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback-items/<int:pk>/", feedback.feedback_item, name="feedback_item"),
    path("suggestions/", suggestions.suggestions, name="suggestions"),
    path("suggestions/<int:pk>/", suggestions.suggestion, name="suggestion"),
    path("suggestions/<int:pk>/answer/", suggestions.answer_suggestion, name="answer_suggestion"),
]
