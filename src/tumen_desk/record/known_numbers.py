"""Numbers that are typed into a form: one of what lies in a closed circle is answered as one that nothing has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeVar

from django import forms

from tumen_desk.accounts import circles
from tumen_desk.record.models import Account, Mention, Passage, Source

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

Form = TypeVar("Form", bound=forms.Form)
_SOURCE_OF: Final = {Source: "pk", Mention: "source", Account: "source", Passage: "document__source"}


def only_known(form: Form, user: User) -> Form:
    """The same form, whose choices among the record are those that this user may know of."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.queryset is not None:
            way = _SOURCE_OF.get(field.queryset.model)
            if way is not None:
                field.queryset = field.queryset.filter(circles.known_to(user, way))
    return form
