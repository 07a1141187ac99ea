"""Amounts are read as they are written, or refused by name."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from psoscore.amount import amount, optional_amount, places
from psoscore.errors import InputError


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-1000, max_value=1000))
def test_a_float_is_the_decimal_that_it_prints(value: Decimal) -> None:
    assert amount("x", float(value)) == value
    assert amount("x", np.float64(value)) == value


def test_a_float32_is_the_decimal_that_it_prints() -> None:
    # By hand: 70.1 is not a binary fraction; its float32 prints as 70.1.
    assert amount("x", np.float32(70.1)) == Decimal("70.1")


@pytest.mark.parametrize(
    ("value", "came"),
    [
        (True, "bool"),
        ("70", "str"),
        (None, "NoneType"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (Decimal("sNaN"), "sNaN"),
        (Fraction(1, 3), "Fraction"),
        pytest.param(10**5000, "int", id="int-endless"),
        (Decimal("1E+999999999"), "Decimal"),
        (Decimal("1E-999999999"), "Decimal"),
        (1e300, "float"),
        (3j, "complex"),
    ],
)
def test_what_is_no_amount_is_refused_by_name(value: object, came: str) -> None:
    with pytest.raises(InputError) as caught:
        amount("weight_kg", value, "a weight")

    assert str(caught.value) == f"weight_kg: {came} no number; allowed is a weight"


def test_zero_is_an_amount_whatever_its_exponent() -> None:
    assert str(amount("x", Decimal("0E-99999"))) == "0"


def test_nothing_stays_nothing() -> None:
    assert optional_amount("x", None) is None
    assert optional_amount("x", 0) == 0


@given(st.integers(-(10**30), 10**30), st.integers(0, 6))
def test_small_units_become_an_exact_decimal(units: int, decimals: int) -> None:
    found = places(units, decimals)

    assert Fraction(found) == Fraction(units, 10**decimals)
    assert "E" not in str(found)


class Unwritten(float):
    """A number that raises when it is written out."""

    def __str__(self) -> str:
        raise TypeError

    __repr__ = __str__


def test_a_number_that_cannot_be_written_out_is_refused_by_its_type() -> None:
    with pytest.raises(InputError) as caught:
        amount("weight_kg", Unwritten(70), "a weight")

    assert str(caught.value) == "weight_kg: Unwritten no number; allowed is a weight"
