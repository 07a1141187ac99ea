"""A number means what it looks like when it is printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from psoscore.algebra import linear
from psoscore.endpoints import mcid_response
from psoscore.errors import DefinitionError
from psoscore.numerals import exact, written

pytestmark = pytest.mark.requirement("PSO-ENGINE-004")


@pytest.mark.parametrize(
    ("number", "meant"),
    [
        (8, Fraction(8)),
        (-3, Fraction(-3)),
        (0.1, Fraction(1, 10)),
        (8.0, Fraction(8)),
        (1e-7, Fraction(1, 10_000_000)),
        (Decimal("0.30"), Fraction(3, 10)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_a_number_is_read_as_it_prints(number: Any, meant: Fraction) -> None:
    assert exact(number) == meant
    assert type(exact(number)) is Fraction


@given(st.integers(-10_000, 10_000), st.integers(0, 6))
def test_every_short_decimal_is_exact_whatever_its_type(units: int, decimals: int) -> None:
    meant = Fraction(units, 10**decimals)

    assert exact(Decimal(units).scaleb(-decimals)) == exact(units / 10**decimals) == meant


@pytest.mark.parametrize(
    ("number", "message"),
    [
        (True, "a number is needed here, not bool"),
        ("8", "a number is needed here, not str"),
        (None, "a number is needed here, not NoneType"),
        (1j, "a number is needed here, not complex"),
        (float("nan"), "a finite number is needed here, not nan"),
        (float("-inf"), "a finite number is needed here, not -inf"),
        (Decimal("Infinity"), "a finite number is needed here, not Infinity"),
        (Decimal("NaN"), "a finite number is needed here, not NaN"),
    ],
)
def test_everything_else_is_refused(number: object, message: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        exact(number)

    assert str(raised.value) == message


def test_a_numpy_float_is_read_as_its_number_prints() -> None:
    """Numpy 2 prints its own floats with their type, which spells no number."""
    numpy = pytest.importorskip("numpy")

    assert exact(numpy.float64(70.1)) == Fraction(701, 10)


@pytest.mark.parametrize("kind", ["int8", "uint16", "int64"])
def test_a_whole_number_of_numpy_is_a_number(kind: str) -> None:
    numpy = pytest.importorskip("numpy")

    assert exact(numpy.dtype(kind).type(8)) == Fraction(8)


def test_a_signalling_nan_is_refused_like_any_other() -> None:
    with pytest.raises(DefinitionError) as raised:
        exact(Decimal("sNaN"))
    assert str(raised.value) == "a finite number is needed here, not sNaN"


@given(st.integers(-(10**12) + 1, 10**12 - 1), st.integers(0, 20))
def test_a_decimal_that_a_float_keeps_may_be_written(units: int, decimals: int) -> None:
    """
    Fifteen significant digits survive the way into a double and back (IEEE 754 binary64), so twelve do.
    """
    assert written(float(f"{units}e-{decimals}")) == Fraction(units, 10**decimals)


@given(st.integers(1, 999).filter(lambda number: number % 2 and number % 5), st.integers(1, 5000))
def test_a_fraction_that_no_decimal_spells_is_refused_as_a_float(bottom: int, top: int) -> None:
    """
    A denominator above 1 without 2 and 5 has no finite decimal.
    """
    meant = Fraction(top, bottom)
    if meant.denominator == 1:
        assert written(top / bottom) == meant
        return
    with pytest.raises(DefinitionError) as refused:
        written(top / bottom)

    assert str(refused.value) == (
        f"{top / bottom!r} is a rounded number; "
        f"write Fraction({meant.numerator}, {meant.denominator}), which is exact"
    )
    assert written(meant) == meant


def test_a_rounded_number_without_a_near_fraction_is_refused() -> None:
    with pytest.raises(DefinitionError) as refused:
        written(0.1234567890123456)

    assert str(refused.value) == "0.1234567890123456 is a rounded number; write a Fraction, which is exact"


def test_no_definition_takes_a_rounded_number() -> None:
    """
    The mean of 1, 2 and 2 is five thirds; with the float beside it the verdict was no.
    """
    mean = ps.GPPGA.parts[0]
    record = dict(zip(ps.GPPGA.items, (1, 2, 2), strict=True))
    provenance = mean.provenance

    assert ps.judge(mean >= Fraction(5, 3), record) is ps.Truth.TRUE
    for define in (
        lambda: mean >= 5 / 3,
        lambda: mean < 5 / 3,
        lambda: linear([(1 / 3, ps.number("a", low=0, high=4))]),
        lambda: ps.banding(
            "b", title="b", of=mean, lows=[5 / 3], labels=("less", "more"), provenance=provenance
        ),
        lambda: ps.number("a", low=0, high=1 / 3, decimals=2),
        lambda: mcid_response(mcid=11 / 3),
    ):
        with pytest.raises(DefinitionError, match="is a rounded number; write Fraction"):
            define()
