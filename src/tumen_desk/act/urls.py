from django.urls import URLPattern

app_name = "act"
urlpatterns: list[URLPattern] = []
