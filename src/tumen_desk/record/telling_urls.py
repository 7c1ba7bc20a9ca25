"""Addresses of who did what to whom: values by source, structures, journeys, interviews, consent, lists."""

from django.urls import path

from tumen_desk.record import (
    consent_views,
    interview_views,
    journey_views,
    list_views,
    relating_views,
    saying_views,
)

urlpatterns = [
    path("said/<slug:noun>/<int:pk>/", saying_views.values_part, name="values-part"),
    path("said/<slug:noun>/<int:pk>/say/", saying_views.say_part, name="say-part"),
    path("said/<slug:noun>/<int:pk>/add/", saying_views.say_add, name="say-add"),
    path("prefer/<slug:key>/", saying_views.prefer, name="prefer"),
    path("preferences/<int:pk>/end/", saying_views.prefer_end, name="prefer-end"),
    path("lists/", list_views.lists_page, name="lists"),
    path("lists/<slug:name>/", list_views.list_page, name="list-of"),
    path("lists/<slug:name>/add/", list_views.term_add, name="term-add"),
    path("lists-fields/", list_views.field_new, name="field-new"),
    path("units/", relating_views.units, name="units"),
    path("units/new/", relating_views.unit_new, name="unit-new"),
    path("units/<int:pk>/", relating_views.unit, name="unit"),
    path("units/<int:pk>/<slug:what>/", relating_views.unit_tell, name="unit-tell"),
    path("relate/<slug:what>/<int:pk>/", relating_views.relate, name="relate"),
    path("mentions/<int:pk>/kin/", relating_views.kin_part, name="kin-part"),
    path("interviews/", interview_views.interviews, name="interviews"),
    path("interviews/<int:pk>/", interview_views.interview, name="interview"),
    path("interviews/<int:pk>/add/<slug:what>/", interview_views.interview_add, name="interview-add"),
    path("interviews/<int:pk>/close/", interview_views.interview_close, name="interview-close"),
    path("interviews/<int:pk>/care/", interview_views.interview_care, name="care"),
    path("interviews/<int:pk>/guide/", interview_views.interview_guide, name="guide"),
    path("sources/<int:pk>/interview/", interview_views.interview_new, name="interview-new"),
    path("follow-ups/", interview_views.follow_ups, name="follow-ups"),
    path("follow-ups/<int:pk>/contact/", interview_views.follow_up_contact, name="follow-up-contact"),
    path("follow-ups/<int:pk>/done/", interview_views.follow_up_done, name="follow-up-done"),
    path("sources/<int:pk>/withdraw/", consent_views.withdraw, name="withdraw"),
    path("consent-form/", consent_views.consent_form, name="consent-form"),
    path("mentions/<int:pk>/journey/", journey_views.journey, name="journey"),
    path("mentions/<int:pk>/journey/add/", journey_views.leg_line_add, name="leg-line-add"),
    path("legs/<int:pk>/change/", journey_views.leg_change, name="leg-change"),
    path("legs/<int:pk>/undo/", journey_views.leg_remove_undo, name="leg-remove-undo"),
]
