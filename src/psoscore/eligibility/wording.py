"""How facts and days are named in sentences."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

__all__ = ["day_words", "label"]

ABBREVIATIONS = {name: name.upper() for name in ("pasi", "dlqi", "bsa", "bmi", "hbv", "hcv", "hiv")}
DECEMBER = 12


@lru_cache(maxsize=1024)
def label(name: str) -> str:
    """The name of a fact as people say it.

    >>> label("last_systemic_treatment"), label("baseline_date"), label("hbv_evidence")
    ('last systemic treatment', 'baseline', 'HBV evidence')
    """
    words = name.removesuffix("_date").split("_")
    return " ".join(ABBREVIATIONS.get(word, word) for word in words)


def day_words(first: int, last: int) -> str:
    """A day, or what is known of it.

    >>> day_words(735750, 735779), day_words(735750, 735751)
    ('2015-06', '2015-06-01 to 2015-06-02')
    """
    one, other = date.fromordinal(first), date.fromordinal(last)
    if first == last:
        return one.isoformat()
    whole = one.day == 1 and other.day == monthrange(other.year, other.month)[1] and one.year == other.year
    if whole and one.month == other.month:
        return f"{one:%Y-%m}"
    if whole and (one.month, other.month) == (1, DECEMBER):
        return f"{one:%Y}"
    return f"{one.isoformat()} to {other.isoformat()}"
