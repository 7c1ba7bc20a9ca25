"""New mentions linked into a linkage that is there, by what it learnt, without reading it anew.

What it does: keeps an index beside a linkage (`keep_index`), opens it (`Index`), finds the few mentions that new ones
may be of one person with, draws the groups that they touch again by the rates and sizes behind each kept draw, and
says whom each new mention joins. What is added is kept in folders of its own; the linkage itself is never changed.

What it never does: learn. Rates, sizes and the rarity of values stay those of the linkage; link everything anew when
much has been added.
"""

from tumen.linkage.added.index import Index
from tumen.linkage.added.keeping import keep_index, pack_index
from tumen.linkage.added.outcome import Added, Joined

__all__ = ["Added", "Index", "Joined", "keep_index", "pack_index"]
