"""Words mean numbers only together with the version they were written in (specification A3)."""

from __future__ import annotations

import pytest

import psoscore as ps
from drawn import rows
from psoscore.instruments.pasi_words import VOCABULARIES, read_words

pytestmark = pytest.mark.requirement("PSO-PASI-012")


@pytest.mark.parametrize(
    ("grade", "fredriksson", "cdisc", "feldman", "ema"),
    rows("""
        score | Fredriksson 1978       | CDISC       | Feldman  | EMA
        0     | none                   | NONE        | none     | no symptoms
        1     | slight                 | SLIGHT      | slight   | slight
        2     | moderate               | MODERATE    | mild     | moderate
        3     | striking               | SEVERE      | moderate | marked
        4     | exceptionally striking | VERY SEVERE | severe   | very marked
    """),
)
def test_the_words_of_each_version(grade: str, fredriksson: str, cdisc: str, feldman: str, ema: str) -> None:
    versions = ("fredriksson-1978", "cdisc-fredriksson", "feldman-2005", "ema-2004")

    for version, word in zip(versions, (fredriksson, cdisc, feldman, ema), strict=True):
        read = read_words(
            {"head_erythema": word, "trunk_induration": f" {word.swapcase()} "}, version=version
        )
        assert read == {"head_erythema": int(grade), "trunk_induration": int(grade)}


@pytest.mark.parametrize(
    ("grade", "word"),
    rows("""
        grade | CDISC text (specification A2)
        0     | No involvement
        1     | <10%
        2     | 10-<30%
        3     | 30-<50%
        4     | 50-<70%
        5     | 70-<90%
        6     | 90-100%
    """),
)
def test_area_words_are_those_of_cdisc(grade: str, word: str) -> None:
    assert read_words({"head_area": word}, version="cdisc-fredriksson") == {"head_area": int(grade)}


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
