"""The unit's addresses of upkeep."""

from django.urls import path

from duibiao.web.unit.upkeep import shortcomings

urlpatterns = [
    path("shortcomings/", shortcomings.shortcomings, name="shortcomings"),
    path("shortcomings/new/", shortcomings.add_shortcoming, name="add_shortcoming"),
    path("shortcomings/<int:pk>/", shortcomings.shortcoming, name="shortcoming"),
    path("shortcomings/<int:pk>/made-good/", shortcomings.shortcoming_made_good, name="shortcoming_made_good"),
    path("shortcomings/<int:pk>/judge/", shortcomings.judge_shortcoming, name="judge_shortcoming"),
    path("shortcoming-steps/<int:pk>/", shortcomings.tick_plan_step, name="tick_plan_step"),
]
