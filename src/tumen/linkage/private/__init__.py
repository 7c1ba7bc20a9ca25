"""Private comparison: how many persons do our lists share, when neither side may show a name to the other?

What it does: turns the records of those who agreed into keys that do not depend on the script, masks them so that
nobody can try names against them, carries them between organisations in signed files, and tells the overlap: counts
by pattern of lists, with how many of them are chance; matched records only where every side agreed to that.

What it never does: send a name, a date, or anything that says how similar two persons are; trust a server; take in
a record without consent; compare a list so short that a count would say who is in it.

Begin with `new_secret`, `Terms`, `agreed` and `begin`; the others `answer`. A third can `count`. `exposure` says
what a partner who cheats could find.
"""

from tumen.linkage.private.envelope import Header
from tumen.linkage.private.exchange import SUFFIX, Step, answer, begin, header_of, terms_of
from tumen.linkage.private.exposure import Exposure, best_guesses, exposure
from tumen.linkage.private.keys import Keys, make_keys
from tumen.linkage.private.ledger import events
from tumen.linkage.private.overlap import Overlap
from tumen.linkage.private.recipe import PERSONS, Kind, Recipe
from tumen.linkage.private.records import Records
from tumen.linkage.private.secret import in_hangul, new_secret, read_secret
from tumen.linkage.private.terms import Reveal, Terms, ThirdParty, agreed
from tumen.linkage.private.third import Counted, become_third, count, invited, words_of

__all__ = [
    "PERSONS",
    "SUFFIX",
    "Counted",
    "Exposure",
    "Header",
    "Keys",
    "Kind",
    "Overlap",
    "Recipe",
    "Records",
    "Reveal",
    "Step",
    "Terms",
    "ThirdParty",
    "agreed",
    "answer",
    "become_third",
    "begin",
    "best_guesses",
    "count",
    "events",
    "exposure",
    "header_of",
    "in_hangul",
    "invited",
    "make_keys",
    "new_secret",
    "read_secret",
    "terms_of",
    "words_of",
]
