from django.apps import AppConfig


class AuditConfig(AppConfig):
    name = "tumen_desk.audit"
    label = "audit"

    def ready(self) -> None:
        from django.contrib.auth.signals import user_logged_in

        from tumen_desk.accounts import hooks as accounts
        from tumen_desk.audit import daily, log
        from tumen_desk.store import folder

        folder.after_unlocking(daily.keep_up)
        folder.before_locking(daily.keep_up)
        accounts.happened(log.write)
        user_logged_in.connect(
            lambda sender, user, **_: log.write(user, "accounts.sign_in", f"user:{user.pk}"),
            weak=False,
            dispatch_uid="audit.sign_in",
        )
