"""Tables of who was in the room, of what words mean, of themes, of places over time and what is to be heeded in them.

What is written goes through the services of the pages, so that one rule holds for both; each row has its entry in the
log.
"""

from __future__ import annotations

from tumen_desk.record import defining, facilities, interviewing, themes
from tumen_desk.record.importing.described import Described, only
from tumen_desk.record.importing.plan import Chunk
from tumen_desk.record.models import Definition, Session, Source, Theme


class Defined(Described):
    """Writes these tables of one import, beside those of `Described`."""

    def _present(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, session="session session_id"):
            session = Session.objects.select_related("interview").get(pk=keys["session_id"] or 0)
            told = {"session": session, "role": v["role"], "number": v.get("number") or 1}
            self._try(table, number, "role", interviewing.present_add, **told)

    def _definitions(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, source="source source_id"):
            house = v.get("house") == "yes"
            same = Definition.objects.filter(vocabulary=v["vocabulary"], code=v["code"], house=True)
            if house and same.exists():
                message = (
                    "Another definition is marked as that of this organisation: change that on its page."
                )
                self._fault(table, number, "house", message)
                continue
            told = only(v, "vocabulary", "code", "words", "where")
            source = Source.objects.get(pk=keys["source_id"] or 0)
            self._try(table, number, "code", defining.definition_add, source=source, house=house, **told)

    def _themes(self, table: Chunk) -> None:
        for number, v, _ in self._rows(table):
            if Theme.objects.filter(title=v["title"]).exists():
                self._fault(
                    table, number, "title", "There is a theme of this title: change that on its page."
                )
                continue
            told = {"title": v["title"], "acts": v["acts"], "order": v.get("order") or 0}
            self._try(table, number, "acts", themes.theme_keep, **told)

    def _facility_times(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, source="source source_id"):
            told = only(v, "facility", "called", "connection")
            days = {"date": v.get("from", ""), "ended": v.get("to", "")}
            source = Source.objects.get(pk=keys["source_id"] or 0)
            self._try(table, number, "from", facilities.facility_tell, source=source, **told, **days)

    def _place_risks(self, table: Chunk) -> None:
        for number, v, _ in self._rows(table):
            days = {"since": v.get("from", ""), "until": v.get("to", "")}
            told = only(v, "place", "words")
            self._try(table, number, "words", defining.place_risk_add, **told, **days)
