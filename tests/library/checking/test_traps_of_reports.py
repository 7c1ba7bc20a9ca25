"""Known traps of reports on this situation: each is caught, or asked about where it cannot be decided."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tumen import checking
from tumen.checking import Outcome

CONFLICT, ASK, AGREES, NO_SOURCE = Outcome.CONFLICTS, Outcome.ASK, Outcome.AGREES, Outcome.NO_SOURCE

# name of the trap, a made-up sentence that falls into it, the rule that has to answer, and how
TRAPS = [
    ("a source older than its fact", "In June 2008 guards were told to shoot people who cross.4 Nobody knows more. It "
                                     "went on.5\n\n4 Writer, A. “Shooting at the river.” Paper, 27 May 2008.\n5 "
                                     "Writer, B. “More.” Paper, 2009.\n", "source.before-fact", CONFLICT),
    ("a source about something else", "Fifteen smugglers were executed on 20 February 2008.4 Nobody knows more. It "
                                      "went on.5\n\n4 Writer, A. “The price of rice.” Paper, 2 May 2009.\n5 Writer, "
                                      "B. “More.” Paper, 2009.\n", "source.other-subject", ASK),
    ("a bare number of people who reached safety", "Only 16,500 North Korean refugees have safely escaped.",
     "figure.weak", ASK),
    ("when the curve of arrivals passed it", "Only 16,500 refugees have arrived in safety in the Republic of Korea.",
     "figure.passed", ASK),
    ("a haven told as the main one", "Those who flee mostly find safe haven as refugees in Cambodia.",
     "figure.mostly-there", ASK),
    ("a city called a village", "They hid in the village of Yanji for weeks.", "place.class", CONFLICT),
    ("one ground told for five", "The Refugee Convention protects those who fear political persecution.",
     "law.five-grounds", ASK),
    ("a number of people without a year", "There are 100,000 North Korean refugees in hiding in China.",
     "figure.undated", ASK),
    ("an outlier", "In parts of China the ratio of men to women is as high as 14:1.", "figure.weak", ASK),
    ("a signatory that acceded", "On that day China became a signatory to the Refugee Convention.", "law.act",
     CONFLICT),
    ("the wrong body of law", "Returns violate the humanitarian principle of non-refoulement.", "law.body", CONFLICT),
    ("a sentence that breaks off", "The Commission of Inquiry that looked into these crimes in the country found that "
                                   "the\n\nAnother paragraph stands here and is whole.", "text.gap", ASK),
    ("an advocacy estimate", "The Coalition estimates that over 80 percent of escapees carry poison.", "figure.weak",
     ASK),
    ("an estimate without a method", "The Coalition estimates that over 80 percent of escapees carry poison.",
     "figure.no-method", ASK),
    ("a cause beside a number", "Over eighty percent of women are trafficked because of this policy, the group says.",
     "figure.cause", ASK),
    ("one number for two years", "Only 1,509 people arrived in the Republic of Korea in 2013, the ministry said.",
     "figure.weak", ASK),
    ("an official number in several vintages", "In 2012 1,509 people arrived in the Republic of Korea, the ministry "
                                               "said.", "figure.vintages", ASK),
    ("two populations in one number", "Between 80,000 and 200,000 people are held in camps for political prisoners.",
     "figure.weak", ASK),
    ("a product told as a second count", "Every year 10,000 prisoners die in the camps. In all 400,000 prisoners died "
                                         "there in the last 40 years.", "figure.derived", ASK),
    ("two shares that are easily mixed up", "Up to 80% of refugees are women. Of the women who leave, 70 to 80% are "
                                            "sold.", "figure.close-shares", ASK),
    ("arrivals told as residents", "About 26,000 North Koreans live in South Korea today, the ministry says.",
     "figure.weak", ASK),
    ("a person named beside an abuse", "In May 2013 Pak Sun-ok was arrested and beaten near Yanji.", "name.victim",
     ASK),
    ("a state that does not exist", "We urge the government of the People's Republic of Korea to release them.",
     "name.state", CONFLICT),
    ("a town in the wrong state", "Photograph taken at Dadong, North Korea. Nobody is seen.", "place.other-state", ASK),
    ("a press conference on two days", "On 3 August 2012 four activists from the Republic of Korea who had been "
                                       "detained in Liaoning spoke of torture at a press conference.",
                                       "case.told-differently", ASK),
    ("an old spelling of a place", "The activists stayed in Dalien for a month.", "place.trap", ASK),
    ("some months against a year", "Arrivals fell by about 50 percent relative to 2011 in the first six months of "
                                   "2012.", "figure.part-year", ASK),
    ("adoption told as accession", "China joined the Convention relating to the Status of Refugees in 1951.",
     "law.adoption-year", CONFLICT),
    ("an agreement whose text was not found", "China returns people under its bilateral agreement with North Korea of "
                                              "1960.", "law.bilateral", ASK),
    ("a number that belongs to another country", "According to UNHCR, 1,052 North Korean refugees lived outside South "
                                                 "Korea in 2011, of them 64 in Germany.", "figure.weak", ASK),
    ("a copy of another publication", "This article was originally posted on the blog World Watch.", "source.repost",
     ASK),
    ("one range of two estimates", "Between 10,000 and 300,000 North Koreans hide in China. The ministry said in 2001 "
                                   "that 10,000 North Koreans hide there. Good Friends reported 300,000 people in "
                                   "1999.", "figure.stitched-range", CONFLICT),
    ("a comparison nobody is named for", "The camps are like Auschwitz in every way.", "tone.comparison", ASK),
    ("a superlative nobody is named for", "It runs the most brutal camps, a state without parallel.",
     "tone.superlative", ASK),
    ("a word that takes a side", "The regime sends them to camps.", "tone.loaded", ASK),
    ("something everybody is said to know", "It is well known that those who are returned face death.",
     "source.well-known", ASK),
    ("a claim of consensus", "It is commonly accepted that all who flee fit the definition.", "source.well-known",
     ASK),
    ("a range too wide for one estimate", "Between 10,000 and 300,000 North Koreans hide in China.",
     "figure.wide-range", ASK),
    ("ratified told for acceded",
     "The DPRK ratified the International Covenant on Civil and Political Rights in 1981.", "law.act", CONFLICT),
    ("a release with data of a later day", "The press release of April 20, 2002 gives the sums pledged as of April "
                                           "30, 2002.", "source.before-data", CONFLICT),
    ("two groups of seven", "In January 2000 seven North Koreans, recognised refugees, were returned by Russia to "
                            "China.", "case.same-number", ASK),
    ("many words for the same people", "Some defectors were caught, and the refugees were sent back.", "name.terms",
     ASK),
    ("one person in several spellings", "In May Kim Jung-un spoke. In June Kim Jong-un spoke again.", "name.variants",
     ASK),
    ("arrivals told as escapes", "In 2012 1,502 people escaped from North Korea, the ministry said.",
     "figure.left-or-arrived", ASK),
    ("an arrest at two places", "In May 2013 nine young orphans were arrested in Laos while entering the embassy of "
                                "the Republic of Korea in Vientiane.", "case.told-differently", ASK),
    ("a change that does not fit", "Arrivals fell from 2,706 to 1,509, by more than 60 percent.", "figure.change",
     CONFLICT),
    ("a change that fits", "Arrivals fell from 2,706 to 1,509, by more than 40 percent.", "figure.change", AGREES),
    ("parts above their whole", "The total of 100 people adds up to 80 men and 60 women.", "figure.sum", CONFLICT),
    ("years that hold only when both ends count", "It was in the lowest tier for ten consecutive years since 2003, "
                                                  "until 2012.", "date.years", ASK),
    ("a share of nobody", "Today 70 percent, the group says.", "figure.no-base", ASK),
    ("a number nobody stands behind", "Some 40,000 people live there.", "figure.no-source", NO_SOURCE),
    ("the right year of accession", "China acceded to the Refugee Convention in 1982.", "law.year", AGREES),
]  # fmt: skip


@pytest.mark.parametrize(("text", "rule", "outcome"), [t[1:] for t in TRAPS], ids=[t[0] for t in TRAPS])
def test_a_trap_is_caught_or_asked_about(text: str, rule: str, outcome: Outcome) -> None:
    found = checking.check(text, language="en").findings
    assert (rule, outcome) in {(f.rule, f.outcome) for f in found}, [
        (f.rule, f.outcome.value, f.says) for f in found
    ]
    for finding in found:
        assert text[finding.start : finding.end].startswith(finding.text[:20])


def test_the_page_on_checking_lists_every_trap_and_what_answers_it() -> None:
    page = (Path(__file__).parents[3] / "docs" / "methods" / "checking.md").read_text("utf-8")
    rows = re.findall(
        r"^\| ([^|]+) \| `([\w.-]+)` \| ([^|]+) \|$", page.split("## Traps", 1)[1], re.MULTILINE
    )
    assert rows == [(name, rule, outcome.value) for name, _, rule, outcome in TRAPS]


def test_orders_of_two_texts_are_asked_about_and_never_joined() -> None:
    from tumen import reading

    texts = [
        (
            "one",
            reading.read(
                "In June 2008 the leader ordered guards to shoot people at the river.", language="en"
            ),
        ),
        (
            "two",
            reading.read(
                "In May 2012 the new leader ordered guards to shoot people at the river.", language="en"
            ),
        ),
    ]
    ((first, second, question),) = checking.policies_apart(texts)
    assert (first, second) == ("one", "two")
    assert "2008-06" in question
    assert "2012-05" in question


def test_another_situation_is_checked_with_its_own_pack() -> None:
    found = checking.check("Salt ratified the Sea Convention in 1990.", pack="example", language="en")
    assert found.as_dict()["pack"].startswith("example")


def test_a_plain_text_has_nothing_to_remark() -> None:
    assert checking.check("The river was high. Nobody crossed.", language="en").findings == ()
