"""How facts and days are named in sentences."""

from __future__ import annotations

from datetime import date

from psoscore.dates import partial_date

__all__ = ["day_words", "label"]

ABBREVIATIONS = {name: name.upper() for name in ("pasi", "dlqi", "bsa", "bmi", "hbv", "hcv", "hiv")}


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
    days = date.fromordinal(first), date.fromordinal(last)
    written, until = (day.isoformat() for day in days)
    for words in (written, written[:7], written[:4]):
        if partial_date(words) == days:
            return words
    return f"{written} to {until}"
