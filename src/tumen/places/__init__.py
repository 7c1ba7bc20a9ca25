"""Places: look-up by code and by name in any script and spelling, what contains what, how far apart.

The places come from a pack (`gazetteer(load_pack(...))`). `find` gives every place that a text may mean, with
reasons and with warnings about homonyms and renamings; it names a single place only when there is no doubt.
Coordinates state what they are a point of and how exact they are. It never asks the network, never
guesses. Begin with `gazetteer`.
"""

from tumen.places.folding import fold
from tumen.places.gazetteer import Gazetteer, gazetteer
from tumen.places.place import Distance, Form, Found, How, Match, Place, Trap

__all__ = ["Distance", "Form", "Found", "Gazetteer", "How", "Match", "Place", "Trap", "fold", "gazetteer"]
