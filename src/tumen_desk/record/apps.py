from django.apps import AppConfig


class RecordConfig(AppConfig):
    name = "tumen_desk.record"
    label = "record"

    def ready(self) -> None:
        from tumen_desk.audit import states
        from tumen_desk.record import models

        for kind, model in (
            ("source", models.Source),
            ("document", models.Document),
            ("media", models.Media),
            ("passage", models.Passage),
            ("mention", models.Mention),
            ("account", models.Account),
            ("act", models.Act),
            ("consent", models.Consent),
            ("said", models.Said),
            ("preference", models.Preference),
            ("policy", models.Policy),
        ):
            states.watch(kind, model)
        for prefix in ("record.import_undo", "record.bulk_", "keep.erase"):
            states.rewriting(prefix)
        from tumen_desk.accounts.access import Door
        from tumen_desk.record import cards, lists, tasks  # noqa: F401  (they register themselves)
        from tumen_desk.shell.hooks import NavEntry, navigation

        of_sources = (
            ("Sources", "record:sources"),
            ("Documents", "record:documents"),
            ("Pictures and films", "record:media"),
            ("Interviews", "record:interviews"),
            ("What was promised", "record:follow-ups"),
            ("Imports", "record:imports"),
        )
        of_what_they_say = (
            ("Accounts", "record:accounts"),
            ("Acts", "record:acts"),
            ("Mentions", "record:mentions"),
            ("Detention", "record:stays"),
            ("Journeys", "record:legs"),
            ("Units and posts", "record:units"),
            ("Rules and practices", "record:policies"),
            ("Words to quote", "record:quotations"),
            ("Tables", "record:tables"),
            ("Themes", "record:themes"),
            ("Places of detention", "record:facilities"),
            ("Places to heed", "record:places-heeded"),
            ("Lists and fields", "record:lists"),
        )
        navigation(
            *(
                NavEntry(group=group, label=label, url_name=url_name, door=Door.RECORD_READ, order=order)
                for group, entries in (("Sources", of_sources), ("Record", of_what_they_say))
                for order, (label, url_name) in enumerate(entries)
            ),
            NavEntry(
                group="Record",
                label="Helpers",
                url_name="record:helpers",
                door=Door.NAMES_SEE,
                order=len(of_what_they_say),
            ),
        )
