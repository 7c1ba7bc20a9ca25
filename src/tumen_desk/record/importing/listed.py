"""The sources that tell of the people of a delivered list: of this import, already here, or made for the list."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.db import models
from django.db.models import Max

from tumen_desk.accounts import circles
from tumen_desk.record.importing.plan import Chunk, Row
from tumen_desk.record.importing.refers import Refers
from tumen_desk.record.models import ImportBatch, Organisation, Source

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

_NUMBER: Final = re.compile(r"S-\d{1,18}", re.IGNORECASE)
_Key = tuple[str, int | None]
"""What a list calls a source, and who issues it."""


class Listed:
    """Finds or makes these sources.

    Args:
        batch: the import.
        actor: who imports.
        organisation: issuer of rows that name none.
        sources: id in this import → row; read anew each time.
        refers: finds sources by their number.
        bulk: writes rows of one table.
    """

    def __init__(
        self,
        batch: ImportBatch,
        actor: User,
        organisation: str,
        sources: Mapping[str, int],
        refers: Refers,
        bulk: Callable[[type[models.Model], list[Any]], list[Any]],
    ) -> None:
        self._batch, self._actor, self._organisation = batch, actor, organisation
        self._sources, self._refers, self._bulk = sources, refers, bulk
        self._issuers: dict[str, int] = dict(Organisation.objects.values_list("name", "pk"))
        self._names = {pk: name for name, pk in self._issuers.items()}
        self._known: dict[_Key, int] = {}

    def issuer(self, name: str) -> int | None:
        """The organisation of this name, made if it is new; without a name that of the import."""
        name = name or self._organisation
        if name and name not in self._issuers:
            self._issuers[name] = made = Organisation.objects.create(name=name).pk
            self._names[made] = name
        return self._issuers.get(name)

    def source_for(self, v: Row) -> int:
        """The source of a person of the list; `learn` was asked before.

        Rows without a source id belong to the list that was delivered now, one for each organisation: what another
        organisation delivered before is never theirs, and neither is the consent given for it.
        """
        return self._named(v.get("source_id", "")) or self._known[self._key(v)]

    def learn(self, chunk: Chunk) -> None:
        """Find or make the sources of all these people together."""
        self._refers.learn(
            "source", {text for _, v in chunk.rows if _NUMBER.fullmatch(text := v.get("source_id", ""))}
        )
        keys = dict.fromkeys(self._key(v) for _, v in chunk.rows if not self._named(v.get("source_id", "")))
        new = [key for key in keys if key not in self._known]
        self._known |= self._there([key for key in new if key[0]])
        new = [key for key in new if key not in self._known]
        made = self._bulk(Source, [self._made(*key) for key in new])
        self._known |= {key: source.pk for key, source in zip(new, made, strict=True)}

    def _key(self, v: Row) -> _Key:
        return v.get("source_id", ""), self.issuer(v.get("organisation", ""))

    def _named(self, external: str) -> int:
        if external in self._sources:
            return self._sources[external]
        return self._refers.find("source", external) if _NUMBER.fullmatch(external) else 0

    def _there(self, keys: list[_Key]) -> dict[_Key, int]:
        """The last source of each id: of its issuer or, where the row names none, of any."""
        if not keys:
            return {}
        found = Source.objects.filter(
            circles.known_to(self._actor, "pk"), batch__undone_at__isnull=True
        ).order_by()
        found = found.filter(external_id__in={external for external, _ in keys})
        of_any = found.values_list("external_id").annotate(Max("pk"))
        of_one = found.values_list("external_id", "issuer").annotate(Max("pk"))
        last: dict[_Key, int] = {(external, issuer): pk for external, issuer, pk in of_one}
        last |= {(external, None): pk for external, pk in of_any}
        return {key: last[key] for key in keys if key in last}

    def _made(self, external: str, issuer: int | None) -> Source:
        external = external or self._batch.title
        return Source(
            batch=self._batch,
            external_id=external,
            title=f"{self._names.get(issuer or 0, '')}: {external}".strip(": "),
            issuer_id=issuer,
            made_up=settings.CONFIG.demo,
        )
