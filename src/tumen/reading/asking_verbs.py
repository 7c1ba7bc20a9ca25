"""Verbs of asking in English, in classes by what may stand behind them."""

from __future__ import annotations

from tumen.reading.clauses import S


def forms(words: str) -> str:
    """`urge` is urge, urges, urged, urging."""
    return "|".join(
        rf"{w[:-1]}(?:e|es|ed|ing)" if w.endswith("e") else rf"{w}(?:s|es|ed|ing)?" for w in words.split()
    )


CALL = (
    rf"call(?:s|ed|ing)?{S}(?:up)?on|appeal(?:s|ed|ing)?{S}to|ple(?:ads?|aded|ading|d){S}with"
    rf"|look(?:s|ed|ing)?{S}to|count(?:s|ed|ing)?{S}on|prevail(?:s|ed)?{S}on"
)
STRONG = (
    rf"{forms('urge press pressure exhort implore entreat petition lobby encourage invite request challenge')}"
    rf"|beseech(?:es|ing)?|pray(?:s|ed)?|{CALL}"
)
"""Verbs that ask whoever is asked."""
OPERATIVE = r"(?:(?:[Ii]n|IN)struct(?:s|S)|[Dd]irects|[Aa]uthori[sz]es|[Mm]andates|[Tt]asks)"
"""Of resolutions: what a body has somebody of its own do."""
WEAK = (
    rf"{forms('ask expect remind advise counsel trust warn caution want push')}|beg(?:s|ged|ging)?|need|wish(?:es)?"
    rf"|would{S}(?:like|have)|rel(?:y|ies|ied|ying){S}on"
)
"""Verbs that ask in public only where a state, a body or a trade is asked; of anybody else they tell a story."""

ASK_OF = forms("press petition lobby ask urge push pressure implore approach")
"""Of whom something is asked with `for`."""
AGAINST = forms("warn caution advise urge counsel argue")
DEMAND = forms("recommend advocate propose urge demand")
"""What is asked for stands right behind."""
ASK_THAT = forms(
    "urge demand recommend propose request ask insist suggest stipulate move submit resolve advise"
)
