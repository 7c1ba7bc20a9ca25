"""A select for vocabularies: Django renders a template for each option, which is most of the time of a page."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tumen_desk.shell.spoken import spoken


class TermSelect(forms.Select):
    """What `forms.Select` gives for plain choices, each option written once for all pages that show it."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        choices = tuple(
            (str(code), str(label) if code else spoken(str(label))) for code, label in self.choices
        )
        lines = (
            options[code in chosen] for (code, _), options in zip(choices, _written(choices), strict=True)
        )
        held = flatatt({"name": name, **self.build_attrs(self.attrs, attrs)})
        # Every line came out of format_html.
        return format_html("<select{}>{}</select>", held, mark_safe("\n".join(lines)))  # noqa: S308


@lru_cache(maxsize=64)
def _written(choices: tuple[tuple[str, str], ...]) -> tuple[tuple[SafeString, SafeString], ...]:
    """Each option as HTML, not selected and selected."""
    return tuple(
        (
            format_html('<option value="{}">{}</option>', code, label),
            format_html('<option value="{}" selected>{}</option>', code, label),
        )
        for code, label in choices
    )
