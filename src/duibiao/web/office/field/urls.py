"""The addresses of the field's pages, below the office's."""

from django.urls import path

from duibiao.web.office.field import behaviour, checklists, examples, rounds, site_changes, sites, visits

urlpatterns = [
    path("sites/", sites.sites, name="sites"),
    path("sites/map/", sites.site_map, name="site_map"),
    path("sites/new/", site_changes.add_site, name="add_site"),
    path("sites/geojson/", site_changes.import_geojson, name="import_geojson"),
    path("sites/<int:pk>/", sites.site, name="site"),
    path("sites/<int:pk>/change/", site_changes.change_site, name="change_site"),
    path("sites/<int:pk>/appoint/", site_changes.put_in_charge, name="put_in_charge"),
    path("site-answerers/<int:pk>/release/", site_changes.let_go, name="let_go"),
    path("checklists/", checklists.checklists, name="checklists"),
    path("checklists/take-in/", checklists.take_in, name="take_in_checklists"),
    path("checklists/<int:pk>/draft/", checklists.draft, name="draft_checklist"),
    path("checklist-versions/<int:pk>/", checklists.version, name="checklist_version"),
    path("checklist-versions/<int:pk>/force/", checklists.force, name="force_checklist"),
    path("checklist-versions/<int:pk>/items/new/", checklists.add_item, name="add_item"),
    path("checklist-items/<int:pk>/", checklists.change_item, name="change_item"),
    path("checklist-items/<int:pk>/drop/", checklists.drop_item, name="drop_item"),
    path("checklist-items/<int:pk>/examples/", examples.item_examples, name="item_examples"),
    path("checklist-items/<int:pk>/<str:side>.jpg", examples.item_picture, name="item_picture"),
    path("rounds/", rounds.rounds, name="rounds"),
    path("rounds/new/", rounds.plan_round, name="plan_round"),
    path("rounds/<int:pk>/", rounds.round_page, name="round"),
    path("rounds/<int:pk>/commit/", rounds.commit_round, name="commit_round"),
    path("rounds/<int:pk>/draw/", rounds.draw_round, name="draw_round"),
    path("rounds/<int:pk>/close/", rounds.close_round, name="close_round"),
    path("rounds/<int:pk>/void/", rounds.void_round, name="void_round"),
    path("rounds/<int:pk>/record.json", rounds.draw_record, name="draw_record"),
    path("assignments/<int:pk>/replace/", rounds.replace_site, name="replace_site"),
    path("assignments/<int:pk>/reassign/", rounds.reassign, name="reassign"),
    path("submissions/<int:pk>/count/", rounds.count_submission, name="count_submission"),
    path("behaviour/", behaviour.behaviour, name="behaviour"),
    path("visits/", visits.visits, name="visits"),
    path("visits/<int:pk>/", visits.visit, name="visit"),
    path("visit-photos/<int:pk>/", visits.photo, name="visit_photo"),
]
