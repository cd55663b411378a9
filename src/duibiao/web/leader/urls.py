"""The leader's addresses."""

from django.urls import include, path

from duibiao.web.base.insight.doors import addresses
from duibiao.web.base.insight.maps import Where
from duibiao.web.leader import appeals, duties, facts, feedback, groups, scores, standards, views, wall
from duibiao.web.leader.menu import may_enter

app_name = "leader"
WHERE = Where("leader", problem="leader:problem")
urlpatterns = [
    path("", include("duibiao.web.leader.problems.urls")),
    path("", include("duibiao.web.leader.upkeep.urls")),
    path("", include("duibiao.web.leader.applications.urls")),
    path("", include("duibiao.web.leader.registers.urls")),
    *addresses(WHERE, may_enter),
    path("", views.home, name="home"),
    path("appeals/", appeals.appeals, name="appeals"),
    path("appeals/<int:pk>/", appeals.appeal, name="appeal"),
    path("appeals/<int:pk>/decide/", appeals.decide_appeal, name="decide_appeal"),
    path("appeals/<int:pk>/photos/<int:photo>/", appeals.appeal_photo, name="appeal_photo"),
    path("appeal-files/<int:pk>/", appeals.appeal_file, name="appeal_file"),
    path("appeal-decisions/", appeals.appeal_decisions, name="appeal_decisions"),
    path("feedback/", feedback.feedback, name="feedback"),
    path("feedback/<int:pk>/", feedback.feedback_paper, name="feedback_paper"),
    path("groups/", groups.groups, name="groups"),
    path("groups/<int:pk>/cockpit/", groups.cockpit, name="cockpit"),
    path("duties/", duties.duties, name="duties"),
    path("duties/<int:pk>/", duties.duty, name="duty"),
    path("standards/", standards.standards, name="standards"),
    path("standards/<int:pk>/", standards.standard, name="standard"),
    path("standards/<int:pk>/measures/", standards.measures, name="measures"),
    path("facts/", facts.facts, name="facts"),
    path("facts/<int:sequence>/", facts.fact, name="fact"),
    path("scores/", scores.all_scores, name="all_scores"),
    path("campaigns/<int:pk>/scores/", scores.scores, name="scores"),
    path("campaigns/<int:pk>/scores/<int:unit>/", scores.score_card, name="score_card"),
    path("campaigns/<int:pk>/scores/<int:unit>/moved/", scores.score_moved, name="score_moved"),
    path("campaigns/<int:pk>/scores/<int:unit>/losses/", scores.unit_losses, name="unit_losses"),
    path("campaigns/<int:pk>/scores/<int:unit>/why/<str:code>/", scores.score_why, name="score_why"),
    path("campaigns/<int:pk>/losses/", scores.losses, name="losses"),
    path("campaigns/<int:pk>/wall/", wall.wall, name="wall"),
    path("campaigns/<int:pk>/snapshots/", scores.snapshots, name="snapshots"),
    path("snapshots/<int:pk>/", scores.snapshot, name="snapshot"),
    path("snapshots/<int:pk>/again/", scores.snapshot_again, name="snapshot_again"),
    path("snapshots/<int:pk>/compare/", scores.snapshot_compare, name="snapshot_compare"),
    path("snapshots/<int:pk>/result.json", scores.snapshot_json, name="snapshot_json"),
    path("snapshots/<int:pk>/result.docx", scores.snapshot_docx, name="snapshot_docx"),
    path("snapshots/<int:pk>/decide/", scores.decide_snapshot, name="decide_snapshot"),
]
