"""Form fields that speak the reader's language, and a select for vocabularies.

Django renders a template for each option of a select, which is most of the time of a page.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.forms.utils import flatatt
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from tumen_desk.shell.spoken import one_word, spoken

_READ_OUT = ("placeholder", "title", "aria-label")


class SpokenRenderer(DjangoTemplates):
    """Renders fields and their errors as Django does, with the words of the desk in the language of the page."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Choices, what is read out of a field, and errors are looked up; what has no entry stays as it is."""
        if "errors" in context:
            context = {**context, "errors": [_said(error) for error in context["errors"]]}
        widget = context.get("widget") or {}
        attributes = widget.get("attrs", {})
        attributes.update({name: _said(attributes[name]) for name in _READ_OUT if name in attributes})
        widget["optgroups"] = [
            (_named(group), [{**option, "label": _named(option["label"])} for option in options], index)
            for group, options, index in widget.get("optgroups", ())
        ]
        return super().render(template_name, context, request)


def _named(words: Any) -> Any:
    plain = isinstance(words, str | Promise) and not isinstance(words, SafeString)
    return one_word(str(words)) if plain else words


def _said(words: Any) -> Any:
    return (
        spoken(str(words))
        if isinstance(words, str | Promise) and not isinstance(words, SafeString)
        else words
    )


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
