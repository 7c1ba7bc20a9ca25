from django.urls import path

from tumen_desk.accounts import views

app_name = "accounts"
urlpatterns = [
    path("sign-in/", views.SignIn.as_view(), name="sign-in"),
    path("sign-in/demo/", views.demo_sign_in, name="demo-sign-in"),
    path("sign-out/", views.sign_out, name="sign-out"),
    path("people/", views.people, name="people"),
    path("people/new/", views.person_new, name="person-new"),
]
