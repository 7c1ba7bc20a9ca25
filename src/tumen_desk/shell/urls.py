from django.urls import path

from tumen_desk.shell import views

app_name = "shell"
urlpatterns = [
    path("", views.home, name="home"),
    path("here/", views.here, name="here"),
    path("unlock/", views.unlock, name="unlock"),
    path("unlock/sheets/", views.unlock_with_sheets, name="unlock-sheets"),
    path("language/", views.language, name="language"),
    path("lock/", views.lock, name="lock"),
]
