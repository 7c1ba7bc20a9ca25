from django.urls import path

from tumen_desk.find import views

app_name = "find"
urlpatterns = [
    path("", views.search, name="search"),
    path("save/", views.save, name="save"),
    path("saved/<int:pk>/", views.saved, name="saved"),
    path("saved/<int:pk>/forget/", views.forget, name="forget"),
]
