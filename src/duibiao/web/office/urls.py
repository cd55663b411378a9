"""The office's addresses."""

from django.urls import path

from duibiao.web.office import accounts, areas, audit, groups, home, imports, people, units

app_name = "office"
urlpatterns = [
    path("", home.home, name="home"),
    path("units/", units.units, name="units"),
    path("units/new/", units.add_unit, name="add_unit"),
    path("units/<int:pk>/", units.unit, name="unit"),
    path("units/<int:pk>/change/", units.change_unit, name="change_unit"),
    path("units/<int:pk>/close/", units.close_unit, name="close_unit"),
    path("people/", people.people, name="people"),
    path("people/new/", people.add_person, name="add_person"),
    path("people/<int:pk>/", people.person, name="person"),
    path("people/<int:pk>/change/", people.change_person, name="change_person"),
    path("people/<int:pk>/post/", people.begin_post, name="begin_post"),
    path("posts/<int:pk>/end/", people.end_post, name="end_post"),
    path("contacts.docx", people.contacts, {"kind": "docx"}, name="contacts_docx"),
    path("contacts.xlsx", people.contacts, {"kind": "xlsx"}, name="contacts_xlsx"),
    path("groups/", groups.groups, name="groups"),
    path("groups/new/", groups.add_group, name="add_group"),
    path("groups/<int:pk>/", groups.group, name="group"),
    path("groups/<int:pk>/change/", groups.change_group, name="change_group"),
    path("groups/<int:pk>/unit/", groups.add_member_unit, name="add_member_unit"),
    path("groups/<int:pk>/member/", groups.add_member, name="add_member"),
    path("members/<int:pk>/remove/", groups.remove_member, name="remove_member"),
    path("areas/", areas.areas, name="areas"),
    path("areas/new/", areas.add_area, name="add_area"),
    path("areas/<int:pk>/", areas.area, name="area"),
    path("areas/<int:pk>/change/", areas.change_area, name="change_area"),
    path("areas/<int:pk>/appoint/", areas.appoint, name="appoint"),
    path("answerers/<int:pk>/release/", areas.release, name="release"),
    path("imports/", imports.imports, name="imports"),
    path("imports/new/<slug:kind>/", imports.import_new, name="import_new"),
    path("imports/new/<slug:kind>/template.xlsx", imports.import_template, name="import_template"),
    path("imports/<int:pk>/", imports.import_shown, name="import"),
    path("imports/<int:pk>/confirm/", imports.import_confirm, name="import_confirm"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/new/", accounts.open_account, name="open_account"),
    path("accounts/<int:pk>/roles/", accounts.change_roles, name="change_roles"),
    path("accounts/<int:pk>/password/", accounts.reset_password, name="reset_password"),
    path("accounts/<int:pk>/close/", accounts.close_account, name="close_account"),
    path("audit/", audit.audit, name="audit"),
]
