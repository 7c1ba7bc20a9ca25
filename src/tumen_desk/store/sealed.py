"""Columns in an envelope of their own: whoever has the database and its key still needs the key of that one person or
document, and once that is destroyed the value is gone from every copy of the database, backups included.

`SealedTextField` keeps text under the key of a person (`tree="persons"`) or of a document (`tree="files"`);
`SealedJSONField` the same for JSON; `BlindIndexField` keeps keyed digests, by which equal values meet.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING, Any, Final

from django.db import models
from django.db.models.lookups import IContains

from tumen_desk.store import keyring
from tumen_desk.store.values import OPEN_FUNCTION, open_value, seal_value

_CHUNK: Final = 500

if TYPE_CHECKING:
    _Field = models.Field[Any, Any]
    _CharField = models.CharField[str, str]
else:
    _Field, _CharField = models.Field, models.CharField


class SealedTextField(_Field):
    """Text under the key of one person or document.

    Args:
        tree: which keys, `persons` or `files`.
        leaf: the attribute of the row that says whose: a number, or a SHA-256 as hex.

    Written through instances only (`save`, `bulk_create`): an `update` does not know whose the value is. It can be
    read, and searched with `icontains` at the cost of opening each value; nothing else can be asked of it.
    """

    def __init__(self, *args: Any, tree: str = "persons", leaf: str = "", **options: Any) -> None:
        self.tree, self.leaf = tree, leaf
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "tree": self.tree, "leaf": self.leaf}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:  # noqa: FBT001  (Django's signature)
        whose = getattr(model_instance, self.leaf)
        number = keyring.file_leaf(whose) if isinstance(whose, str) else int(whose)
        return seal_value(self.tree, number, self._plain(getattr(model_instance, self.attname)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:  # noqa: FBT001, FBT002
        if value is not None and not isinstance(value, bytes):
            raise TypeError(f"{self.name} is sealed: save the instance instead.")
        return value

    def from_db_value(self, value: Any, *_: Any) -> Any:
        return self._value(open_value(value))

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        return self._plain(self.value_from_object(obj))

    def _plain(self, value: Any) -> str:
        return str(value)

    def _value(self, plain: str | None) -> Any:
        return plain


class SealedJSONField(SealedTextField):
    """JSON under the key of one person or document; empty once that was destroyed."""

    def _plain(self, value: Any) -> str:
        return json.dumps(value, ensure_ascii=False)

    def _value(self, plain: str | None) -> Any:
        return json.loads(plain) if plain else {}


@SealedTextField.register_lookup
class SealedContains(IContains):
    """`icontains`, over values that are opened one by one within this process."""

    def process_lhs(self, compiler: Any, connection: Any, lhs: Any = None) -> Any:
        sql, params = super().process_lhs(compiler, connection, lhs)
        return f"{OPEN_FUNCTION}({sql})", params

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        """A server has no key and cannot open anything: the values come here, and the rows that fit are named to it."""
        column: Any = self.lhs
        table, key = column.target.model._meta.db_table, column.target.model._meta.pk.column
        wanted, fitting = str(self.rhs).casefold(), []
        with connection.chunked_cursor() as cursor:
            cursor.execute(f'SELECT "{key}", "{column.target.column}" FROM "{table}"')
            while some := cursor.fetchmany(_CHUNK):
                opened = ((pk, open_value(value and bytes(value))) for pk, value in some)
                fitting += [pk for pk, text in opened if text and wanted in text.casefold()]
        return f'"{column.alias}"."{key}" = ANY(%s)', [fitting]


class BlindIndexField(_CharField):
    """Keyed digests: equal values can be found, and without the key nobody can try names on them."""

    def __init__(self, *args: Any, purpose: str = "blind index", **options: Any) -> None:
        self.purpose = purpose
        super().__init__(*args, **{**options, "max_length": 32})

    def deconstruct(self) -> Any:
        name, path, args, options = super().deconstruct()
        return name, path, args, {**options, "purpose": self.purpose}

    def get_prep_value(self, value: Any) -> Any:
        if value is None:
            return None
        key = keyring.ring().standing_key(self.purpose)
        return hmac.digest(key, str(value).encode(), hashlib.sha256)[:16].hex()
