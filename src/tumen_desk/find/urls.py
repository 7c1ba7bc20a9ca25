from django.urls import path

from tumen_desk.find import quick_views, views

app_name = "find"
urlpatterns = [
    path("", views.search, name="search"),
    path("waiting/", quick_views.waiting, name="waiting"),
    path("palette/", quick_views.palette, name="palette"),
    path("save/", views.save, name="save"),
    path("saved/<int:pk>/", views.saved, name="saved"),
    path("saved/<int:pk>/forget/", views.forget, name="forget"),
]
