"""Addresses of insight."""

from django.urls import path

from duibiao.organisation.permissions import may_manage_organisation
from duibiao.web.base.insight.doors import addresses
from duibiao.web.base.insight.maps import Where
from duibiao.web.office.insight import blind_round, outlines, seasons

WHERE = Where("office", site="office:site", visit="office:visit", problem="office:problem", sites="office:sites")
urlpatterns = [
    *addresses(WHERE, may_manage_organisation),
    path("blind/round/", blind_round.plan_blind_round, name="plan_blind_round"),
    path("map/boundaries/", outlines.outlines, name="outlines"),
    path("everyday/seasons/new/", seasons.add_season, name="add_season"),
    path("everyday/seasons/<int:pk>/drop/", seasons.drop_season, name="drop_season"),
    path("map/boundaries/wipe/", outlines.wipe, name="wipe_outlines"),
]
