"""Awkward strings: what real keyboards, spreadsheets and attackers put into a field. For tests and the demo."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

awkward_by_name: Mapping[str, str] = MappingProxyType({
    "right to left": "שלום مرحبا",
    "right-to-left override": "Kim\u202egnoH",
    "isolates": "\u2067מאדים\u2069 Kim",
    "emoji": "👩‍👧‍👦 🇰🇷 ☎️",
    "decomposed Hangul": unicodedata.normalize("NFD", "리영희"),
    "decomposed Latin": unicodedata.normalize("NFD", "Chŏng Yŏng-hŭi"),
    "lone Hangul letters": "ㄱㄴㄷ ㅏㅑㅓ",
    "old Hangul": "ᄒᆞᆫ글",
    "half-width Hangul": "ﾡﾤ",
    "compatibility characters": "㈜ ㎏ ﷺ",
    "hanja of the compatibility block": "\uf9e1\uf914",
    "characters outside the basic plane": "𠮷野 𝕂𝕚𝕞 𐍈",
    "stacked marks": "Z̸͓̈́a̷̎l̶͂g̵o",
    "zero-width characters": "김\u200b영\u200c희\u200d\ufeff",
    "no-break and ideographic spaces": "김\u00a0영희\u3000\u2009Kim",
    "soft hyphen": "Kim\u00adHong",
    "formula": "=cmd|' /C calc'!A0",
    "formula with plus": "+82 10 0000 0000",
    "formula with minus": "-1+1",
    "formula with at": "@SUM(1+1)",
    "formula after a tab": "\t=1+1",
    "hyperlink formula": '=HYPERLINK("http://example.invalid","Kim")',
    "markup": "<script>alert(1)</script>",
    "broken markup": "\"'><img src=x onerror=alert(1)>",
    "template": "{{ 7*7 }} {% raw %} ${7*7}",
    "percent signs": "100%s %d %(name)s %00",
    "SQL": "Robert'); DROP TABLE mentions;--",
    "path": "../../etc/passwd",
    "Windows device": "CON.txt",
    "separators": 'a,b;c\t"d"|e',
    "line breaks": "one\r\ntwo\nthree\u2028four",
    "only spaces": "   ",
    "one letter": "O",
    "very long": "김" * 10_000,
    "very long word": "Kim" * 2_000,
    "number": "0012",
    "looks like a date": "3-4",
    "looks like a float": "1e5",
    "looks like nothing": "NULL",
    "not a number": "NaN",
    "true": "TRUE",
    "apostrophes": "O'Ch'oe ’ ʼ",
    "dotless i": "Kım İstanbul",
    "sharp s": "Straße STRASSE",
    "circles for a withheld name": "김○○ 김OO 金某",
    "placeholder": "(이름 미상)",
})  # fmt: skip
"""Name of what is awkward → the string."""

awkward: tuple[str, ...] = tuple(awkward_by_name.values())
"""The strings alone."""
