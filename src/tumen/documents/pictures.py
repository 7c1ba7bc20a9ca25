"""Pictures: size, likeness, a thumbnail drawn anew, and what the camera wrote, kept apart and never shown by itself.

A camera writes when a picture was taken and often where: the second can lead to whoever took it. It is kept in
`left_out` as `camera position`, which lies sealed with the text and goes into no thumbnail and no plain copy.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from typing import Any, Final

from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

from tumen.documents.assembly import Assembly
from tumen.documents.document import Picture
from tumen.documents.limits import Clock, Limits, refuse_above
from tumen.errors import BrokenDocument

THUMBNAIL: Final = 320
"""Longer side of a thumbnail, in pixels: enough to tell pictures apart."""
_FORMATS: Final = ("JPEG", "PNG", "TIFF", "WEBP")
_SIDE: Final = 8
_FLAT: Final = 8
"""Shades of 255 between the lightest and darkest spot; below this nothing is drawn that could be compared."""
_TAKEN: Final = re.compile(r"(\d{4}):(\d{2}):(\d{2})")


def read_picture(content: bytes, assembly: Assembly, clock: Clock) -> None:
    """Read one picture: no words, but what it is.

    Raises:
        BrokenDocument: it is damaged or cut off.
        DocumentTooLarge: it unpacks to more pixels than allowed.
    """
    image = opened(content, assembly.limits)
    clock.check()
    _state(image, assembly)
    upright = upright_of(image)
    clock.check()
    assembly.picture = Picture(
        width=upright.width, height=upright.height, likeness=likeness(upright), thumbnail=_thumbnail(upright)
    )
    assembly.warn("no-text-picture", "A picture; words in it were not read.")


def opened(content: bytes, limits: Limits) -> Any:
    """A picture, its header looked at and its pixels counted before they are unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # its own limit warns; ours below refuses
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise BrokenDocument("The picture is damaged or cut off.") from None
    refuse_above(limits.max_pixels, image.width * image.height, "pixels")
    return image


def upright_of(image: Any) -> Any:
    """The picture as it is shown: turned as the camera says, in plain colours.

    Raises:
        BrokenDocument: its pixels cannot be unpacked.
    """
    try:
        image.load()
        turned = ImageOps.exif_transpose(image)
        return turned if turned.mode in ("RGB", "L") else turned.convert("RGB")
    except (OSError, ValueError, TypeError, SyntaxError, IndexError, Image.DecompressionBombError):
        raise BrokenDocument("The picture is damaged or cut off.") from None


def likeness(image: Any) -> str:
    """128 marks, whether it grows lighter to the right and downwards on a grid of 8 by 8, as hexadecimal digits.

    Source: the difference hash (Krawetz 2013), taken in both directions.
    """
    grey = image.convert("L")
    low, high = grey.resize((_SIDE * 2, _SIDE * 2), Image.Resampling.BOX).getextrema()
    if high - low < _FLAT:
        return ""
    across = grey.resize((_SIDE + 1, _SIDE), Image.Resampling.BOX).tobytes()
    down = grey.resize((_SIDE, _SIDE + 1), Image.Resampling.BOX).tobytes()
    marks = [across[y * 9 + x] < across[y * 9 + x + 1] for y in range(_SIDE) for x in range(_SIDE)]
    marks += [down[y * 8 + x] < down[(y + 1) * 8 + x] for y in range(_SIDE) for x in range(_SIDE)]
    return f"{int(''.join('01'[mark] for mark in marks), 2):032x}"


def _thumbnail(image: Any) -> str:
    small = image.copy()
    small.thumbnail((THUMBNAIL, THUMBNAIL))
    return base64.b64encode(drawn(small, "JPEG")).decode()


def drawn(image: Any, form: str) -> bytes:
    """The pixels and nothing else, as a file: no EXIF, no place, no program, no colour profile."""
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    out = io.BytesIO()
    bare.save(out, form, **({"quality": 85} if form == "JPEG" else {}))
    return out.getvalue()


def plain_copy(content: bytes, limits: Limits) -> bytes:
    """The picture at full size as PNG, or as JPEG if it was one, without anything that it says of itself."""
    image = opened(content, limits)
    form = "JPEG" if image.format == "JPEG" else "PNG"
    return drawn(upright_of(image), form)


def grey_page(content: bytes, limits: Limits) -> bytes:
    """The picture in shades of grey as PNG, for a machine to read."""
    return drawn(upright_of(opened(content, limits)).convert("L"), "PNG")


def _state(image: Any, assembly: Assembly) -> None:
    """When, with what and where it was taken, as the camera says."""
    try:
        exif = image.getexif()
        inner, place = exif.get_ifd(ExifTags.IFD.Exif), exif.get_ifd(ExifTags.IFD.GPSInfo)
    except (OSError, ValueError, SyntaxError, TypeError, KeyError):
        assembly.warn("metadata-unreadable", "Something the picture says of itself cannot be decoded.")
        return
    taken = _TAKEN.match(str(inner.get(ExifTags.Base.DateTimeOriginal, "")))
    assembly.state("date", "-".join(taken.groups()) if taken else None, "EXIF DateTimeOriginal")
    for tag, field in ((ExifTags.Base.Artist, "author"), (ExifTags.Base.ImageDescription, "title")):
        assembly.state(field, str(exif.get(tag, ""))[:500], f"EXIF {tag.name}")
    where = _position(place)
    if where:
        assembly.leave_out(where, "camera position")
        assembly.warn("camera-position", "The file says where it was taken. Copies made here do not.")


def _position(place: Any) -> str:
    """Degrees north and east; empty if the camera did not say."""
    try:
        north = _degrees(place[2]) * (-1 if str(place.get(1, "N")).startswith("S") else 1)
        east = _degrees(place[4]) * (-1 if str(place.get(3, "E")).startswith("W") else 1)
    except (KeyError, TypeError, ValueError, ZeroDivisionError, IndexError):
        return ""
    return f"{north:.6f}, {east:.6f}"


def _degrees(parts: Any) -> float:
    degrees, minutes, seconds = (float(part) for part in parts)
    return degrees + minutes / 60 + seconds / 3600


def warm() -> None:
    """Draw and read one small picture, so that every codec is loaded."""
    for form in _FORMATS:
        out = io.BytesIO()
        Image.linear_gradient("L").resize((32, 32)).save(out, form)
        assembly = Assembly(limits=Limits())
        read_picture(out.getvalue(), assembly, Clock(Limits()))
