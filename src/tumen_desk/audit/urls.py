from django.urls import path

from tumen_desk.audit import views

app_name = "audit"
urlpatterns = [path("", views.entries, name="list"), path("check/", views.check, name="check")]
