"""Forms that narrow tables over the record; each table shows the parts that it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from tumen_desk.accounts.access import Door, may
from tumen_desk.record import asking
from tumen_desk.record.forms import TermField
from tumen_desk.record.standing import HELPER_FIELDS
from tumen_desk.record.tables import Kind

if TYPE_CHECKING:
    from tumen_desk.accounts.models import User

BY = [("left", _("year of leaving")), ("wave", _("round")), ("referral", _("how found")), ("sex", _("sex"))]


class TableForm(forms.Form):
    """Everything by which some table is narrowed."""

    field = forms.ChoiceField(label=_("What was answered"), required=False)
    by = forms.ChoiceField(label=_("by"), choices=BY, required=False)
    act_type = TermField("act_type", any_label=_("any"), label=_("Kind of act"))
    leg_kind = TermField("journey_leg", any_label=_("choose"), label=_("Kind of step"))
    facility = TermField("named_facility", any_label=_("any"), label=_("Place of detention"))
    facility_type = TermField("facility_type", any_label=_("any"), label=_("Kind of place"))
    since = forms.IntegerField(label=_("Since the year"), required=False, min_value=1, max_value=9999)
    until = forms.IntegerField(label=_("until"), required=False, min_value=1, max_value=9999)

    def __init__(self, *args: Any, kind: Kind, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sees = may(user, Door.NAMES_SEE)
        self.fields["field"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, declared above
            ("", _("choose")),
            *(
                (f.id, f.label)
                for f in asking.asked_of("mention")
                if f.kind in ("term", "yes_no") and (sees or not f.restricted) and f.id not in HELPER_FIELDS
            ),
        ]
        self.fields = {name: field for name, field in self.fields.items() if name in kind.asks}
