from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "tumen_desk.accounts"
    label = "accounts"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from tumen_desk.accounts import circles, factors, identities  # noqa: F401  (they register deeds)
        from tumen_desk.accounts.middleware import begin

        user_logged_in.connect(begin, dispatch_uid="accounts.session_begins")
