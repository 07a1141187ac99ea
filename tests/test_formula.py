"""How every word is printed, as plain text and as LaTeX; written by hand, as a paper would."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from attrs import evolve
from hypothesis import given

import psoscore as ps
from psoscore.cells import Cell
from psoscore.engine.formula import Printer, points
from psoscore.terms import (
    AtLeast,
    Between,
    Blank,
    Choice,
    Given,
    Greatest,
    Item,
    OneOf,
    Product,
    Ratio,
    Reported,
    Sum,
)
from psoscore.testing import terms

pytestmark = pytest.mark.requirement("PSO-ENGINE-015")

A, B = Item(Cell("a", high=4)), Item(Cell("b_2", high=4))
HIGH, LOW = A >= 3, B >= 1
TENTHS = Item(Cell("t", high=100, scale=10))
SEX = ps.code("sex", ["F", "M", "X"])
NR = Item(Cell("q", high=3, not_relevant=True), codes=((ps.NOT_RELEVANT, 3),))
RATIO = Ratio(A, B, (30, 0), (1, 1))


@pytest.mark.parametrize(
    ("term", "text", "latex"),
    [
        (A, "a", r"\mathrm{a}"),
        (B, "b_2", r"\mathrm{b\_2}"),
        (A + B, "a + b_2", r"\mathrm{a} + \mathrm{b\_2}"),
        (2 * A - B - 1, "2 * a - b_2 - 1", r"2 \cdot \mathrm{a} - \mathrm{b\_2} - 1"),
        (5 - A, "5 - a", r"5 - \mathrm{a}"),
        (-3 - A, "-a - 3", r"-\mathrm{a} - 3"),
        (A - A, "0", "0"),
        (A - A - 2, "-2", "-2"),
        (TENTHS + A, "t + a", r"\mathrm{t} + \mathrm{a}"),
        (0.1 * A, "0.1 * a", r"0.1 \cdot \mathrm{a}"),
        (Sum(((1, A + B),)), "(a + b_2)", r"\left(\mathrm{a} + \mathrm{b\_2}\right)"),
        (Sum(((1, HIGH), (2, LOW))), "[a >= 3] + 2 * [b_2 >= 1]", None),
        (Product((A + B, TENTHS)), "(a + b_2) * t", None),
        (Sum(((3, Product((A, B))),), 0, 10), "0.3 * a * b_2", None),
        (Product((Sum(((1, HIGH),)), A)), "[a >= 3] * a", None),
        (Product((OneOf((A + B, A)), A)), "(a + b_2) * a", None),
        (Greatest((A, B)), "max(a, b_2)", r"\max(\mathrm{a}, \mathrm{b\_2})"),
        (RATIO, "(30 * a) / (a + b_2)", r"\frac{30 \cdot \mathrm{a}}{\mathrm{a} + \mathrm{b\_2}}"),
        (Choice(HIGH, A, B), "a if a >= 3, else b_2", None),
        (OneOf((A, B)), "a", r"\mathrm{a}"),
        (Between((A, B)), "between a and b_2", r"\text{between }\mathrm{a}\text{ and }\mathrm{b\_2}"),
        (Reported("dlqi_r", A, A, HIGH), "dlqi_r", r"\text{dlqi\_r}"),
        (HIGH, "a >= 3", r"\mathrm{a} \ge 3"),
        (A < 3, "a < 3", r"\mathrm{a} < 3"),
        (TENTHS >= 8, "t >= 8", None),
        (TENTHS >= 0.5, "t >= 0.5", None),
        (Given(HIGH, LOW), "a >= 3, provided b_2 >= 1", None),
        (HIGH & LOW, "(a >= 3) and (b_2 >= 1)", None),
        (HIGH | LOW, "(a >= 3) or (b_2 >= 1)", None),
        (~(HIGH | LOW), "not ((a >= 3) or (b_2 >= 1))", None),
        (Blank(A.cell), "a is blank", r"\mathrm{a}\text{ is blank}"),
        (~Blank(A.cell), "a is answered", None),
        (ps.flag("pregnant"), "pregnant", None),
        (~ps.flag("pregnant"), "not (pregnant)", None),
        (SEX.one_of("F"), "sex = F", None),
        (SEX.one_of("F", "X"), "sex in {F, X}", None),
        (~SEX.one_of("F"), "sex in {M, X}", None),
        (NR, "q [not relevant = 3]", None),
        (AtLeast(NR, 3), "q in {3, not relevant}", None),
        (ps.number("p", low=0, high=100, decimals=None) > 9.6, "p > 9.6", None),
        (ps.number("p", low=0, high=100, decimals=None) <= 9.6, "p <= 9.6", r"\mathrm{p} \le 9.6"),
        (ps.day("d").plus_months(6) >= date(1, 1, 8), "d + 6 months >= 0001-01-08", None),
        (ps.day("d") >= ps.day("e"), "d >= e", r"\mathrm{d} \ge \mathrm{e}"),
        (ps.day("d") > ps.day("e"), "d > e", None),
        (ps.day("d").plus_months(6) <= ps.day("e"), "d + 6 months <= e", None),
        (ps.day("d").plus_months(-6) <= ps.day("e"), "d - 6 months <= e", None),
        (ps.day("d") < ps.day("e"), "d < e", None),
        (ps.day("e") - ps.day("d") >= 28, "e - d >= 28", None),
        (A - B >= 1, "a - b_2 >= 1", None),
        (AtLeast(OneOf((Sum(((1, HIGH),)), A)), 1), "a >= 3", None),
    ],
)
def test_a_word_is_printed_as_a_paper_would(term: Any, text: str, latex: str | None) -> None:
    assert Printer("text").print(term) == text
    printed = Printer("latex").print(term)
    assert printed == latex or latex is None
    assert printed.count("{") == printed.count("}")
    assert printed.count(r"\left(") == printed.count(r"\right)")


@given(terms())
def test_every_term_can_be_printed(term: Any) -> None:
    for form in ("text", "latex"):
        printed = Printer(form).print(term)
        assert printed.count("(") == printed.count(")")


@pytest.mark.parametrize(
    ("value", "printed"),
    [
        (3, "3"),
        (Fraction(1, 10), "0.1"),
        (Fraction(1, 3), "1/3"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(6, 2), "3"),
    ],
)
def test_points_are_decimals_where_they_are_short(value: Any, printed: str) -> None:
    assert points(value) == printed


@pytest.mark.requirement("PSO-PASI-001", "PSO-DLQI-001", "PSO-DLQI-010")
def test_definitions_print_their_rule() -> None:
    # Specification A1; the names are those of the items
    assert ps.PASI.formula() == "PASI = " + " + ".join(
        f"{weight} * ({region}_erythema + {region}_induration + {region}_desquamation) * {region}_area"
        for weight, region in (
            (0.1, "head"),
            (0.2, "upper_extremities"),
            (0.3, "trunk"),
            (0.4, "lower_extremities"),
        )
    )
    assert ps.DLQI_BANDS.formula() == "DLQI band = [DLQI >= 2] + [DLQI >= 6] + [DLQI >= 11] + [DLQI >= 21]"
    assert ps.DLQI.formula().splitlines()[0] == "DLQI = " + " + ".join(
        "q7" if number == 7 else f"dlqi_{number:02d}" for number in range(1, 11)
    )
    assert ps.PASI.parts[0].formula("text").startswith("head_sum = head_erythema + ")
    assert ps.DLQI.parts[0].formula("latex") == r"\mathrm{DLQI~symptoms~and~feelings} = q_{1} + q_{2}"


@pytest.mark.requirement("PSO-PASI-001")
def test_pasi_is_printed_as_in_the_papers() -> None:
    # Specification A1, as Feldman and Krueger write it: E, I, D and A with h, u, t and l
    regions = ((0.1, "h"), (0.2, "u"), (0.3, "t"), (0.4, "l"))

    assert ps.PASI.formula("latex") == r"\mathrm{PASI} = " + " + ".join(
        rf"{weight} \cdot \left(E_{{{region}}} + I_{{{region}}} + D_{{{region}}}\right) \cdot A_{{{region}}}"
        for weight, region in regions
    )


def test_letters_with_a_number_are_printed_with_an_index_and_words_as_words() -> None:
    printer = Printer("latex", symbols=[("S", A), ("q7", B), ("the rest", A + B)])

    assert [printer.print(one) for one in (A, B, A + B)] == ["S", "q_{7}", r"\text{the rest}"]


def test_a_formula_has_two_forms() -> None:
    with pytest.raises(ps.DefinitionError) as raised:
        ps.PASI.formula("html")  # type: ignore[arg-type]

    assert str(raised.value) == "form='html'; choose from 'latex', 'text'"


def test_a_definition_is_a_table_in_a_notebook() -> None:
    html = evolve(ps.PASI, title="P<I")._repr_html_()

    assert html.startswith("<table><caption>P&lt;I</caption><tr><th>name</th><td>pasi</td></tr>")
    assert "<tr><th>range</th><td>0 to 72</td></tr>" in html
    assert f"<td>1 ({ps.PASI.fingerprint})</td>" in html
    assert html.endswith("</table>")


@pytest.mark.parametrize(
    ("condition", "text"),
    [
        (ps.day("visit") >= date(2015, 6, 30), "<visit >= 2015-06-30>"),
        (ps.day("visit") <= date(2015, 6, 30), "<visit < 2015-07-01>"),
        (ps.day("visit") <= date.max, "<visit < 3652060>"),
    ],
)
def test_a_day_is_compared_with_a_date(condition: Any, text: str) -> None:
    """3652060 is the ordinal after 9999-12-31, which has no date."""
    assert repr(condition) == text
