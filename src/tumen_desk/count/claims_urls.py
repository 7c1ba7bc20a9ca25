"""Addresses of the claims ledger, to stand under `claims/`."""

from django.urls import URLPattern, path

from tumen_desk.count import claims_views as views
from tumen_desk.count import ledger_views

claims_urlpatterns: list[URLPattern] = [
    path("", views.quantities, name="claims"),
    path("new/", ledger_views.published_new, name="published-new"),
    path("<int:pk>/", ledger_views.published, name="published"),
    path("of/<str:code>/", views.quantity, name="claims-of"),
    path("of/<str:code>/<int:position>.svg", views.quantity_chart, name="claims-chart"),
    path("beside/<str:code>/<slug:name>/", views.beside_record, name="claims-record"),
    path("series/", views.series_list, name="claims-series-list"),
    path("series/<str:code>/", views.series, name="claims-series"),
    path("series/<str:code>/numbers.csv", views.series_table, name="claims-series-table"),
    path("series/<str:code>/chart.svg", views.series_chart, name="claims-series-chart"),
]
