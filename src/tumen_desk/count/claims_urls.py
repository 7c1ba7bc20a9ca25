"""Addresses of the claims ledger, to stand under `claims/`."""

from django.urls import URLPattern, path

from tumen_desk.count import claims_views as views

claims_urlpatterns: list[URLPattern] = [
    path("", views.quantities, name="claims"),
    path("of/<str:code>/", views.quantity, name="claims-of"),
    path("of/<str:code>/<int:position>.svg", views.quantity_chart, name="claims-chart"),
    path("series/", views.series_list, name="claims-series-list"),
    path("series/<str:code>/", views.series, name="claims-series"),
    path("series/<str:code>/chart.svg", views.series_chart, name="claims-series-chart"),
]
