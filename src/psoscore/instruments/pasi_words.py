"""The words that published versions of the PASI use for its numbers.

"moderate" is 2 in four versions and 3 in one, so a word means nothing without
the version it was written in. Numbers agree everywhere.

Missing data:
    None stays None; a word that the version does not have is a fault.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.given import by_name
from psoscore.instruments.pasi import REGION_WEIGHTS, SIGNS
from psoscore.provenance import Provenance
from psoscore.sources import (
    CDISC_PASI_FREDRIKSSON,
    CDISC_PASI_WORDS,
    EMA_2004,
    FELDMAN_2005,
    FREDRIKSSON_1978,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["VOCABULARIES", "Vocabulary", "read_words"]


@frozen(kw_only=True)
class Vocabulary:
    """One version's words, from 0 upwards.

    Attributes:
        name: The name by which the version is chosen.
        signs: The words for signs 0 to 4.
        areas: The words for area grades 0 to 6; empty where the version has none.
        provenance: Where they stand.
    """

    name: str
    signs: tuple[str, ...]
    areas: tuple[str, ...] = ()
    provenance: Provenance


REQUIREMENTS = ("PSO-PASI-012",)

VOCABULARIES: Mapping[str, Vocabulary] = {
    one.name: one
    for one in (
        Vocabulary(
            name="fredriksson-1978",
            signs=("none", "slight", "moderate", "striking", "exceptionally striking"),
            provenance=Provenance(sources=(FREDRIKSSON_1978, CDISC_PASI_WORDS), requirements=REQUIREMENTS),
        ),
        Vocabulary(
            name="cdisc-fredriksson",
            signs=("NONE", "SLIGHT", "MODERATE", "SEVERE", "VERY SEVERE"),
            areas=("No involvement", "<10%", "10-<30%", "30-<50%", "50-<70%", "70-<90%", "90-100%"),
            provenance=Provenance(sources=(CDISC_PASI_FREDRIKSSON,), requirements=REQUIREMENTS),
        ),
        Vocabulary(
            name="feldman-2005",
            signs=("none", "slight", "mild", "moderate", "severe"),
            provenance=Provenance(sources=(FELDMAN_2005,), requirements=REQUIREMENTS),
        ),
        Vocabulary(
            name="ema-2004",
            signs=("no symptoms", "slight", "moderate", "marked", "very marked"),
            provenance=Provenance(sources=(EMA_2004, CDISC_PASI_WORDS), requirements=REQUIREMENTS),
        ),
    )
}
"""The versions whose words are known; there is no table that mixes them."""


def read_words(record: Mapping[Any, Any], *, version: str) -> dict[Any, Any]:
    """A record with the words of one version replaced by their numbers.

    Missing data: None and numbers pass through as they are.

    Args:
        record: Answers by item name; case and outer spaces of words do not matter.
        version: A key of ``VOCABULARIES``.

    Returns:
        A new record; what is no PASI item stays as it is.

    Raises:
        DefinitionError: There is no such version.
        InputError: A word is not one of the version's, all faults are listed; or it is no mapping.

    >>> read_words({"head_erythema": "moderate"}, version="feldman-2005")
    {'head_erythema': 3}
    >>> read_words({"head_erythema": "moderate"}, version="ema-2004")
    {'head_erythema': 2}
    """
    vocabulary = VOCABULARIES.get(version)
    if vocabulary is None:
        message = f"version={version!r}; choose from {', '.join(map(repr, VOCABULARIES))}"
        raise DefinitionError(message)
    scales = {f"{region}_{sign}": vocabulary.signs for region in REGION_WEIGHTS for sign in SIGNS}
    scales |= {f"{region}_area": vocabulary.areas for region in REGION_WEIGHTS}
    faults: list[Fault] = []
    given = by_name("record", record, "words by item")
    numbers = dict(given)
    for item, words in scales.items():
        word = given.get(item)
        if not isinstance(word, str):
            continue
        known = {one.casefold(): number for number, one in enumerate(words)}
        if word.strip().casefold() in known:
            numbers[item] = known[word.strip().casefold()]
        else:
            allowed = ", ".join(words) or f"numbers alone; {version} has no words for areas"
            faults.append(Fault(item, "no_such_word", allowed, repr(word)))
    if faults:
        raise InputError(faults)
    return numbers
