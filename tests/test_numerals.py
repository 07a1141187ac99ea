"""A number means what it looks like when it is printed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoscore.errors import DefinitionError
from psoscore.numerals import exact

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
