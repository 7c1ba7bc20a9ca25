from django.urls import include, path

from tumen_desk.count import series_views, views
from tumen_desk.count.claims_urls import claims_urlpatterns

app_name = "count"
urlpatterns = [
    path("figures/", views.figures, name="figures"),
    path("figures/new/", views.figure_new, name="figure-new"),
    path("figures/<int:pk>/", views.figure, name="figure"),
    path("figures/<int:pk>/chart.svg", views.figure_chart, name="figure-chart"),
    path("figures/<int:pk>/persons/", views.figure_persons, name="figure-persons"),
    path("figures/<int:pk>/routes.json", views.figure_routes, name="figure-routes"),
    path("figures/<int:pk>/again/", views.figure_again, name="figure-again"),
    path("figures/<int:pk>/check/", views.figure_check, name="figure-check"),
    path("figures/<int:pk>/checks/<slug:code>.svg", views.check_chart, name="check-chart"),
    path("figures/<int:pk>/publish/", views.figure_publish, name="figure-publish"),
    path("figures/<int:pk>/methods.txt", views.figure_methods, name="figure-methods"),
    path("questions/<int:pk>/", views.question, name="question"),
    path("questions/<int:pk>/lists.svg", views.question_chart, name="question-chart"),
    path("questions/<int:pk>/strata/", series_views.question_strata, name="question-strata"),
    path("trends/new/", series_views.trend_new, name="trend-new"),
    path("series/<int:pk>/", series_views.series_page, name="series"),
    path("series/<int:pk>/chart.svg", series_views.series_chart, name="series-chart"),
    path("series/<int:pk>/rows.csv", series_views.series_rows, name="series-rows"),
    path("claims/", include(claims_urlpatterns)),
    path("basemap.json", views.basemap, name="basemap"),
]
