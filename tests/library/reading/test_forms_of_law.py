"""The forms in which English text names law: statutes, sections, sectionless articles, numbers, judgments, series."""

from __future__ import annotations

import pytest

from tumen import reading


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Section 60 of the Borders, Citizenship and Entry Act 2009 was repealed.",
            [("Section 60 of the Borders, Citizenship and Entry Act 2009", "60")],
        ),
        (
            "Under s. 23 of the Aliens (Removal) Act, he was held.",
            [("s. 23 of the Aliens (Removal) Act", "23")],
        ),
        ("ICCPR, art. 9, guards liberty.", [("ICCPR, art. 9", "9")]),
        (
            "It breaches CAT, arts. 3 and 16, alike.",
            [("CAT, arts. 3 and 16", "3"), ("CAT, arts. 3 and 16", "16")],
        ),
        (
            "Common article 3 of the Geneva Conventions binds all.",
            [("Common article 3 of the Geneva Conventions", "3")],
        ),
        ("Article 4 of Protocol No. 4 was breached.", [("Article 4 of Protocol No. 4", "4")]),
        ("The Law on Guarding Secrets of 1988 applies.", [("Law on Guarding Secrets of 1988", None)]),
        ("Cabinet Resolution 12/2015 followed.", [("Cabinet Resolution 12/2015", None)]),
        ("Regulation (EU) No 604/2013 binds them.", [("Regulation (EU) No 604/2013", None)]),
        ("The Court held so in Vell and Others v. Norwell.", [("Vell and Others v. Norwell", None)]),
        (
            "It signed a readmission agreement with Selmark in 2004.",
            [("readmission agreement with Selmark in 2004", None)],
        ),
        (
            "Royal Decree No. M/39 of 8 July 2005 forbids it.",
            [("Royal Decree No. M/39 of 8 July 2005", None)],
        ),
        ("It is rare, as revised deliberation No. 5 says.", [("revised deliberation No. 5", None)]),
        (
            "The Safeguards guaranteeing protection of the rights of those held were read.",
            [("Safeguards guaranteeing protection of the rights of those held", None)],
        ),
        ("After a trial for “corruption on earth” he was shot.", [("corruption on earth", None)]),
        ("They were charged with illegal entry pursuant to a rule.", [("illegal entry", None)]),
        ("The 1998 border treaty is secret.", [("1998 border treaty", None)]),
        (
            "Under paragraph 2 of article 9 of the Covenant on Civil Liberties, reasons are given.",
            [("paragraph 2 of article 9 of the Covenant on Civil Liberties", "9(2)")],
        ),
        (
            "Article 16, paragraph 1 (b), of the Harbour Convention was cited.",
            [("Article 16, paragraph 1 (b), of the Harbour Convention", "16(1)(b)")],
        ),
        (
            "The Harbour Convention (hereinafter “the 1966 Convention”) forbids it in article 33.",
            [("Harbour Convention (hereinafter “the 1966 Convention”) forbids it in article 33", "33")],
        ),
        (
            "The Immigration Detention Regulations were amended.",
            [("Immigration Detention Regulations", None)],
        ),
        ("The Global Compact on Refugees asks for it.", [("Global Compact on Refugees", None)]),
        ("The Committee decided A.B. v. Norwell last year.", [("A.B. v. Norwell", None)]),
        ("It joined the refugee convention.", [("refugee convention", None)]),
        ("The trafficking law of 2009 knows no victims.", [("trafficking law of 2009", None)]),
        ("A presidential decree closed the valley.", [("presidential decree", None)]),
        ("It is not bound by the protocol of 1967.", [("protocol of 1967", None)]),
        ("UNSCR 2375 froze the permits.", [("UNSCR 2375", None)]),
        ("The charge was “illegal assembly”.", [("illegal assembly", None)]),
        ("In Case C-411/10 no transfer was allowed.", [("Case C-411/10", None)]),
        ("The authorities relied on Article 15 of Law 18-2004.", [("Article 15 of Law 18-2004", "15")]),
        (
            "His conviction for “aiding the enemy” and “illegal exit” rested on a confession.",
            [("aiding the enemy", None), ("illegal exit", None)],
        ),
        ("She was charged with incitement to subversion.", [("incitement to subversion", None)]),
        ("Two men were convicted of theft.", []),
        ("They should abolish the offence of irregular entry.", [("irregular entry", None)]),
        (
            "It is a breach of a judgment of the Court of Appeal.",
            [("a judgment of the Court of Appeal", None)],
        ),
        ("The delegation argued that Article 1F excluded him.", [("Article 1F", "1F")]),
        ("Concern is expressed (CRC/C/NWL/CO/3-4, paras. 61–62).", []),
        (
            "Under the Convention against Torture, Norwell may return nobody.",
            [("the Convention against Torture", None)],
        ),
        (
            "It joined the Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment, "
            "Convention on the Rights of the Child, and others.",
            [
                (
                    "Convention against Torture and Other Cruel, Inhuman or Degrading Treatment or Punishment",
                    None,
                ),
                ("Convention on the Rights of the Child", None),
            ],
        ),
    ],
)
def test_law_is_found_in_the_forms_of_statutes_treaties_and_courts(
    text: str, expected: list[tuple[str, str | None]]
) -> None:
    found = [(r.text.removeprefix("the "), r.article) for r in reading.read(text).legal or ()]
    assert found == [(words.removeprefix("the "), article) for words, article in expected]


@pytest.mark.parametrize(
    "text",
    [
        "The Rule of Law Commission met in May.",
        "Bill Vell told the Law Society of his stay.",
        "Professor Tarn teaches at the Faculty of Law.",
    ],
)
def test_what_only_sounds_like_law_is_none(text: str) -> None:
    assert reading.read(text).legal == ()


def test_another_number_is_another_convention() -> None:
    found = reading.read("ILO Convention No. 29 and ILO Convention No. 182 were ratified.").legal or ()
    assert len({r.instrument for r in found}) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They rely on a military pact that nobody saw.", "military pact"),
        ("Tear up the accord of 9 March.", "the accord of 9 March"),
        ("It is void against a peremptory norm.", "peremptory norm"),
        ("It speaks of the right to seek and enjoy asylum.", "right to seek and enjoy asylum"),
        ("A law against torture and slavery took effect.", "A law against torture and slavery"),
    ],
)
def test_law_without_a_title_is_found_by_its_kind(text: str, words: str) -> None:
    assert [r.text.removeprefix("the ") for r in reading.read(text, language="en").legal or ()] == [
        words.removeprefix("the ")
    ]


def test_sections_by_their_sign_belong_to_the_law_named_before_or_after() -> None:
    text = (
        "Refused under § 5 of the Aliens Act of Norland (1999). Cf. §§ 7-8. The Penal Code § 221 says so too."
    )
    found = reading.read(text).legal or ()
    assert [(r.text, r.article) for r in found] == [
        ("§ 5 of the Aliens Act of Norland (1999)", "5"),
        ("§§ 7-8", "7"),
        ("§§ 7-8", "8"),
        ("The Penal Code § 221", "221"),
    ]
    assert reading.read("See § 12.").legal == ()


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Articles 4–9 of the Harbour Act apply.", [("Articles 4–9 of the Harbour Act", "4–9")]),
        ("Article 12-1 of the criminal code applies.", [("Article 12-1 of the criminal code", "12-1")]),
        ("Article 9 § 3 of the Harbour Act applies.", [("Article 9 § 3 of the Harbour Act", "9(3)")]),
        ("Section 7c of the Harbour Act is void.", [("Section 7c of the Harbour Act", "7c")]),
        ("The Harbour Act, section 8 of which is clear.", [("Harbour Act, section 8", "8")]),
        ("Article 5 (2) (a) and (c) of the Port Act.", [("Article 5 (2) (a) and (c) of the Port Act", "5(2)(a)"),
                                                        ("Article 5 (2) (a) and (c) of the Port Act", "5(2)(c)")]),
        ("Section 3 of its own law of 2011 on flogging.", [("Section 3 of its own law of 2011 on flogging", "3")]),
        ("Sub-decree No. 12 of 2003 is secret.", [("Sub-decree No. 12 of 2003", None)]),
        ("They withdrew Instruction 9 at once.", [("Instruction 9", None)]),
        ("He relied on the Port Entry Directive.", [("the Port Entry Directive", None)]),
        ("The Ports Proclamation (No. 8/2001) says so.", [("Ports Proclamation (No. 8/2001)", None)]),
        ("It was a bilateral understanding, the Sorn Minute.", [("a bilateral understanding, the Sorn Minute", None)]),
        ("She was dismissed by decree.", [("decree", None)]),
        ("Disloyalty aside, undermining the state is punished by death.", [("undermining the state", None)]),
        ('A court sentenced her to nine years for "spreading rumours".', [("spreading rumours", None)]),
    ],
)  # fmt: skip
def test_law_and_its_parts_in_further_wordings(text: str, named: list[tuple[str, str | None]]) -> None:
    assert [(r.text, r.article) for r in reading.read(text, language="en").legal or ()] == named


def test_a_treaty_in_small_letters_is_known_by_its_year_and_leads_to_its_protocol() -> None:
    text = "Norland has been bound by the 1951 convention and its protocol since 1990."
    found = reading.read(text, language="en").legal or ()
    assert [r.text for r in found] == ["1951 convention", "its protocol"]
    assert found[0].instrument != found[1].instrument
    assert all("Status of Refugees" in r.instrument for r in found)


def test_a_judgment_keeps_its_number_and_its_paragraphs() -> None:
    text = "See Orel v. Norland, no. 40117/19, §§ 201–209, 5 May 2021; and nothing else."
    assert [r.text for r in reading.read(text, language="en").legal or ()] == [
        "Orel v. Norland, no. 40117/19"
    ]
