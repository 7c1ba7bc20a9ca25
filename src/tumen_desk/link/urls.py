from django.urls import path

from tumen_desk.link import views

app_name = "link"
urlpatterns = [
    path("review/", views.review, name="review"),
    path("pairs/<int:pk>/", views.pair, name="pair"),
    path("judge/<int:a>/<int:b>/", views.judge, name="judge"),
    path("persons/", views.persons, name="persons"),
    path("persons/<slug:key>/", views.person, name="person"),
    path("suggestions/<int:pk>/", views.suggestions, name="suggestions"),
    path("run/", views.run, name="run"),
]
