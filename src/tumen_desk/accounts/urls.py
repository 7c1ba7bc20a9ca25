from django.urls import path

from tumen_desk.accounts import approval_views, factor_views, signing_views, views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", signing_views.sign_in, name="sign-in"),
    path("sign-in/code/", signing_views.second, name="second"),
    path("sign-in/passkey/begin/", signing_views.passkey_begin, name="passkey-begin"),
    path("sign-in/passkey/finish/", signing_views.passkey_finish, name="passkey-finish"),
    path("sign-in/demo/", signing_views.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", signing_views.sign_out, name="sign-out"),
    path("own/", factor_views.own, name="factors"),
    path("own/app/", factor_views.app, name="app"),
    path("own/app/drop/", factor_views.app_drop, name="app-drop"),
    path("own/codes/", factor_views.codes, name="codes"),
    path("own/passkey/begin/", factor_views.passkey_ask, name="passkey-ask"),
    path("own/passkey/finish/", factor_views.passkey_keep, name="passkey-keep"),
    path("own/passkey/<int:pk>/drop/", factor_views.passkey_drop, name="passkey-drop"),
    path("own/password/", factor_views.password, name="password"),
    path("own/sessions/end/", factor_views.sessions_end, name="sessions-end"),
    path("again/", factor_views.again, name="prove"),
    path("identities/", factor_views.opened, name="identities"),
    path("identities/more/", factor_views.more, name="identities-more"),
    path("approvals/", approval_views.requests, name="approvals"),
    path("approvals/<int:pk>/", approval_views.approval, name="approval"),
    path("alarms/", approval_views.alarm_list, name="alarms"),
    path("alarms/part/", approval_views.alarms_part, name="alarms-part"),
    path("alarms/<int:pk>/seen/", approval_views.alarm_see, name="alarm-see"),
    path("people/", views.people, name="people"),
    path("people/new/", views.person_new, name="person-new"),
    path("people/<int:pk>/", views.person, name="person"),
    path("people/<int:pk>/role/", views.person_role, name="person-role"),
    path("people/<int:pk>/ceiling/", views.person_ceiling, name="person-ceiling"),
    path("people/<int:pk>/sign-out/", views.person_sign_out, name="person-sign-out"),
    path("people/<int:pk>/factors/", views.person_factors, name="person-factors"),
    path("people/<int:pk>/leave/", views.person_leave, name="person-leave"),
    path("people/<int:pk>/return/", views.person_return, name="person-return"),
]
