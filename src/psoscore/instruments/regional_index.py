"""What PASI and its siblings share: regions with signs and an area, weighted and summed.

The index is the weighted sum over regions of (sum of the signs) times the
area grade.

Missing data:
    No item is filled. A region without area, or without signs, scores 0
    whatever is missing in it. Bounds are always given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.algebra import every, linear, some
from psoscore.cells import Cell
from psoscore.definitions import Contradiction, Score
from psoscore.instruments.area_grade import area_of
from psoscore.terms import AtLeast, Item, OneOf, Product, Quantity

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from psoscore.provenance import Provenance
    from psoscore.terms import Condition

__all__ = ["GREATEST_SIGN", "MISSING_RULE", "PLAQUE_SIGNS", "PUSTULAR_SIGNS", "regional_index"]

PLAQUE_SIGNS = ("erythema", "induration", "desquamation")
PUSTULAR_SIGNS = ("erythema", "pustules", "desquamation")
"""Pustules stand where the indices of plaque psoriasis have induration."""

GREATEST_SIGN = 4

MISSING_RULE = (
    "No item is filled. A region without area, or without signs, scores 0 whatever is missing in it; "
    "any other missing item leaves the score without a value. Bounds are always given."
)


def regional_index(  # noqa: PLR0913  an index is these things
    name: str,
    title: str,
    *,
    weights: Mapping[str, Decimal],
    signs: tuple[str, ...],
    provenance: Provenance,
    sign_scale: int = 1,
    subscripts: Mapping[str, str] | None = None,
    codes: Mapping[str, tuple[str, ...]] | None = None,
) -> Score:
    """An index over regions, with its regional subscores and contradictions.

    Args:
        name: The name of the result.
        title: What it is called in print.
        weights: Each region's weight, in order.
        signs: The signs that are graded in every region.
        provenance: Sources and requirement ids.
        sign_scale: Grades a point: 1 for whole signs, 2 where half points are allowed.
        subscripts: How papers write each region behind the first letter of a sign or of the area.
        codes: Published codes, by item and by subscore.

    Returns:
        The definition, with the parts ``<region>_sum``, ``<region>_sum_x_area``,
        ``<region>_sum_x_area_x_weight`` and ``total``.
    """
    known = codes or {}
    notation = tuple(
        (f"{region}_{one}", f"{one[0].upper()}_{{{subscript}}}")
        for region, subscript in (subscripts or {}).items()
        for one in (*signs, "area")
    )

    def score(part: str, term: Quantity, **more: Any) -> Score:
        said: dict[str, Any] = {"name": part, "title": part, "notation": notation} | more
        return Score(term=term, provenance=provenance, missing_rule=MISSING_RULE, **said)

    parts: list[Score] = []
    contradictions: list[Contradiction] = []
    regions: list[tuple[Decimal, Quantity]] = []
    for region, weight in weights.items():
        items = [_sign(f"{region}_{sign}", known, sign_scale) for sign in signs]
        total, area = linear([(1, item) for item in items]), area_of(region, known.get(f"{region}_area", ()))
        product = Product((total, area))
        regions.append((weight, product))
        contradictions += _contradictions(region, signs, total, area)
        subscores = {
            f"{region}_sum": total,
            f"{region}_sum_x_area": product,
            f"{region}_sum_x_area_x_weight": linear([(weight, product)]),
        }
        parts += [score(part, term, codes=known.get(part, ())) for part, term in subscores.items()]
    index = linear(regions)
    coded = known.get("total", ())
    parts.append(score("total", index, title=title, codes=coded))
    return score(
        name, index, title=title, parts=tuple(parts), contradictions=tuple(contradictions), codes=coded
    )


def _sign(name: str, codes: Mapping[str, tuple[str, ...]], scale: int) -> Item:
    """One sign of one region, 0 to 4."""
    return Item(Cell(name, high=GREATEST_SIGN * scale, scale=scale, aliases=codes.get(name, ())))


def _contradictions(
    region: str, signs: tuple[str, ...], total: Quantity, area: OneOf
) -> tuple[Contradiction, ...]:
    items = (f"{region}_area", *(f"{region}_{sign}" for sign in signs))
    has_area: Condition = some(AtLeast(area, 1))
    has_sign: Condition = some(AtLeast(total, 1))
    return (
        Contradiction("sign_without_area", every(has_sign, ~has_area), "a sign, but no area", items),
        Contradiction("area_without_sign", every(has_area, ~has_sign), "an area, but no sign", items),
    )
