from django.apps import AppConfig


class FindConfig(AppConfig):
    name = "tumen_desk.find"
    label = "find"

    def ready(self) -> None:
        from tumen_desk.accounts.access import Door
        from tumen_desk.find import cards, tasks, waiting  # noqa: F401  (they register themselves)
        from tumen_desk.shell.hooks import NavEntry, navigation, palette

        navigation(
            NavEntry(
                group="Sources", label="Search", url_name="find:search", door=Door.RECORD_READ, order=-2
            ),
            NavEntry(
                group="Sources", label="Work lists", url_name="find:waiting", door=Door.RECORD_READ, order=-1
            ),
        )
        palette(part="find:palette", search="find:search")
