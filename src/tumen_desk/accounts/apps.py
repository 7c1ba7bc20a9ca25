from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tumen_desk.accounts"
    label = "accounts"
