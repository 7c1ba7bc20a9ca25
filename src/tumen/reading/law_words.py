"""Words for law without the title of an instrument: agreements, laws of a state, judgments, bodies of law, offences."""

from __future__ import annotations

WORDS_FOR_LAW = (
    ("agreement", False, r"(?:(?:19|20)\d\d[\s\xa0])?(?:bilateral|border|extradition|repatriation|readmission"
                             r"|return|consular|security"
                         r"|deportation|secret|military|defen[cs]e)[\s\xa0](?:agreements?|treat(?:y|ies)"
                         r"|protocols?|accords?|pacts?)"
                         r"(?:[\s\xa0](?:(?:that|which)[\s\xa0])?(?:it[\s\xa0])?(?:\w+[\s\xa0])?(?:with"
                         r"|between)[\s\xa0](?:[A-Z][\w’-]*(?:[\s\xa0](?:and[\s\xa0])?)?)+)?(?:[\s\xa0]?(?:in"
                         r"|of)[\s\xa0]\d{4})?"),
    ("agreement", False, r"(?:\d{4}[\s\xa0])?(?:agreements?|treat(?:y|ies)|protocol|accord)[\s\xa0](?:with"
                         r"|between)[\s\xa0](?:the[\s\xa0])?(?:[A-Z][\w’-]*(?:[\s\xa0](?:and[\s\xa0](?:the[\s\xa0]"
                         r")?)?)?)+(?:(?:in|of)[\s\xa0]\d{4})?"),
    ("agreement", False, r"\b(?:an?|the)[\s\xa0](?:(?:secret|verbal|unwritten"
         r"|unpublished)[\s\xa0])?bilateral[\s\xa0](?:understanding"
                         r"|arrangement)\b(?:,[\s\xa0]the(?:[\s\xa0][A-Z][\w’-]+){2,3})?"
                         r"|\bthe[\s\xa0](?:[A-Z][\w’-]+[\s\xa0]){1,2}(?:Minute|Understanding|Pact|Concordat)\b"),
    ("agreement", False, r"(?:the[\s\xa0]|an?[\s\xa0])?[Mm]emorand(?:um|a)[\s\xa0]of[\s\xa0][Uu]nderstanding"
                         r"(?:[\s\xa0](?:with|between)[\s\xa0](?:the[\s\xa0])?[A-Z][\w’-]*)?"),
    ("judgment", False, r"\b(?!(?:See|Cf|Compare|Contrast|Contra|In)\b)"
                        r"(?:(?:[A-Z]\.){2,3}|[A-Z][\w’-]+(?:[\s\xa0](?:[A-Z][\w’-]+|[A-Z]\.)){0,3})"
                        r"(?:[\s\xa0]and[\s\xa0](?:[Oo]thers"
                             r"|[Aa]nother))?[\s\xa0]vs?\.?[\s\xa0]"
                        r"(?:the[\s\xa0])?[A-Z][\w’-]+(?:[\s\xa0](?:of[\s\xa0])?[A-Z][\w’-]+){0,4}(?:[\s\xa0]and[\s\xa0][A-Z][\w’-]+)?"
                        r"(?:,?[\s\xa0]\(?(?:[Aa]pplication[\s\xa0]"
                        r"|[Cc]ommunication[\s\xa0])?[Nn]os?\.[\s\xa0]?\d+/\d{2,4}\)?)?"),
    ("judgment", False, r"\b(?:[Aa]pplication|[Cc]ase|[Cc]ommunication"
                             r"|[Pp]etition)[\s\xa0](?:[Nn]os?\.?[\s\xa0]"
                             r"|number[\s\xa0])?(?:[A-Z]{1,2}[-‑])?\d{1,6}/\d{2,4}\b"),
    ("judgment", False, r"\b(?:[Aa]|[Tt]he|[Ii]ts)[\s\xa0](?:(?:19|20)\d\d[\s\xa0])?(?:[\w-]+[\s\xa0]){0,2}?"
                        r"(?:judge?ment|ruling|advisory[\s\xa0]opinion)[\s\xa0](?:(?:that|which)[\s\xa0]|(?:of"
                        r"|by|from|in)[\s\xa0])"
                        r"(?:\d{1,2}[\s\xa0][A-Z]\w+[\s\xa0]\d{4}|(?:the"
                        r"|an?)[\s\xa0](?:[A-Z][\w’-]+[\s\xa0](?:of[\s\xa0])?){0,4}"
                        r"(?:Court|Tribunal|Chamber)(?:[\s\xa0](?:of|for)[\s\xa0](?:[A-Z][\w-]+[\s\xa0]?){1,3}\b)?)"),
    ("domestic law", False, r"\b(?:national[\s\xa0]security|state[\s\xa0]secrets?"
                            r"|anti-\w+|counter-?[\s\xa0]?terror(?:ism)?|emergency|immigration|asylum|refugee"
                             r"|citizenship|press|exit|media|nationality"
                            r"|cyber\w*|blasphemy|sedition|lese-majesty|NGO|foreign[\s\xa0]agents?|registration)"
                            r"[\s\xa0](?:laws?|acts?|decrees?|ordinances?|regulations)\b(?![\s\xa0](?:enforce"
                             r"|firm|school|expert))"),
    ("domestic law", False, r"\b(?:draft|new|amended)[\s\xa0](?:law|act|decree|code"
                             r"|regulations?)(?:[\s\xa0]on[\s\xa0](?:the[\s\xa0])?\w+(?:[\s\xa0]\w+)?)?"),
    ("domestic law", True, r"(?<![\w-])(?!European|African|American|Asian)[A-Z][a-z]+(?:ian|ean|ese|ish|[^e]an"
    r"|[^r]ch|ai|aqi|eli|ani)[\s\xa0]law\b"
                           r"(?![\s\xa0](?:enforce|firm|school|expert|professor|student|societ|cent|review"
                           r"|journal))"),
    ("domestic law", False, r"(?:(?<=under[\s\xa0])|(?<=\bby[\s\xa0]))(?:[A-Z][\w-]+[\s\xa0]){1,2}laws?\b"
                            r"(?![\s\xa0]enforce)"),
    ("domestic law", False, r"\b(?:a|the|this)[\s\xa0]bill(?:[\s\xa0](?:addressing|on|concerning|to"
                             r"|extending)[\s\xa0]"
                            r"[^.,;]{3,60}?)?(?=[\s\xa0](?:and|which|that)\b|[.,;])"),
    ("domestic law", False, r"(?:criminal|penal)[\s\xa0](?:code|law)\b|(?:the|its|their)[\s\xa0]constitution\b"
                            r"|domestic[\s\xa0]laws?\b|national[\s\xa0](?:laws?|legislation)\b"),
    ("treaty", False, r"\b(?:(?:19|20)\d\d[\s\xa0])?(?:UN[\s\xa0]|U\.N\.[\s\xa0]|European[\s\xa0]|African[\s\xa0])?"
                      r"(?:refugee|anti-torture|torture|anti-trafficking|trafficking|genocide"
                      r"|children[’']s(?:[\s\xa0]rights)?"
                      r"|child[\s\xa0]rights|women[’']s(?:[\s\xa0]rights)?|statelessness|slavery"
                      r"|disappearances?)[\s\xa0]"
                      r"(?:treaty|convention|protocol|covenant|pact)\b(?![\s\xa0]bod)"),
    ("agreement", False, r"\b(?:19|20)\d\d[\s\xa0](?:[a-z-]+[\s\xa0]){0,2}?(?:protocol|pact|agreement|accord"
            r"|treaty|arrangement"
                         r"|memorandum)\b(?:[\s\xa0]on[\s\xa0][a-z]+(?:[\s\xa0](?:in|and|of|the|to|[a-z]+)){0,5})?"),
    ("agreement", False, r"\b(?:[a-z-]+[\s\xa0])?(?:protocol|pact|agreement|accord|treaty|convention"
            r"|arrangement)[\s\xa0]"
                         r"of[\s\xa0](?:(?:\d{1,2}[\s\xa0])?(?:[A-Z][a-z]+[\s\xa0])?(?:19|20)\d\d\b"
                         r"|\d{1,2}[\s\xa0](?:January|February|March|April|May|June|July|August|September|October"
                         r"|November"
                         r"|December)\b)"),
    ("domestic law", False, r"\b(?:[a-z-]+[\s\xa0])?(?:law|act|decree|statute|ordinance|regulations?"
            r"|code)[\s\xa0]of[\s\xa0]"
                            r"(?:\d{1,2}[\s\xa0])?(?:[A-Z][a-z]+[\s\xa0])?(?:19|20)\d\d\b"),
    ("agreement", False, r"\b[Aa][\s\xa0](?:[a-z]+[\s\xa0])?(?:protocol|agreement|treaty|accord|arrangement|pact"
    r"|understanding)[\s\xa0](?:on|about"
                         r"|concerning|for|regarding)[\s\xa0](?:[a-z-]+[\s\xa0]){1,5}?(?:signed|concluded|made"
                         r"|reached|dating)\b[^.;,()]{0,40}?(?:19|20)\d\d"),
    ("treaty", False, r"\b(?:Basic[\s\xa0]|Guiding[\s\xa0])?"
                      r"(?:Safeguards|Principles|Guidelines|Rules|Standards)[\s\xa0]"
                      r"(?:guaranteeing|governing|for|on|relating[\s\xa0]to|concerning)[\s\xa0]"
                      r"(?:the[\s\xa0])?[a-z-]{4,}"
                      r"(?:[\s\xa0](?!which|that|is|are|was|were|has|have|say|says|require\w*|annexed|adopted|must"
                      r"|shall)[a-z-]+){1,12}"),
    ("domestic law", False, r"\b(?:presidential|royal|ministerial|cabinet|executive|military"
            r"|government)[\s\xa0](?:decrees?|edicts?"
                            r"|proclamations?|ordinances?)\b"),
    ("domestic law", False, r"\b(?:(?:19|20)\d\d[\s\xa0])?(?:trafficking|border|marriage|household|amnesty"
            r"|labou?r|family|security|smuggling"
                            r"|detention|migration|residency|passport|election|associations?|assembly|martial"
                            r"|customary|humanitarian"
                            r"|constitutional|maritime|sharia|Islamic|property|adoption|education|health)[\s\xa0]"
                            r"(?:law|laws|act|code|legislation)\b(?![\s\xa0](?:enforce|firm|school|expert"
                            r"|professor))"),
    ("domestic law", False, r"\bH\.R\.[\s\xa0]?\d{1,5}\b|\bUNSCR?[\s\xa0]\d{3,4}\b"),
    ("resolution", False, r"(?:non-?binding[\s\xa0])?resolutions?\b"),
    ("body of law", True, r"(?:customary[\s\xa0])?international[\s\xa0](?:(?:human[\s\xa0]rights|humanitarian|refugee"
                          r"|criminal|customary|maritime|labou?r|environmental|public"
                             r"|and)[\s\xa0]){0,4}(?:laws?|legal[\s\xa0]"
                          r"(?:standards|obligations|instruments|norms|protections?))\b"
                         r"|international[\s\xa0](?:(?:human|rights|refugee|protection|legal|humanitarian|and"
                             r"|labou?r)[\s\xa0]){0,5}"
                         r"(?:treat(?:y|ies)|conventions?"
                         r"|covenants?|obligations?|commitments?|agreements?|standards|norms|instruments)\b"
                         r"|(?:human[\s\xa0]rights|refugee)[\s\xa0](?:law|treat(?:y|ies)|conventions?"
                             r"|instruments)\b"),
    ("generic", True, r"(?:treaty|legal|convention|international|rights|protection)[\s\xa0](?:obligations?"
                             r"|duties|duty"
                      r"|commitments?|responsibilities)(?:[\s\xa0]to[\s\xa0][^.,;]{3,70}(?=[.,;]))?"
                      r"|obligations?[\s\xa0]under[\s\xa0](?:the[\s\xa0])?(?:international[\s\xa0])?(?:human[\s\xa0]"
                      r"rights[\s\xa0])?(?:treat(?:y|ies)|conventions?|laws?)\b"),
    ("body of law", True, r"\b(?:EU|European[\s\xa0]Union|Union|Community)[\s\xa0]law\b"),
    ("domestic law", True, r"(?<=\bby[\s\xa0])(?:emergency[\s\xa0])?decree\b"),
    ("principle", False, r"(?:(?:the|fundamental|basic|international|customary|legal)[\s\xa0])*(?:principle|rule"
                         r"|prohibition|norm)[\s\xa0](?:of|on"
                             r"|against)[\s\xa0](?:[“\"‘']?)(?:non-?[\s\xa0]?)?refoulement"
                         r"|[Nn]on-?refoulement"),
    ("body of law", True, r"(?:right|freedom)[\s\xa0]to[\s\xa0](?:leave(?:[\s\xa0](?:and[\s\xa0]return[\s\xa0]to"
                          r"[\s\xa0])?(?:one[’']s|their|his|any|a)(?:[\s\xa0]own)?[\s\xa0]countr(?:y|ies))?"
                             r"|seek[\s\xa0](?:and[\s\xa0](?:to[\s\xa0])?(?:receive|enjoy)[\s\xa0])?asylum)\b"
                          r"|\b(?:peremptory[\s\xa0]norms?|jus[\s\xa0]cogens)\b"),
    ("domestic law", False, r"\b[Aa][\s\xa0](?:new[\s\xa0])?(?:law|decree)[\s\xa0](?:adopted|passed|enacted"
                             r"|issued|of)"
                            r"[\s\xa0](?:in[\s\xa0])?(?:19|20)\d\d"),
    ("domestic law", False, r"\b[Aa][\s\xa0](?:new[\s\xa0])?(?:law|decree|statute|ordinance)[\s\xa0](?:against"
    r"|banning|prohibiting"
                            r"|forbidding|criminali[sz]ing|on)[\s\xa0](?:the[\s\xa0])?[a-z]+(?:[\s\xa0](?:and|of"
                            r"|or)[\s\xa0][a-z]+)?"),
    ("resolution", False, r"ExCom[\s\xa0]Conclusions\b"),
    ("offence", True, r"(?:crimes?|criminals?|offen[cs]es?)[\s\xa0]against[\s\xa0]the[\s\xa0](?:state|nation"
                             r"|people)\b"
                      r"|crimes?[\s\xa0]against[\s\xa0]humanity|war[\s\xa0]crimes?|\bgenocide\b|\bhigh[\s\xa0]treason"
                      r"|\btreason(?:able[\s\xa0]act)?\b|[“\"‘](?:threatening|endangering|undermining|subverting"
                      r"|plotting|betraying|defection|conspir)\w*[^”\"’]{3,60}(?=[”\"’])"),
)  # fmt: skip
"""Kind, whether it names law in general only, and the pattern; the first that fits a place stands."""
