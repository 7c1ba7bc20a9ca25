"""The inner loop of comparing: likelihood ratios of pairs of names over all their forms and readings.

Written so that it runs both as plain Python and compiled; nothing here knows what a name is.
"""

from __future__ import annotations

import math
from typing import Any

__all__ = ["pair_scores"]

# Slips of the keys that are possible at each letter, about; and the most that an explanation by a slip may tell.
_SLIPS_PER_LETTER = 50.0
_MOST_BY_SLIP = 50.0
_LEAST_RATIO = 1e-300


def pair_scores(
    left: Any, right: Any, first_form: Any, form_count: Any,
    weight: Any, length: Any, unit: Any, readings: Any, script: Any,
    letters: Any, letter_start: Any, log_total: Any,
    surnames: Any, firsts: Any, laters: Any, lengths: Any,
    slip: float, family: float, generation: float, strings: Any, score: Any,
) -> int:  # fmt: skip
    """Fill in the scores of pairs of names: the best pair of forms counts.

    Args:
        left, right: rows of names, shape (pairs,).
        first_form, form_count: where the forms of a name begin, and how many there are, shape (names,).
        weight, length: probability and length code of each reading, shape (forms, readings).
        unit: rows of the four units of a reading, shape (forms, readings, 4).
        readings, script, letter_start, log_total: of each form, shape (forms,); `letter_start` one longer.
        letters: the letters of all forms in one run.
        surnames, firsts, laters: likelihood ratios between units of a place; row 0 is neutral.
        lengths: likelihood ratios between length codes, shape (5, 5).
        slip: share of spellings with one wrong key.
        family, generation: shares of pairs of different people who have the surname, or the surname and one given
            syllable, in common by descent.
        strings: room for the (pair, form, form) that must be compared as strings, shape (any, 3).
        score: filled with log-likelihood ratios, natural log, shape (pairs,); -inf where no form was compared.

    Returns:
        How many rows of `strings` are needed; those beyond its end were not written.
    """

    def one_slip_apart(p: int, count_p: int, q: int, count_q: int) -> bool:
        """Whether one transposition, deletion, replacement or insertion turns one run of letters into the other."""
        if abs(count_p - count_q) > 1:
            return False
        start = 0
        while start < min(count_p, count_q) and letters[p + start] == letters[q + start]:
            start += 1
        end = 0
        while (
            end < min(count_p, count_q) - start
            and letters[p + count_p - 1 - end] == letters[q + count_q - 1 - end]
        ):
            end += 1
        rest_p, rest_q = count_p - start - end, count_q - start - end
        if max(rest_p, rest_q) == 1:
            return True
        return (
            rest_p == 2
            and rest_q == 2
            and letters[p + start] == letters[q + start + 1]
            and letters[p + start + 1] == letters[q + start]
        )

    wanted = 0
    for at in range(len(left)):
        # the same order for (a, b) and (b, a), so that sums round alike
        a, b = min(left[at], right[at]), max(left[at], right[at])
        best = -math.inf
        for i in range(form_count[a]):
            for k in range(form_count[b]):
                x, y = first_form[a] + i, first_form[b] + k
                if readings[x] == 0 or readings[y] == 0:
                    if script[x] != script[y]:
                        best = max(best, 0.0)
                        continue
                    if wanted < len(strings):
                        strings[wanted, 0] = at
                        strings[wanted, 1] = x
                        strings[wanted, 2] = y
                    wanted += 1
                    continue
                ratio = 0.0
                kin = 0.0
                for m in range(readings[x]):
                    for n in range(readings[y]):
                        both = weight[x, m] * weight[y, n]
                        surname = surnames[unit[x, m, 0], unit[y, n, 0]]
                        first = firsts[unit[x, m, 1], unit[y, n, 1]]
                        later = laters[unit[x, m, 2], unit[y, n, 2]]
                        term = lengths[length[x, m], length[y, n]] * surname * first * later
                        ratio += both * term * laters[unit[x, m, 3], unit[y, n, 3]]
                        # relatives share the surname; brothers and cousins often one given syllable besides
                        kin += both * surname * (family + generation * (first + later) / 2)
                if script[x] == script[y] and script[x] in (1, 2):
                    count_x = letter_start[x + 1] - letter_start[x]
                    count_y = letter_start[y + 1] - letter_start[y]
                    if one_slip_apart(letter_start[x], count_x, letter_start[y], count_y):
                        # the misspelled name is as rare as the two spellings are
                        rarity = (log_total[x] + log_total[y]) / 2
                        told = -math.log(_SLIPS_PER_LETTER * max(count_x, count_y)) - rarity
                        ratio = (1 - slip) * ratio + slip * math.exp(min(told, _MOST_BY_SLIP))
                ratio /= 1 - family - generation + kin
                best = max(best, math.log(max(ratio, _LEAST_RATIO)))
        score[at] = best
    return wanted
