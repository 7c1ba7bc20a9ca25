"""Places as they may leave: a village leads to people, a county does not.

In the record every place stays as told. What is printed for others names the county or city it lies in, or the
province where a place lies in none.
"""

from __future__ import annotations

from typing import Final

from django.conf import settings

from tumen import places, vocab
from tumen.errors import PlacesError

COUNTY, PROVINCE = "county", "province"
_PROVINCES: Final = ("province", "prefecture", "country", "region")
_WIDE_ENOUGH: Final = {
    PROVINCE: _PROVINCES,
    COUNTY: (*_PROVINCES, "county", "city", "city/town", "port", "river"),
}


def for_release(code: str, *, level: str = COUNTY) -> str:
    """The place itself if it is wide enough to be printed, else the nearest one around it that is; empty stays empty.

    Args:
        code: a place of the pack; one that is not in it is not printed.
        level: `county` or `province`, the narrowest that is printed.
    """
    if not code:
        return ""
    gazetteer = places.gazetteer(vocab.load_pack(settings.CONFIG.pack))
    try:
        place = gazetteer.get(code)
    except PlacesError:
        return ""
    for each in (place, *(gazetteer.get(above) for above in place.admin)):
        if each.kind in _WIDE_ENOUGH[level]:
            return each.code
    return place.country or ""
