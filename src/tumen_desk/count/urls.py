from django.urls import URLPattern

app_name = "count"
urlpatterns: list[URLPattern] = []
