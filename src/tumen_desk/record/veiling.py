"""Faces in pictures that are handed on: veiled unless whoever they belong to agreed to be shown.

The area is drawn over with blocks made of its mean colours: what is gone cannot be reckoned back, as from a
blur. Where nobody said where somebody stands in a picture, the whole of it is veiled.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from tumen import vocab
from tumen.errors import UnknownPassage
from tumen_desk.record.models import Media, Shown
from tumen_desk.record.queries import allowed_mentions

_BLOCKS: Final = 4  # along the longer side of an area: too few for a face
_WHOLE: Final = (0.0, 0.0, 100.0, 100.0)


def area_text(written: str) -> str:
    """An area as it is kept: four numbers in percent; empty stays empty.

    Raises:
        UnknownPassage: not four numbers, or outside the picture.
    """
    if not written.strip():
        return ""
    try:
        left, top, width, height = (float(part) for part in written.replace(";", ",").split(","))
    except ValueError:
        left = top = width = height = -1.0
    if not (0 <= left < 100 and 0 <= top < 100 and 0 < width <= 100 - left and 0 < height <= 100 - top):
        raise UnknownPassage(
            _("This is no area of a picture."),
            hint=_("Give left, top, width and height in percent, such as 40, 10, 15, 20."),
        )
    return f"{left:g},{top:g},{width:g},{height:g}"


def to_veil(media: Media) -> list[Shown]:
    """Who can be recognised in it and has not agreed to be shown; everybody, where the pack has no such purpose."""
    shown = list(media.shown.filter(recognisable=True))
    purpose = str(vocab.load_pack(settings.CONFIG.pack).settings.get("image_purpose", ""))
    if not purpose:
        return shown
    mentions = allowed_mentions(purpose).filter(pk__in=[s.mention_id for s in shown])
    agreed = set(mentions.values_list("pk", flat=True))
    return [s for s in shown if s.mention_id not in agreed]


def veil(content: bytes, areas: Sequence[str]) -> bytes:
    """A picture in which these areas are drawn over.

    Args:
        content: a picture that was drawn anew here, JPEG or PNG.
        areas: as kept; an empty one veils the whole picture.
    """
    from PIL import Image  # loaded when a picture is handed on

    with Image.open(io.BytesIO(content)) as opened:
        form, image = opened.format or "PNG", opened.convert("RGB")
    for area in areas:
        left, top, width, height = (float(n) for n in area.split(",")) if area else _WHOLE
        box = (
            round(image.width * left / 100),
            round(image.height * top / 100),
            max(round(image.width * left / 100) + 1, round(image.width * (left + width) / 100)),
            max(round(image.height * top / 100) + 1, round(image.height * (top + height) / 100)),
        )
        part = image.crop(box)
        longer = max(part.size)
        few = (max(1, part.width * _BLOCKS // longer), max(1, part.height * _BLOCKS // longer))
        blocks = part.resize(few, Image.Resampling.BOX).resize(part.size, Image.Resampling.NEAREST)
        image.paste(blocks, box)
    out = io.BytesIO()
    image.save(out, form, **({"quality": 90} if form == "JPEG" else {}))
    return out.getvalue()
