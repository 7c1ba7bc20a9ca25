"""Places: look-up by code and by name in any script and spelling, what contains what, how far apart.

The places come from a pack (`gazetteer(load_pack(...))`), and more of them from a GeoNames dump that somebody
has (`build_further`). `find` gives every place that a text may mean, with reasons and with warnings about homonyms
and renamings; it names a single place only when there is no doubt. `compare` and `PlaceTable` say how two told
places agree. Coordinates state what they are a point of and how exact they are. It never asks the network, never
guesses. Begin with `gazetteer`.
"""

from tumen.places.agreement import PLACE_LEVELS, PlaceComparison, PlaceLevel
from tumen.places.comparing import NEAR_METRES, PlaceTable
from tumen.places.folding import fold, loose, tidy
from tumen.places.further import build_further
from tumen.places.gazetteer import Gazetteer, gazetteer
from tumen.places.place import Distance, Form, Former, Found, How, Match, Place, Trap

__all__ = [
    "NEAR_METRES",
    "PLACE_LEVELS",
    "Distance",
    "Form",
    "Former",
    "Found",
    "Gazetteer",
    "How",
    "Match",
    "Place",
    "PlaceComparison",
    "PlaceLevel",
    "PlaceTable",
    "Trap",
    "build_further",
    "fold",
    "gazetteer",
    "loose",
    "tidy",
]
