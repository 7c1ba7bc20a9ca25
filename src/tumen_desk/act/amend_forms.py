"""One form for a row of any table of the law, made from what the library says a row holds."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

from django import forms

from tumen import law
from tumen.errors import LawError
from tumen.law import Column
from tumen_desk.act import amending

_ROWS = 4
_LONG = frozenset({"remark", "about", "what", "wording", "note", "scope", "claim", "correct"})


class TakeBackForm(forms.Form):
    """Why an amendment is taken back."""

    why = forms.CharField(label="Why it is taken back", max_length=500)


class AmendForm(forms.Form):
    """One row: a box for each value, then why, and on what it rests."""

    id = forms.SlugField(label="Number of the row", max_length=60)

    def __init__(
        self,
        *args: Any,
        table: str,
        key: str,
        now: Mapping[str, Any],
        given: Mapping[str, str],
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self._table, self._key = table, key
        if key:
            del self.fields["id"]
        else:
            self.fields["id"].initial = f"OWN-{secrets.token_hex(3).upper()}"
        told = law.row_as_text(now, table)
        for column in law.columns_of(table):
            self.fields[f"c-{column.name}"] = _field(
                column, told.get(column.name) or given.get(column.name, "")
            )
        self.fields["why"] = forms.CharField(label="Why it is amended", max_length=500)
        self.fields["source"] = forms.CharField(
            label="Source",
            required=False,
            max_length=300,
            help_text="Without one the row is shown as unverified.",
        )
        self.fields["address"] = forms.URLField(
            label="Address of the source", required=False, assume_scheme="https"
        )

    def change(self) -> dict[str, Any]:
        """The row with what was changed.

        Raises:
            LawError: A value cannot be read, or nothing was changed.
        """
        told = {
            k[2:]: "" if v is None else str(v) for k, v in self.cleaned_data.items() if k.startswith("c-")
        }
        return amending.changed(
            self._table, self._key or self.cleaned_data["id"], law.row_from_text(told, self._table)
        )

    def ground(self) -> dict[str, str]:
        """Why, and on what it rests."""
        return {k: self.cleaned_data[k] for k in ("why", "source", "address")}

    def refuse(self, error: LawError) -> None:
        """Say beside the box, where it is one, what does not fit."""
        columns = [f"c-{fault}" for fault in _faults(error)]
        where = next((c for c in columns if c in self.fields), None)
        self.add_error(where, f"{error.message} {error.hint}".strip())


def _faults(error: LawError) -> tuple[str, ...]:
    found = error.fields.get("faults", ())
    return found if isinstance(found, tuple) else ()


def _field(column: Column, told: str) -> forms.Field:
    label, needed = column.name.replace("_", " ").capitalize(), column.needed
    if column.kind in ("choice", "yes_no"):
        words = column.choices or ("yes", "no")
        return forms.ChoiceField(
            label=label, required=needed, initial=told, choices=[("", "not stated"), *((w, w) for w in words)]
        )
    if column.kind == "number":
        return forms.IntegerField(label=label, required=needed, initial=told or None)
    long = column.kind in ("list", "by_key", "yaml") or column.name in _LONG
    help_text = {
        "date": "Any precision, as told: 2009, spring 2004, before 2011.", "list": "One a line.",
        "by_key": "One a line, such as “en: words”.", "yaml": "As it stands in the file: one entry a line.",
    }.get(column.kind, "")  # fmt: skip
    widget = forms.Textarea(attrs={"rows": min(_ROWS, told.count("\n") + 2)}) if long else forms.TextInput()
    return forms.CharField(label=label, required=needed, initial=told, widget=widget, help_text=help_text)
