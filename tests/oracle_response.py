"""The oracle's change, response and three-valued logic: specification A8, B6 and C1."""

from collections.abc import Iterable
from fractions import Fraction

from oracle_cells import Bounds, Truth


def pasi_response(baseline_tenths: int | None, visit_tenths: int | None, percent: int) -> Truth:
    """PASI-k response <=> 100 (B - V) >= k B, on whole tenths; undefined where the baseline is 0."""
    if baseline_tenths is None or visit_tenths is None or baseline_tenths == 0:
        return None
    return 100 * (baseline_tenths - visit_tenths) >= percent * baseline_tenths


def pasi_response_between(baseline: tuple[int, int], visit: tuple[int, int], percent: int) -> Truth:
    """Judge the response where both scores are only known to lie between two numbers of tenths."""
    seen = set()
    for baseline_tenths in range(baseline[0], baseline[1] + 1):
        for visit_tenths in range(visit[0], visit[1] + 1):
            seen.add(pasi_response(baseline_tenths, visit_tenths, percent))
            if len(seen) > 1:
                return None
    return seen.pop()


def change(baseline: int | None, visit: int | None) -> int | None:
    """Visit minus baseline, so that negative is better: specification B6."""
    if baseline is None or visit is None:
        return None
    return visit - baseline


def change_between(baseline: tuple[int, int], visit: tuple[int, int]) -> tuple[int, int]:
    changes = [v - b for b in range(baseline[0], baseline[1] + 1) for v in range(visit[0], visit[1] + 1)]
    return min(changes), max(changes)


def improvement_percent(baseline: int | None, visit: int | None) -> Fraction | None:
    """(B - V) / B x 100, exact; a worsening is negative; undefined where the baseline is 0."""
    if baseline is None or visit is None or baseline == 0:
        return None
    return Fraction((baseline - visit) * 100, baseline)


def percent_change(baseline: int | None, visit: int | None) -> Fraction | None:
    """(V - B) / B x 100: the improvement with the other sign."""
    improvement = improvement_percent(baseline, visit)
    return None if improvement is None else -improvement


def percent_change_between(baseline: tuple[int, int], visit: tuple[int, int]) -> Bounds | None:
    """Return the least and the greatest percent change; None where the baseline may be 0."""
    if baseline[0] == 0:
        return None
    changes = [
        Fraction((v - b) * 100, b)
        for b in range(baseline[0], baseline[1] + 1)
        for v in (visit[0], visit[1])  # for one baseline the change grows with the visit
    ]
    return min(changes), max(changes)


def at_least_between(bounds: Bounds, threshold: Fraction) -> Truth:
    """Judge score >= threshold where the score is only known to lie between two values."""
    low, high = bounds
    if low >= threshold:
        return True
    if high < threshold:
        return False
    return None


def dlqi_mcid_response(baseline: int | None, visit: int | None, mcid: int = 4) -> Truth:
    """Specification B6: a decrease of the MCID or more, assessed only from a baseline that allows it."""
    if baseline is None or visit is None or baseline < mcid:
        return None
    return baseline - visit >= mcid


KLEENE_AND: dict[tuple[Truth, Truth], Truth] = {
    (True, True): True,
    (True, False): False,
    (True, None): None,
    (False, True): False,
    (False, False): False,
    (False, None): False,
    (None, True): None,
    (None, False): False,
    (None, None): None,
}
KLEENE_OR: dict[tuple[Truth, Truth], Truth] = {
    (True, True): True,
    (True, False): True,
    (True, None): True,
    (False, True): True,
    (False, False): False,
    (False, None): None,
    (None, True): True,
    (None, False): None,
    (None, None): None,
}
KLEENE_NOT: dict[Truth, Truth] = {True: False, False: True, None: None}


def kleene_all(truths: Iterable[Truth]) -> Truth:
    verdict: Truth = True
    for truth in truths:
        verdict = KLEENE_AND[verdict, truth]
    return verdict


def kleene_any(truths: Iterable[Truth]) -> Truth:
    verdict: Truth = False
    for truth in truths:
        verdict = KLEENE_OR[verdict, truth]
    return verdict
