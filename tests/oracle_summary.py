"""The oracle's trial tables: rounding as SAS has it, and intervals of a proportion.

Neither stands in the clinical specification. Rounding is defined by "halves go away from zero"; the intervals
by their equations: Clopper CJ, Pearson ES. Biometrika 1934;26:404-413, and Wilson EB. J Am Stat Assoc
1927;22:209-212. Ends are bracketed by bisection over fractions, and the equations are summed term by term.
"""

from collections.abc import Callable
from fractions import Fraction
from math import comb
from statistics import NormalDist

Exact = int | Fraction

Bracket = tuple[Fraction, Fraction]
CERTAINLY_NONE: Bracket = (Fraction(0), Fraction(0))
CERTAINLY_ALL: Bracket = (Fraction(1), Fraction(1))
HALVINGS = 44  # an end is known to 2 to the power of -44, below 1e-13


def rounded_half_away(number: Exact, decimals: int) -> Fraction:
    """Nearest multiple of the last decimal place; halfway between two the one further from zero.

    The two neighbours are written down, one towards zero and one away from it.
    """
    step = Fraction(1, 10**decimals)
    distance = abs(Fraction(number))
    nearer = step * (distance // step)
    further = nearer + step
    rounded = nearer if distance - nearer < further - distance else further
    return rounded if number > 0 else -rounded


def chance_of_at_least(responders: int, n: int, chance: Fraction) -> Fraction:
    """Chance that so many or more of n respond, where each does with this chance."""
    total = Fraction(0)
    for count in range(responders, n + 1):
        total += comb(n, count) * chance**count * (1 - chance) ** (n - count)
    return total


def turning_point(low: Exact, high: Exact, is_past: Callable[[Fraction], bool]) -> Bracket:
    """Two fractions, close together, between which a condition begins to hold."""
    low, high = Fraction(low), Fraction(high)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if is_past(middle):
            high = middle
        else:
            low = middle
    return low, high


def clopper_pearson(responders: int, n: int, level: Fraction) -> tuple[Bracket, Bracket]:
    """Brackets of both ends: at each, what was seen or more, or less, has the chance of one tail."""
    tail = (1 - level) / 2
    lower, upper = CERTAINLY_NONE, CERTAINLY_ALL
    if responders > 0:
        lower = turning_point(0, 1, lambda p: chance_of_at_least(responders, n, p) > tail)
    if responders < n:
        upper = turning_point(0, 1, lambda p: 1 - chance_of_at_least(responders + 1, n, p) < tail)
    return lower, upper


def wilson(responders: int, n: int, level: Fraction) -> tuple[Bracket, Bracket]:
    """Brackets of both ends: each lies z standard errors, at the end itself, from the proportion seen."""
    z = Fraction(NormalDist().inv_cdf(float((1 + level) / 2)))
    seen = Fraction(responders, n)

    def is_outside(p: Fraction) -> bool:
        return (seen - p) ** 2 > z**2 * p * (1 - p) / n

    lower, upper = CERTAINLY_NONE, CERTAINLY_ALL
    if responders > 0:
        lower = turning_point(0, seen, lambda p: not is_outside(p))
    if responders < n:
        upper = turning_point(seen, 1, is_outside)
    return lower, upper
