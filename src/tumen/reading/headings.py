"""Headings and lead-ins of lists of demands: `Recommendations`, `To the Government of A:`, `States should:`."""

from __future__ import annotations

import re

from tumen.patterns import later

HEADING = later(
    r"^[^\n.]{0,60}\b(?:[Rr]ecommendations?|RECOMMENDATIONS?|[Oo]ur[\s\xa0][Rr]equests|REQUESTS"
    r"|[Rr]equests[\s\xa0]to|[Ww]hat[\s\xa0]we[\s\xa0](?:ask|want|seek)|[Cc]alls?[\s\xa0](?:up)?on"
    r"|CALLS?[\s\xa0]ON|[Dd]emands"
    r"|[Uu]rges|[Aa]sks|[Ww]hat[\s\xa0](?:you|we)[\s\xa0]can[\s\xa0]do|[Tt]ake[\s\xa0][Aa]ction|[Cc]"
    r"onclusions?|[Ww]hat[\s\xa0](?:must|should|needs[\s\xa0]to|has[\s\xa0]to|ought[\s\xa0]to)[\s\xa0](?:change"
    r"|happen|be[\s\xa0]done)"
    r"|[Ww]ay[\s\xa0][Ff]orward|[Oo]ur[\s\xa0][Aa]sks)\b[^\n]{0,120}$"
    r"|^[ \t]*(?:(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVXivx]{1,5})[.)][ \t]+)(?:[A-Z][^\n.;:]{0,40}[\s\xa0])?"
    r"(?:(?i:recommendations?|conclusions|our[\s\xa0](?:asks|requests|demands|proposals)|way[\s\xa0]forward"
    r"|next[\s\xa0]steps|what[\s\xa0](?:we|you)[\s\xa0](?:ask|want|seek|can[\s\xa0]do)"
    r"|what[\s\xa0](?:must|should|needs[\s\xa0]to|would|could)[\s\xa0](?:change|happen|help|be[\s\xa0]done)))\b"
    r"[^\n.;:]{0,40}$|^(?:(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVX]{1,5})[.)][ \t]+)?[Ww]hat[\s\xa0](?:would|could|must"
    r"|should)[\s\xa0][^\n.;:]{3,50}$"
    r"|^(?i:what[\s\xa0](?:would|could)[\s\xa0]help|next[\s\xa0]steps)[ \t]*$"
    r"|^[ \t]*(?:[*_#]{1,3}[ ]?)?(?:(?:\d{1,2}(?:\.\d{1,2})*|[A-Z]|[IVXivx]{1,5})[.)]?[ \t]+)?"
    r"(?:[A-Za-z’',-]+[\s\xa0]){0,4}?(?i:points[\s\xa0]for[\s\xa0](?:policy"
    r"|action|discussion)|proposals|suggestions|priorities|measures|actions?[\s\xa0](?:needed|required|points"
    r"|items)|calls?[\s\xa0]to[\s\xa0]action"
    r"|(?:so,?[\s\xa0])?what[\s\xa0](?:now|next|is[\s\xa0]to[\s\xa0]be[\s\xa0]done|(?:can|should|must"
    r"|needs[\s\xa0]to)[\s\xa0]be[\s\xa0]done)|way[\s\xa0]ahead|where[\s\xa0](?:to[\s\xa0]|do[\s\xa0]we[\s\xa0])?go"
    r"[\s\xa0]from[\s\xa0]here|policy[\s\xa0](?:options|implications|asks|points)"
    r"|implications[\s\xa0]for[\s\xa0]policy|remedies|demands|asks|requests|the[\s\xa0]ask)"
    r"(?:[\s\xa0](?:for|to|of|and)[\s\xa0][^\n.;:]{2,50})?[?:]?[*_]*[ \t]*$",
    re.M,
)
TO = later(
    r"^[ \t]*(?:[*_#]{1,3}[ ]?|(?:[A-Z]|\d{1,2}|[ivxIVX]{1,4})[.)][ \t]+)?(?:[Tt]o|TO|[Ff]or"
    r"|FOR)[:,]?[\s\xa0](?P<addressee>(?:the[\s\xa0]|all[\s\xa0])?[A-Z][^\n.;]{2,110}?(?=:?[*_]*$)"
    r"|[a-z][^\n.;:]{2,60}(?=:$)):?[*_]*$",
    re.M,
)
LEAD_IN = later(
    r"\b(?:(?:recommend(?:s|ed|ations?)?|urg(?:e|es|ed)|call(?:s|ed)?[\s\xa0](?:up)?on|ask(?:s|ed)?"
    r"|request(?:s|ed)?|invit(?:e|es"
    r"|ed)|encourag(?:e|es|ed)|appeal(?:s|ed)?[\s\xa0]to|demand(?:s"
    r"|ed)?(?:[\s\xa0]of)?)[\s\xa0]+(?:that[\s\xa0]|to[\s\xa0]|for[\s\xa0])?"
    r"(?P<addressee>[^.;:]{3,160}?)(?:[\s\xa0]+(?:to|should|must))?"
    r"|(?:the[\s\xa0]|all[\s\xa0])?(?P<bound>[A-Za-z][^.;:,\n]{2,90}?)[\s\xa0]+(?:should|must|ought[\s\xa0]to"
    r"|needs?[\s\xa0]to"
    r"|(?:is|are)[\s\xa0](?:asked|urged|called[\s\xa0]upon|encouraged|invited"
    r"|requested)(?:[\s\xa0]to)?)(?:[\s\xa0]+(?:also|immediately|urgently|therefore))?)"
    r"[\s\xa0]*:[ \t\xa0]*$",
    re.I,
)
"""Words before a list of demands, up to its colon: `The Committee recommends that the State:`, `States should:`."""
