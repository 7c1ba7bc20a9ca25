from django.apps import AppConfig


class CountConfig(AppConfig):
    name = "tumen_desk.count"
    label = "count"

    def ready(self) -> None:
        from tumen_desk.accounts.access import Door
        from tumen_desk.count import (  # noqa: F401  (they register themselves)
            cards,
            claims_cards,
            resting,
            tasks,
            withdrawals,
        )
        from tumen_desk.shell.hooks import NavEntry, navigation

        navigation(
            NavEntry(group="Count", label="Figures", url_name="count:figures", door=Door.COUNT_READ, order=1),
        )
        claims_cards.register()
