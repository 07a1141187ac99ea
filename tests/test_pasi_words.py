"""Words mean numbers only together with the version they were written in (specification A3)."""

from __future__ import annotations

from itertools import chain, product

import pytest

import oracle
import psoscore as ps
from psoscore.instruments.pasi import REGION_WEIGHTS
from psoscore.instruments.pasi_words import VOCABULARIES, read_words

pytestmark = pytest.mark.requirement("PSO-PASI-012")


@pytest.mark.parametrize("version", oracle.SIGN_WORDS)
@pytest.mark.parametrize("item", ["erythema", "induration", "desquamation", "area"])
def test_every_word_of_every_version_reads_as_the_oracle_says(version: str, item: str) -> None:
    """
    Every word that some version has, for signs and for areas, in large and in
    small letters, in every region: its number, or a fault where it is another's.
    """
    tables = (*oracle.SIGN_WORDS.values(), *oracle.AREA_WORDS.values())
    for word, region in product(dict.fromkeys(chain(*tables)), REGION_WEIGHTS):
        grade = oracle.grade_of_word(version, item, word)
        for written in (word, f" {word.swapcase()} "):
            record = {f"{region}_{item}": written}
            if grade is None:
                with pytest.raises(ps.InputError):
                    read_words(record, version=version)
            else:
                assert read_words(record, version=version) == {f"{region}_{item}": grade}


def test_the_versions_are_those_of_the_oracle() -> None:
    assert list(VOCABULARIES) == list(oracle.SIGN_WORDS)


def test_what_is_no_word_stays_as_it_is() -> None:
    record = {"head_erythema": 3, "trunk_area": None, "visit": "none", 7: "slight"}

    assert read_words(record, version="ema-2004") == record
    assert read_words(record, version="ema-2004") is not record


def test_a_record_of_words_scores() -> None:
    record = {name: "slight" if not name.endswith("area") else 1 for name in ps.PASI.items}

    assert ps.score(ps.PASI, read_words(record, version="feldman-2005")).value == 3.0  # by hand: 3 * 1


def test_a_version_must_be_named() -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        read_words({}, version="dermatologist")

    assert str(raised.value) == (
        "version='dermatologist'; choose from 'fredriksson-1978', 'cdisc-fredriksson', 'feldman-2005', "
        "'ema-2004'"
    )


def test_a_word_of_another_version_is_a_fault() -> None:
    with pytest.raises(ps.InputError) as raised:
        read_words({"head_erythema": "mild", "trunk_area": "<10%"}, version="fredriksson-1978")

    assert raised.value.report() == (
        "head_erythema: 'mild' no such word; allowed is none, slight, moderate, striking, "
        "exceptionally striking\n"
        "trunk_area: '<10%' no such word; allowed is numbers alone; fredriksson-1978 has no words for areas"
    )


def test_vocabularies_are_complete_and_sourced() -> None:
    for name, vocabulary in VOCABULARIES.items():
        assert vocabulary.name == name
        assert len(set(vocabulary.signs)) == 5
        assert len(set(vocabulary.areas)) in {0, 7}
        assert vocabulary.provenance.sources
