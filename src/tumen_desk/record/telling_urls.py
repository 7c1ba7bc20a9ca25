"""Addresses of who did what to whom: values by source, structures, journeys, interviews, consent, lists."""

from django.urls import path

from tumen_desk.record import saying_views

urlpatterns = [
    path("said/<slug:noun>/<int:pk>/", saying_views.values_part, name="values-part"),
    path("said/<slug:noun>/<int:pk>/say/", saying_views.say_part, name="say-part"),
    path("said/<slug:noun>/<int:pk>/add/", saying_views.say_add, name="say-add"),
    path("prefer/<slug:key>/", saying_views.prefer, name="prefer"),
    path("preferences/<int:pk>/end/", saying_views.prefer_end, name="prefer-end"),
]
