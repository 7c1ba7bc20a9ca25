"""Tables of pictures and films, of their way and what was verified, and of what belongs to interviews.

A picture is called by the number of its document (`D-12`) or the SHA-256 of its file. What is written goes through the
services of the pages, so that one rule holds for both; each row has its entry in the log.
"""

from __future__ import annotations

from typing import Any, Final

from tumen.errors import InputError
from tumen_desk.record import interviewing, picturing, proving
from tumen_desk.record.adapters import last_day
from tumen_desk.record.importing.further import Further
from tumen_desk.record.importing.plan import Chunk, Row
from tumen_desk.record.models import (
    Account,
    Document,
    FollowUp,
    ImportBatch,
    Interview,
    Media,
    Mention,
    Session,
    Shown,
)

BLANK: Final[dict[str, Any]] = {
    "kind": "", "credit": "", "maker": "", "viewpoint": "", "viewpoint_words": "", "seen": "", "caption": "",
    "depicts": "", "date": "", "date_low": None, "date_high": None, "account_id": None,
}  # fmt: skip
"""What nobody has described yet; taking an import back leaves a picture so."""
_PICTURE: Final = {"document": "document document"}


class Described(Further):
    """Writes these tables of one import, beside those of `Further`."""

    def _on_media(self, table: Chunk, number: int, key: int | None) -> Media | None:
        found = Media.objects.select_related("document").filter(document=key).first()
        if found is None:
            self._fault(table, number, "document", "This document is no picture, film or sound.")
        return found

    def _of_interview(self, table: Chunk, number: int, source: int | None) -> Interview | None:
        found = Interview.objects.select_related("source", "person").filter(source=source).first()
        if found is None:
            self._fault(table, number, "source_id", "This source is no interview yet.")
        return found

    def _try(self, table: Chunk, number: int, column: str, write: Any, /, **given: Any) -> None:
        try:
            write(actor=self.actor, batch=self.batch, **given)
        except InputError as error:
            self._fault(table, number, column, f"{error.message} {error.hint}".strip())

    def _media(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, **_PICTURE, account="account account_id"):
            media = self._on_media(table, number, keys["document_id"])
            if media is None:
                continue
            if any(getattr(media, name) not in ("", None) for name in BLANK):
                self._fault(table, number, "document", "It is described already: change that on its page.")
                continue
            told = {name: v[name] for name in _TOLD if v.get(name)}
            self._try(table, number, "document", picturing.media_describe, media=media, **told)
            if keys["account_id"]:
                account = Account.objects.get(pk=keys["account_id"])
                proving.media_of(actor=self.actor, media=media, account=account)

    def _shown(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, **_PICTURE, mention="mention mention_id"):
            media = self._on_media(table, number, keys["document_id"])
            if media is None:
                continue
            mention = Mention.objects.get(pk=keys["mention_id"] or 0)
            if Shown.objects.filter(media=media, mention=mention).exists():
                self._fault(table, number, "mention_id", "That they are shown stands there already.")
                continue
            told = {"recognisable": v.get("recognisable") != "no", "area": v.get("area", "")}
            self._try(table, number, "mention_id", picturing.shown_add, media=media, mention=mention, **told)

    def _custody(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, **_PICTURE, mention="mention mention_id"):
            media = self._on_media(table, number, keys["document_id"])
            if media is not None:
                mention = Mention.objects.filter(pk=keys["mention_id"] or 0).first()
                told = only(v, "role", "who", "since", "how")
                self._try(table, number, "who", proving.handling_add, media=media, mention=mention, **told)

    def _verifications(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, **_PICTURE):
            media = self._on_media(table, number, keys["document_id"])
            if media is not None:
                told = only(v, "kind", "found", "reason")
                self._try(table, number, "kind", proving.verification_add, media=media, **told)

    def _interviews(self, table: Chunk) -> None:
        refers = {"source": "source source_id", "person": "mention mention_id"}
        rows: list[Interview] = []
        given = self._rows(table, **refers)
        of_these = Interview.objects.filter(source__in={keys["source_id"] for *_, keys in given})
        seen: set[int | None] = set(of_these.values_list("source", flat=True))
        for number, v, keys in given:
            if keys["source_id"] in seen:
                self._fault(table, number, "source_id", "This source is an interview already.")
            elif self._together(
                table,
                number,
                "mention_id",
                keys["source_id"],
                self.refers.source_of("mention", keys["person_id"]),
            ):
                seen.add(keys["source_id"])
                told = {name: v.get(name, "") for name in ("adds", "referral", "wave")}
                rows.append(Interview(batch=self.batch, **told, **keys))
        self.bulk(Interview, rows)

    def _sessions(self, table: Chunk) -> None:
        rows = []
        given = self._rows(table, source="source source_id")
        of_these = Interview.objects.filter(source__in={keys["source_id"] for *_, keys in given})
        interviews = {one.source_id: one for one in of_these}
        for number, v, keys in given:
            held = interviews.get(keys["source_id"] or 0)
            if held is None:
                self._fault(table, number, "source_id", "This source is no interview yet.")
                continue
            told = {
                n: v.get(n, "") for n in ("date", "place", "setting", "language", "interpreter", "recording")
            }
            minutes = v.get("minutes") or None
            rows.append(
                Session(batch=self.batch, interview=held, minutes=minutes, alone=v.get("alone") == "yes",
                        external_id=v.get("session_id", ""), **told)
            )  # fmt: skip
        made = self.bulk(Session, rows)
        self.made.setdefault("session", {}).update({s.external_id: s.pk for s in made if s.external_id})

    def _follow_ups(self, table: Chunk) -> None:
        rows = [
            FollowUp(batch=self.batch, kind=v.get("kind", ""), due=last_day(v.get("due", "")), how=v.get("how", ""),
                     made_by=self.actor, **keys)
            for _, v, keys in self._rows(table, mention="mention mention_id")
        ]  # fmt: skip
        self.bulk(FollowUp, rows)

    def _wellbeing(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, source="source source_id"):
            interview = self._of_interview(table, number, keys["source_id"])
            if interview is not None:
                told = {"interview": interview, "text": v["text"]}
                self._try(table, number, "text", interviewing.wellbeing_write, **told)

    def _pieces(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, source="source source_id", **_PICTURE):
            interview = self._of_interview(table, number, keys["source_id"])
            if interview is not None:
                document = Document.objects.filter(pk=keys["document_id"] or 0).first()
                told = {"interview": interview, "document": document, **only(v, "kind", "where", "made_on")}
                self._try(table, number, "document", interviewing.piece_add, **told)

    def _heard_before(self, table: Chunk) -> None:
        for number, v, keys in self._rows(table, source="source source_id"):
            interview = self._of_interview(table, number, keys["source_id"])
            if interview is not None:
                told = {"interview": interview, **only(v, "kind", "by", "date")}
                self._try(table, number, "kind", interviewing.heard_before_add, **told)


_TOLD: Final = (
    "kind",
    "credit",
    "maker",
    "date",
    "depicts",
    "viewpoint",
    "viewpoint_words",
    "seen",
    "caption",
)


def only(v: Row, *names: str) -> dict[str, Any]:
    """These cells of a row; what is not there is empty."""
    return {name: v.get(name, "") for name in names}


def take_back(batch: ImportBatch) -> None:
    """Leave every picture that this import described as nobody had described it."""
    for media in Media.objects.filter(batch=batch).select_related("document"):
        for name, value in BLANK.items():
            setattr(media, name, value)
        media.batch = None
        media.save()
