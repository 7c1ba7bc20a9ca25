from django.urls import path

from tumen_desk.coding import views

app_name = "coding"
urlpatterns = [
    path("<int:pk>/offers/", views.offers, name="offers"),
    path("<int:pk>/draft/", views.draft, name="draft"),
    path("<int:pk>/beside/", views.beside, name="beside"),
    path("second/", views.seconds, name="seconds"),
    path("second/<int:pk>/", views.second, name="second"),
    path("second/<int:pk>/finish/", views.second_finish, name="second-finish"),
]
