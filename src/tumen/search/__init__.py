"""Finding words in texts of three languages: Korean by morphemes, Chinese by pairs of characters, English by stems.

What it does: cuts text into terms (`Analyser`), reads what somebody typed (`parse`), keeps an index in any SQLite
connection it is given (`Index`), and marks what was found (`snippet`). A name that is typed in one script is found in
the others, through the names room.

What it never does: open a database of its own, decide who may see what it finds, or look at anything but the text it
is given.

Where to begin:

    >>> import sqlite3
    >>> from tumen import search
    >>> index = search.Index(sqlite3.connect(":memory:"))
    >>> index.add(1, [search.Piece(text="그는 밤에 큰 강을 건넜다.", start=0, end=15)])
    >>> [found.document for found in index.find(search.parse("강 건너다"))]
    [1]
"""

from tumen.search.analyser import Analyser, Word, analyser
from tumen.search.index import Found, Index, Piece
from tumen.search.marking import Part, snippet
from tumen.search.query import Query, parse

__all__ = ["Analyser", "Found", "Index", "Part", "Piece", "Query", "Word", "analyser", "parse", "snippet"]
