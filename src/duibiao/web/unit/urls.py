"""The unit's addresses."""

from django.urls import include, path

from duibiao.web.base.insight.doors import addresses
from duibiao.web.base.insight.maps import Where
from duibiao.web.unit import facts, packages, scores, self_checks, standards, views, visits
from duibiao.web.unit.ledger import urls as ledger_urls
from duibiao.web.unit.menu import may_enter

app_name = "unit"
WHERE = Where("unit", visit="unit:visit", problem="unit:problem")
urlpatterns = [
    *addresses(WHERE, may_enter),
    path("", include("duibiao.web.unit.appeals.urls")),
    path("", include("duibiao.web.unit.asks.urls")),
    path("", include("duibiao.web.unit.duties.urls")),
    path("", include("duibiao.web.unit.documents.urls")),
    path("", include("duibiao.web.unit.facilities.urls")),
    path("", include("duibiao.web.unit.partners.urls")),
    path("", include("duibiao.web.unit.meetings.urls")),
    path("", include("duibiao.web.unit.obligations.urls")),
    path("", include("duibiao.web.unit.participation.urls")),
    path("", include("duibiao.web.unit.pledges.urls")),
    path("", include("duibiao.web.unit.problems.urls")),
    path("", include("duibiao.web.unit.sprint.urls")),
    path("", include("duibiao.web.unit.upkeep.urls")),
    path("", include("duibiao.web.unit.applications.urls")),
    path("", include("duibiao.web.unit.registers.urls")),
    path("", views.home, name="home"),
    path("standards/", standards.standards, name="standards"),
    path("standards/<int:pk>/", standards.standard, name="standard"),
    path("standards/<int:pk>/measures/", standards.measures, name="measures"),
    path("facts/", facts.facts, name="facts"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visit-photos/<int:pk>/", visits.photo, name="visit_photo"),
    path("facts/<int:sequence>/", facts.fact, name="fact"),
    path("campaigns/<int:pk>/units/<int:unit>/package/", packages.package, name="package"),
    path("campaigns/<int:pk>/units/<int:unit>/package/plan/", packages.hand_in_plan, name="hand_in_plan"),
    path("campaigns/<int:pk>/units/<int:unit>/package.<slug:kind>", packages.package_file, name="package_file"),
    path("plans/<int:pk>/", packages.plan_file, name="plan_file"),
    path("scores/", scores.all_scores, name="all_scores"),
    path("campaigns/<int:pk>/scores/", scores.scores, name="scores"),
    path("campaigns/<int:pk>/scores/<int:unit>/", scores.score_card, name="score_card"),
    path("campaigns/<int:pk>/scores/<int:unit>/moved/", scores.score_moved, name="score_moved"),
    path("campaigns/<int:pk>/scores/<int:unit>/losses/", scores.unit_losses, name="unit_losses"),
    path("campaigns/<int:pk>/scores/<int:unit>/why/<str:code>/", scores.score_why, name="score_why"),
    path("campaigns/<int:pk>/self-checks/<int:unit>/", self_checks.self_checks, name="self_checks"),
    path("campaigns/<int:pk>/self-checks/<int:unit>/<str:code>/", self_checks.self_check, name="self_check"),
    path("campaigns/<int:pk>/snapshots/", scores.snapshots, name="snapshots"),
    path("snapshots/<int:pk>/", scores.snapshot, name="snapshot"),
    *ledger_urls.urlpatterns,
]
