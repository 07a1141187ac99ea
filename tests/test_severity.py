"""Severity schemes: named, exclusive, and settled as soon as the known facts settle them."""

from __future__ import annotations

from itertools import combinations_with_replacement, product
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import oracle
import psoscore as ps
from psoscore.severity import SCHEMES, Classified, Scheme
from psoscore.severity.schemes import RESULTS

if TYPE_CHECKING:
    from collections.abc import Callable

# Values below, on and above every edge of specification A10; PASI in tenths, BSA in percent.
PASIS: tuple[Any, ...] = (0, 2.9, 3, 3.1, 8, 9.9, 10, 10.1, 10.9, 11, 19.9, 20, 20.1, 72)
BSAS: tuple[Any, ...] = (0, 2.999, 3, 5, 5.001, 9.999, 10, 10.001, 100)
DLQIS: tuple[Any, ...] = (0, 5, 6, 10, 11, 18, 19, 30)
SPGAS: tuple[Any, ...] = (0, 2, 3, 5)
VALUES = {"pasi": PASIS, "bsa": BSAS, "dlqi": DLQIS, "spga": SPGAS}


SAID: dict[str, Callable[..., str]] = {
    "rule_of_tens": lambda p, b, d, _s: "severe" if oracle.rule_of_tens(p, b, d) else "not severe",
    "mrowietz2011": lambda p, b, d, _s: oracle.mrowietz_2011(p, b, d),
    "chinese": lambda p, b, d, _s: oracle.chinese(p, b, d),
    "chinese_pasi": lambda p, _b, _d, _s: oracle.chinese_band("pasi", p),
    "chinese_bsa": lambda _p, b, _d, _s: oracle.chinese_band("bsa", b),
    "chinese_dlqi": lambda _p, _b, d, _s: oracle.chinese_band("dlqi", d),
    "spanish2021": lambda p, b, _d, s: oracle.spanish_2021(p, b, s),
    "npf": lambda _p, b, _d, _s: oracle.bsa_band(b),
    "nice_ta134": lambda p, b, d, _s: (
        "very severe" if oracle.nice_ta134_very_severe(p, b, d) else "not very severe"
    ),
    "nice_biologics": lambda p, b, d, _s: "severe" if oracle.nice_biologics(p, b, d) else "not severe",
}
"""What each scheme says of known facts, in the oracle's words."""


@pytest.mark.requirement("PSO-SEV-001", "PSO-SEV-002", "PSO-SEV-003", "PSO-SEV-004", "PSO-SEV-005")
@pytest.mark.requirement("PSO-SEV-006", "PSO-SEV-007", "PSO-SEV-008", "PSO-SEV-009", "PSO-SEV-013")
@pytest.mark.parametrize("name", SAID)
def test_every_edge_known_and_missing_equals_the_oracle(name: str) -> None:
    """
    Every combination of values around the edges, and of missing ones: a class
    holds if all completions agree, fails if none does. Through arrays.
    """
    scheme = SCHEMES[name]
    read = scheme.facts
    rows = list(product(*((*VALUES[fact], None) for fact in read)))
    arrays = {fact: np.array([row[place] for row in rows], float) for place, fact in enumerate(read)}
    said = {label: ps.judge_arrays(scheme.condition(label), arrays) for label in scheme.labels}

    for place, row in enumerate(rows):
        possible = oracle.possible(SAID[name], *choices(dict(zip(read, row, strict=True))))
        assert possible <= set(scheme.labels)
        for label in scheme.labels:
            expected = (1 if possible == {label} else -1) if label in possible else 0
            assert said[label][place] == expected, (row, label)


def choices(cells: dict[str, Any]) -> list[list[Any]]:
    """What each measure may be; one that the scheme does not read is 0."""
    return [oracle.may_be(fact, cells[fact]) if fact in cells else [0] for fact in VALUES]


def assert_classified(name: str, cells: dict[str, Any]) -> None:
    """One patient, whose measures are known, missing or between two ends, has the classes of the oracle."""
    facts = {fact: ps.Interval(*cell) if isinstance(cell, tuple) else cell for fact, cell in cells.items()}
    possible = oracle.possible(SAID[name], *choices(cells))

    classified = ps.classify(scheme=name, **facts)

    assert set(classified.possible) == possible, cells
    assert classified.label == (next(iter(possible)) if len(possible) == 1 else None), cells


@pytest.mark.requirement("PSO-SEV-009")
@pytest.mark.parametrize("name", SAID)
def test_every_interval_between_two_edges_equals_the_oracle(name: str) -> None:
    """
    One measure between any two values around the edges, the others below every
    edge, above every edge or missing: the classes are those of some completion.
    """
    for fact in SCHEMES[name].facts:
        others = [one for one in SCHEMES[name].facts if one != fact]
        for ends in combinations_with_replacement(VALUES[fact], 2):
            for rest in product(*((VALUES[one][0], VALUES[one][-1], None) for one in others)):
                assert_classified(name, {fact: ends} | dict(zip(others, rest, strict=True)))


@pytest.mark.requirement("PSO-SEV-009")
@pytest.mark.parametrize("name", SAID)
@given(st.data())
def test_intervals_of_every_measure_equal_the_oracle(name: str, data: st.DataObject) -> None:
    cells = {}
    for fact in SCHEMES[name].facts:
        value = st.sampled_from(VALUES[fact])
        ends = st.tuples(value, value).map(lambda two: (min(two), max(two)))
        cells[fact] = data.draw(st.none() | value | ends)

    assert_classified(name, cells)


@pytest.mark.requirement("PSO-SEV-001", "PSO-SEV-013")
@pytest.mark.parametrize("name", SAID)
def test_one_patient_is_classified_as_a_row_is(name: str) -> None:
    scheme = SCHEMES[name]
    generator = np.random.default_rng(6)
    for _ in range(25):
        facts = {fact: generator.choice([*values, None]) for fact, values in VALUES.items()}
        arrays = {fact: np.array([facts[fact]], float) for fact in scheme.facts}

        classified = ps.classify(scheme=name, **facts)

        verdicts = {label: ps.judge_arrays(scheme.condition(label), arrays)[0] for label in scheme.labels}
        assert {label: truth.value for label, truth in classified.verdicts} == verdicts
        assert classified.label == next((label for label, verdict in verdicts.items() if verdict == 1), None)
        assert classified.possible == tuple(label for label, verdict in verdicts.items() if verdict != 0)


@pytest.mark.requirement("PSO-SEV-001")
def test_every_scheme_is_proved_here() -> None:
    assert SCHEMES.keys() == SAID.keys()
    assert all(scheme.name == name for name, scheme in SCHEMES.items())
    assert {fact for scheme in SCHEMES.values() for fact in scheme.facts} == RESULTS.keys()


@pytest.mark.requirement("PSO-SEV-001")
def test_a_scheme_must_be_named() -> None:
    with pytest.raises(TypeError):
        ps.classify(pasi=12)  # type: ignore[call-arg]
    with pytest.raises(
        ps.DefinitionError,
        match=r"^no scheme is called 'finlay'; choose from 'rule_of_tens', 'mrowietz2011', 'chinese', "
        r"'chinese_pasi', 'chinese_bsa', 'chinese_dlqi', 'spanish2021', 'npf', 'nice_ta134', "
        r"'nice_biologics'$",
    ):
        ps.classify(pasi=12, scheme="finlay")


@pytest.mark.requirement("PSO-SEV-002", "PSO-SEV-009")
def test_a_known_limb_settles_the_rule_of_tens() -> None:
    # Specification A10: PASI 14 and DLQI missing is already severe.
    classified = ps.classify(pasi=14, bsa=5, scheme="rule_of_tens")

    assert classified.label == "severe"
    assert classified.verdict("severe") is ps.Truth.TRUE
    assert repr(classified) == "Classified(rule_of_tens: severe)"


@pytest.mark.requirement("PSO-SEV-003")
def test_the_gap_of_the_european_consensus_is_said() -> None:
    # Specification A10: PASI 12 with DLQI 6.
    assert ps.classify(pasi=12, bsa=5, dlqi=6, scheme="mrowietz2011").label == "unclassified"


@pytest.mark.requirement("PSO-SEV-009")
def test_what_is_possible_is_said_while_it_is_open() -> None:
    """
    By hand: with PASI 14 mild is out; the DLQI decides between the two others.
    """
    classified = ps.classify(pasi=14, bsa=5, scheme="mrowietz2011")

    assert classified.label is None
    assert classified.possible == ("moderate to severe", "unclassified")
    assert classified.verdict("mild") is ps.Truth.FALSE
    assert repr(classified) == "Classified(mrowietz2011: open, moderate to severe or unclassified)"


@pytest.mark.requirement("PSO-SEV-009")
def test_intervals_and_results_stand_for_facts() -> None:
    """
    By hand: grades of 1 everywhere are a body surface of 0 to 10, so not above
    10; PASI of ones in signs and areas is 3.
    """
    record = dict.fromkeys(ps.PASI.items, 1)
    facts: dict[str, Any] = {"pasi": ps.score(ps.PASI, record), "bsa": ps.score(ps.BSA_FROM_GRADES, record)}

    assert ps.classify(**facts, dlqi=10, scheme="mrowietz2011").label == "mild"
    assert ps.classify(bsa=facts["bsa"], scheme="npf").possible == ("mild", "moderate")
    assert ps.classify(bsa=ps.Interval(3, 10), scheme="npf").label == "moderate"
    assert ps.classify(pasi=ps.Interval(9, 11), bsa=0, dlqi=0, scheme="rule_of_tens").label is None


@pytest.mark.requirement("PSO-SEV-014")
def test_a_result_of_another_score_is_refused() -> None:
    cdlqi = ps.score(ps.CDLQI, dict.fromkeys(ps.CDLQI.items, 1))

    with pytest.raises(ps.DefinitionError, match=r"^a result of cdlqi is no value of dlqi; that is dlqi$"):
        ps.classify(dlqi=cdlqi, scheme="rule_of_tens")
    with pytest.raises(
        ps.DefinitionError, match=r"^a result of cdlqi is no value of pasi; that is pasi or pasi_half_points$"
    ):
        ps.classify(pasi=cdlqi, scheme="rule_of_tens")


def test_all_faults_come_at_once() -> None:
    with pytest.raises(ps.InputError) as caught:
        ps.classify(pasi=-1, bsa=101, dlqi=31, scheme="rule_of_tens")

    assert sorted((fault.item, fault.kind) for fault in caught.value.faults) == [
        ("bsa", "out_of_range"),
        ("dlqi", "out_of_range"),
        ("pasi", "out_of_range"),
    ]


def test_a_scheme_of_ones_own_is_classified_too() -> None:
    above = ps.number("pasi", low=0, high=72, decimals=1) > 5
    own = Scheme(
        name="own",
        title="Our own",
        classes=(("low", ~above), ("high", above)),
        provenance=SCHEMES["npf"].provenance,
    )

    assert ps.classify(pasi=6, scheme=own) == Classified(
        "own", (("low", ps.Truth.FALSE), ("high", ps.Truth.TRUE))
    )
    assert own.fingerprint != SCHEMES["npf"].fingerprint
    assert repr(own) == f"<Scheme own: low, high; {own.fingerprint}>"


def test_a_class_that_a_scheme_does_not_have_is_refused() -> None:
    message = r"^npf has no class 'bad'; choose from 'mild', 'moderate', 'severe'$"

    with pytest.raises(ps.DefinitionError, match=message):
        SCHEMES["npf"].condition("bad")
    with pytest.raises(ps.DefinitionError, match=message):
        ps.classify(bsa=1, scheme="npf").verdict("bad")


@pytest.mark.requirement("PSO-SEV-005", "PSO-SEV-008")
def test_what_could_not_be_confirmed_says_so() -> None:
    unconfirmed = {name for name, scheme in SCHEMES.items() if scheme.provenance.status == "unconfirmed"}

    assert unconfirmed == {"spanish2021", "nice_biologics"}
    assert "DLQI" in SCHEMES["spanish2021"].provenance.note


@pytest.mark.requirement("PSO-SEV-009")
def test_half_points_and_the_shorter_scale_are_classified_as_well() -> None:
    signs = dict.fromkeys(ps.PASI_HALF_POINTS.items, 2)
    half = ps.score(ps.PASI_HALF_POINTS, signs | {"head_erythema": 2.5})  # by hand: 12 + 0.1 * 0.5 * 2
    clear = ps.score(ps.SPGA_5, dict.fromkeys(ps.SPGA_5.items, 2))

    assert half.value == 12.1
    assert ps.classify(pasi=half, scheme="rule_of_tens").label == "severe"
    assert ps.classify(pasi=10.05, scheme="rule_of_tens").label == "severe"
    assert ps.classify(pasi=3, spga=clear, scheme="spanish2021").label == "mild"  # two of three: 3 and 2
    assert ps.treatment_goal(pasi_baseline=half, pasi=3, scheme="mrowietz2011").label == "continue"
