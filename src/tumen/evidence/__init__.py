"""Evidence outside the desk: trusted time stamps (RFC 3161) and bags that anybody can check without this software.

`ask` writes a request that somebody carries to an authority; `read_reply` says what the answer proves. `pack` writes a
BagIt bag with its custody and a checker of its own; `check_bag` names every file that was altered, added or lost.
`pack_web` makes a web archive (WACZ) of saved pages.
Never reaches for the network, never opens a path.
"""

from tumen.evidence.bags import Bag, check_bag, pack
from tumen.evidence.manifests import Listed, manifest
from tumen.evidence.stamps import TimeStamp, ask, read_reply
from tumen.evidence.webarchives import SavedPage, pack_web

__all__ = [
    "Bag",
    "Listed",
    "SavedPage",
    "TimeStamp",
    "ask",
    "check_bag",
    "manifest",
    "pack",
    "pack_web",
    "read_reply",
]
