from django.urls import path

from tumen_desk.link import review_views, views
from tumen_desk.link.events import views as events
from tumen_desk.link.exchange import views as exchange

app_name = "link"
urlpatterns = [
    path("review/", review_views.review, name="review"),
    path("review/begin/", review_views.begin, name="begin"),
    path("review/mine/", review_views.reviewer, name="reviewer"),
    path("review/rule/", review_views.rule, name="rule"),
    path("agreement/", review_views.agreement, name="agreement"),
    path("pairs/<int:pk>/", review_views.pair, name="pair"),
    path("pairs/<int:pk>/why/", review_views.why, name="why"),
    path("pairs/<int:pk>/following/", review_views.following, name="following"),
    path("judge/<int:a>/<int:b>/", review_views.judge, name="judge"),
    path("take-back/", review_views.take_back, name="take-back"),
    path("persons/", views.persons, name="persons"),
    path("persons/<slug:key>/", views.person, name="person"),
    path("persons/<slug:key>/why/", views.person_why, name="person-why"),
    path("persons/<slug:key>/split/<int:pk>/", views.person_split, name="person-split"),
    path("preview/<int:a>/<int:b>/", views.preview, name="preview"),
    path("suggestions/<int:pk>/", views.suggestions, name="suggestions"),
    path("run/", views.run, name="run"),
    path("run/new/", views.run_new, name="run-new"),
    path("run/new/take-back/", views.new_take_back, name="new-take-back"),
    path("exchanges/", exchange.exchanges, name="exchanges"),
    path("exchanges/begin/", exchange.exchange_begin, name="exchange-begin"),
    path("exchanges/receive/", exchange.exchange_receive, name="exchange-receive"),
    path("exchanges/answer/<slug:sha256>/", exchange.exchange_answer, name="exchange-answer"),
    path("exchanges/third/", exchange.third, name="third"),
    path("exchanges/third/invitation/", exchange.invitation, name="invitation"),
    path("exchanges/files/<int:pk>/", exchange.exchange_file, name="exchange-file"),
    path("exchanges/<int:pk>/", exchange.exchange, name="exchange"),
    path("exchanges/<int:pk>/table/", exchange.exchange_table, name="exchange-table"),
    path("events/", events.events, name="events"),
    path("events/begin/", events.events_begin, name="events-begin"),
    path("events/run/", events.events_run, name="events-run"),
    path("events/pairs/", events.event_pairs, name="event-pairs"),
    path("events/pairs/<int:pk>/", events.event_pair, name="event-pair"),
    path("events/pairs/<int:pk>/next/", events.event_next, name="event-next"),
    path("events/judge/<int:a>/<int:b>/", events.event_judge, name="event-judge"),
    path("events/take-back/", events.event_take_back, name="event-take-back"),
    path("events/known/<int:pk>/", events.known_add, name="known-add"),
    path("events/known/<int:pk>/undo/", events.known_undo, name="known-undo"),
    path("events/<slug:key>/", events.event, name="event"),
]
