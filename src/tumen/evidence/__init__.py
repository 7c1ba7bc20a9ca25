"""Evidence outside the desk: trusted time stamps (RFC 3161) and bags that anybody can check without this software.

`ask` writes a request that somebody carries to an authority; `read_reply` says what the answer proves. `pack` writes a
BagIt bag with its custody and a checker of its own; `check_bag` names every file that was altered, added or lost.
Never reaches for the network, never opens a path.
"""

from tumen.evidence.bags import Bag, check_bag, pack
from tumen.evidence.manifests import Listed, manifest
from tumen.evidence.stamps import TimeStamp, ask, read_reply

__all__ = ["Bag", "Listed", "TimeStamp", "ask", "check_bag", "manifest", "pack", "read_reply"]
