"""A select for vocabularies: Django renders a template for each option, which is most of the time of a page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString


class TermSelect(forms.Select):
    """What `forms.Select` gives for plain choices, without a template for each of hundreds of options."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        widget = self.get_context(name, value, attrs)["widget"]
        chosen = [option for _, group, _ in widget["optgroups"] for option in group]
        options = format_html_join(
            "\n",
            "<option{}>{}</option>",
            ((flatatt({"value": o["value"], "selected": bool(o["selected"])}), o["label"]) for o in chosen),
        )
        return format_html("<select{}>{}</select>", flatatt({"name": name, **widget["attrs"]}), options)
