"""Where phones hand in. The key stands in the address; nobody logs in here."""

from django.urls import path

from duibiao.web.field import openrosa, today

app_name = "openrosa"
urlpatterns = [
    path("<str:token>/formList", openrosa.form_list, name="form_list"),
    path("<str:token>/forms/<int:pk>/form.xml", openrosa.form, name="form"),
    path("<str:token>/forms/<int:pk>/manifest", openrosa.manifest, name="manifest"),
    path("<str:token>/forms/<int:pk>/sites.csv", openrosa.sites, name="sites"),
    path("<str:token>/submission", openrosa.submission, name="submission"),
    path("<str:token>/states", openrosa.states, name="states"),
    path("<str:token>/today.json", today.today, name="today"),
    path("<str:token>/pictures/<int:pk>/<str:side>", today.picture, name="picture"),
    path("<str:token>/replace/<int:pk>", today.replace, name="replace"),
]
