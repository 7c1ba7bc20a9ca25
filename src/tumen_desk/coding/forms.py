"""Forms of second coding."""

from __future__ import annotations

from django import forms

from tumen_desk.accounts.access import DOORS, Door
from tumen_desk.accounts.models import User
from tumen_desk.record.forms import PassageForm, TermField


class DrawForm(forms.Form):
    """How many documents, for whom."""

    coder = forms.ModelChoiceField(
        label="Second coder",
        queryset=User.objects.filter(role__in=DOORS[Door.RECORD_WRITE], is_active=True).order_by("username"),
    )
    number = forms.IntegerField(label="How many documents", min_value=1, max_value=500, initial=10)


class SecondForm(PassageForm):
    """An act that a passage tells of."""

    type = TermField("act_type", label="What was done", required=True)
