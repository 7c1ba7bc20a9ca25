"""What the library says is in the catalogues, and a page finds it: a new message without Korean and Chinese fails."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation
from django.utils.translation import gettext
from tests.desk.shell.sentences_of_library import Sentence, said_by_errors, said_otherwise, trees
from tests.desk.shell.test_every_page_speaks import NAMES, words_of

from tumen import (
    dates,
    documents,
    estimation,
    figures,
    law,
    linkage,
    names,
    places,
    reading,
    search,
    vocab,
)
from tumen.errors import TumenError
from tumen.linkage import private
from tumen_desk.shell.middleware import ErrorPageMiddleware
from tumen_desk.shell.spoken import spoken

PACK = vocab.load_pack()
QUOTED = re.compile(r"`[^`]*`|&#x27;.*?&#x27;")
"""What is quoted: a command, or what was given."""
# What a page of the desk can never show, and why.
NEVER_ON_A_PAGE = (
    "cli/",  # commands speak English
    "synth/",  # made-up worlds come from a command
)
ONLY_IN_COMMANDS = (
    *(f"estimation/{name}" for name in ("calibration", "flows", "mortality", "networks", "referrals")),
    *(f"estimation/{name}" for name in ("repeat", "survey")),  # methods of `tumen estimate` that no page runs
    "linkage/evaluation/",  # `tumen evaluate`
    "linkage/engine/planning",  # `tumen link --plan`
)
READ_NOT_SAID = (
    *(f"reading/{name}" for name in ("saying_", "subjects", "tables")),  # words that a text is read by
    *("dates/english", "dates/say", "reading/numerals", "reading/who_says"),
    *(
        "reading/asking_verbs",
        "reading/asking_words",
        "reading/asking_signs",
        "reading/public_bodies",
        "reading/law_articles",
    ),
    "reading/name_words",
    *("reading/short_titles", "names/romanising", "linkage/private/keys"),  # titles, letters, samples
)
NO_SENTENCE = re.compile(
    r"(?:SELECT|CREATE|INSERT|DELETE|ORDER BY|FORMAT|source NOT IN) "  # asked of a database
    r"|You mark passages |Translate the passage |Chinese in simplified characters$"  # asked of a language model
    r"|Truth has three values|This jail is closed"  # told to who writes a program with the library
    r"|[A-Z]\w+\(\{0\} |\{0\} accounts, \{1\} events|\{0\} mentions, \{1\} persons"
)


def _known(words: str, patterns: dict[str, str]) -> bool:
    asked = patterns.get(words, words)
    return gettext(asked) != asked


@pytest.mark.parametrize("language", ["ko", "zh-hans"])
def test_every_sentence_of_the_library_is_in_the_catalogue(told: list[Sentence], language: str) -> None:
    listed = (settings.LOCALE_PATHS[0] / "patterns.txt").read_text("utf-8").splitlines()
    patterns = {
        re.sub(r"\{(\d):\}", r"{\1}", line): line for line in listed
    }  # a place for a number is one as any
    with translation.override(language):
        left = [one for one in told if not _known(one.words, patterns)]
    assert len(told) > 1200
    assert not left, f"translate in src/tumen_desk/locale: {_shown(left)}"


@pytest.fixture(scope="module")
def told() -> list[Sentence]:
    """Every sentence that a page of the desk may show."""
    read = trees(beside=NEVER_ON_A_PAGE)
    beside = (*ONLY_IN_COMMANDS, *READ_NOT_SAID)
    found = [*said_by_errors(read), *(one for one in said_otherwise(read) if not one.file.startswith(beside))]
    return [one for one in found if not NO_SENTENCE.match(one.words)]


def _shown(left: list[Sentence]) -> str:
    return "".join(f"\n{one.file}:{one.line}: {one.words}" for one in left)


FAULTS: dict[str, Callable[[], object]] = {
    "a pack that is not there": lambda: vocab.load_pack("nowhere"),
    "a code that was never there": lambda: PACK.vocabulary("act_type")["NO-SUCH"],
    "a vocabulary that is not there": lambda: PACK.vocabulary("colours"),
    "facts that are not there": lambda: PACK.facts("colours"),
    "a state that is not there": lambda: law.find_state("Atlantis", law.register(PACK)),
    "a channel that is not there": lambda: law.channel("NO-SUCH", PACK),
    "an act that is not there": lambda: law.find_act("nothing of the kind", PACK),
    "a place that is not there": lambda: places.gazetteer(PACK).get("NO-SUCH"),
    "a share beyond the whole": lambda: figures.share(9, 4),
    "a level beyond 1": lambda: figures.share(1, 4, level=1.5),
    "a day that is not there": lambda: dates.parse("2011-02-31"),
    "no date": lambda: dates.parse("once upon a time"),
    "an era that does not fit": lambda: dates.parse("Juche 100 (2005)"),
    "an empty file": lambda: documents.read(b"", name="note.txt"),
    "a broken document": lambda: documents.read(b"PK\x03\x04 and no more", name="note.docx"),
    "an encoding that is not there": lambda: documents.read("\u00e9".encode("latin-1"), encoding="klingon"),
    "a passage beyond the text": lambda: documents.read(b"Short words.").passage(5, 900),
    "a language that is not read": lambda: reading.read("Ein Satz.", language="de"),
    "a list that is copied": lambda: estimation.OverlapTable.from_csv("a,a,count\n1,0,5\n0,1,x\n"),
    "a table that is not published": lambda: estimation.published_table("unicorns"),
    "no words to look for": lambda: search.parse("  "),
    "a folder without a linkage": lambda: linkage.read("/"),
    "a judgement without a verdict": lambda: linkage.judgements_from_rows([{"mention_a": "1"}]),
    "words that are no secret": lambda: private.read_secret("seven wrong words"),
    "no Hangul": lambda: names.romanise("Salt"),
}


# What stands in their places, where it is not quoted.
VALUES = frozenset(
    {
        "nowhere",
        "example",
        "colours",
        "Atlantis",
        "count",
        "same",
        "different",
        "unsure",
        "plain",
        "breve",
        "yale",
        "kontsevich",
    }
)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_says_what_is_wrong_and_what_to_do_without_english(fault: str) -> None:
    with pytest.raises(TumenError) as caught:
        FAULTS[fault]()
    asked = RequestFactory().get("/", headers={"hx-request": "true"})
    for language in ("ko", "zh-hans"):
        with translation.override(language):
            page = ErrorPageMiddleware(lambda _: HttpResponse()).process_exception(asked, caught.value)
        assert page is not None
        assert re.search("[가-힣]" if language == "ko" else "[一-鿿]", page.content.decode())
        said = words_of(QUOTED.sub("", page.content.decode()).encode())
        values = VALUES | set(caught.value.code.split("."))
        assert not {word for word in said - values if not NAMES.fullmatch(word)}, language


SEVERAL = {
    # Reasons within a reason: their marks do not divide what stands around them.
    "names fit (second given syllable: 수 / 호, do not fit each other (-6.9); family name: 리 / 이, do not fit each "
    "other (-6.9); relatives too share a family name and often a given syllable (-0.6))": (
        "이름이 맞음 (이름의 둘째 음절: 수 / 호, 서로 맞지 않음 (-6.9); 성: 리 / 이, 서로 맞지 않음 (-6.9); 친족도 "
        "성이 같고 이름의 한 음절이 같은 일이 많음 (-0.6))"
    ),
    "Convention relating to the Status of Refugees: China accession 1982-09-24, in force 1982-12-23 (UNTC-2015)": (
        "난민의 지위에 관한 협약: 중국 가입 1982-09-24, 발효 1982-12-23 (UNTC-2015)"
    ),
    # Several sentences, of which one lists what there is.
    "There is no pack called 'x'. There are: a, b.": "'x'(이)라는 꾸러미는 없습니다. 있는 것: a, b.",
    # Faults one after another, and how many more there are.
    "The overlap table cannot be used. Row 2: the count is negative. And 7 more.": (
        "겹침 표를 쓸 수 없습니다. 2행: 수가 음수입니다. 그 밖에 7건이 더 있습니다."
    ),
    # Reasons behind semicolons, within a sentence.
    "The judgements cannot be read: not a date that can be read; neither yes nor no.": (
        "판정을 읽을 수 없습니다: 읽을 수 있는 날짜가 아님; 예도 아니오도 아님."
    ),
    # Reasons with a semicolon of their own.
    "refused: nobody stands on any list; only 3 people observed; at least 20 are needed": (
        "숫자를 내지 않음: 어느 명단에도 사람이 없음; 관측된 사람이 3명뿐임. 적어도 20명이 필요함"
    ),
    "refused: only 11 people observed; at least 30 are needed; no overlap: nobody stands on two lists": (
        "숫자를 내지 않음: 관측된 사람이 11명뿐임. 적어도 30명이 필요함; 겹침 없음: 두 명단에 있는 사람이 없음"
    ),
    # A few words of a pattern do not swallow a sentence that ends with them.
    "Whoever saw the moon rise over the quiet harbour stands on both lists": (
        "Whoever saw the moon rise over the quiet harbour stands on both lists"
    ),
    # Words that become a sentence by a full stop behind them.
    "0 of 13 counts lie outside what the model expects.": "13개 수 가운데 0개가 모형의 예상 밖에 있음.",
    "Withdrawn later; day not stated": "Withdrawn later; day not stated",
    # A value with what looks like the end of a sentence.
    "There is no channel art. 7.": "경로 제7조은(는) 없습니다.",
    # What the catalogue does not have stays as it is, beside what it has.
    "Seven moons rose. The table is empty.": "Seven moons rose. 표가 비어 있습니다.",
    "Seven moons rose over the quiet harbour.": "Seven moons rose over the quiet harbour.",
}


@pytest.mark.parametrize("words", SEVERAL)
def test_a_sentence_is_found_among_others(words: str) -> None:
    with translation.override("ko"):
        assert spoken(words) == SEVERAL[words]


def test_a_page_with_a_hundred_unknown_strings_waits_for_none_of_them() -> None:
    unknown = [
        f"Moon {n} of the list {n} was not seen by the {n} of a record; there is no harbour."
        for n in range(100)
    ]
    with translation.override("ko"):
        spoken(unknown[0])  # reads the catalogue
        began = time.process_time()
        said = [spoken(one) for one in [*unknown, " ".join(unknown), "; ".join(unknown)]]
        took = time.process_time() - began
    assert said[:100] == unknown
    assert took < 1, f"{took:.2f} s"
