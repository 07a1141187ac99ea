"""What is done about visits that are missing, as named rules; every imputed record is marked.

psoscore never imputes unless a rule is named. Observed cases and the last
observation carried forward act on scores and on responder flags; a
non-responder imputation acts on responder flags only, because a score of a
non-responder does not exist.

Missing data:
    Each rule says what it does, and ``Imputed.imputed`` which records it did it to.

>>> impute_flags(NRI, [[1, -1, 0]]).filled
array([[1, 0, 0]], dtype=int8)
>>> impute_scores(LOCF, [[12.4, None, None]]).filled
array([[12.4, 12.4, 12.4]])
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import field, frozen

from psoscore.amount_arrays import array_of, fault_at, read_floats
from psoscore.endpoints.responder_flags import OPEN, read_flags
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.missing import is_missing
from psoscore.provenance import Provenance
from psoscore.row_order import refuse_other_orders
from psoscore.sources import IMPUTATION_CHAPTER, MODIFIED_NRI, NRI_DATA, PSOSCORE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

__all__ = [
    "LOCF",
    "LOCF_FROM_BASELINE",
    "NRI",
    "OBSERVED_CASES",
    "Imputation",
    "Imputed",
    "LastObservationCarriedForward",
    "ModifiedNRI",
    "NonResponderImputation",
    "ObservedCases",
    "impute_flags",
    "impute_scores",
]

OBSERVED_PROVENANCE = Provenance(sources=(IMPUTATION_CHAPTER,), requirements=("PSO-ENDP-012",))
NRI_PROVENANCE = Provenance(
    sources=(IMPUTATION_CHAPTER, NRI_DATA, PSOSCORE),
    requirements=("PSO-ENDP-013", "PSO-ENDP-014"),
    note="Gaps between observed visits are imputed, too.",
)
LOCF_PROVENANCE = Provenance(
    sources=(IMPUTATION_CHAPTER, PSOSCORE),
    requirements=("PSO-ENDP-015",),
    status="unconfirmed",
    note="The baseline is carried only by the rule that says so.",
)
MODIFIED_PROVENANCE = Provenance(
    sources=(MODIFIED_NRI, PSOSCORE),
    requirements=("PSO-ENDP-016",),
    status="unconfirmed",
    note="Sponsors differ, so the reasons are the caller's. What is missing for another reason stays open: "
    "it is for a multiple imputation of the score before it is dichotomised, which psoscore does not make.",
)


@frozen
class ObservedCases:
    """Nothing is imputed; what is missing is left out of numerator and denominator."""

    name: str = field(default="OC", init=False)
    provenance: Provenance = field(default=OBSERVED_PROVENANCE, repr=False, init=False)


@frozen
class NonResponderImputation:
    """A missing response is no response; the denominator is everybody."""

    name: str = field(default="NRI", init=False)
    provenance: Provenance = field(default=NRI_PROVENANCE, repr=False, init=False)


@frozen(kw_only=True)
class LastObservationCarriedForward:
    """The last value that was observed stands for later visits that are missing.

    Attributes:
        baseline: Whether the baseline, too, is carried, to visits before the first observed one.
    """

    baseline: bool = False
    name: str = field(default="LOCF", init=False)
    provenance: Provenance = field(default=LOCF_PROVENANCE, repr=False, init=False)


def _reasons(reasons: Iterable[str]) -> frozenset[str]:
    if isinstance(reasons, str):
        reasons = (reasons,)
    return frozenset(reasons)


@frozen(kw_only=True)
class ModifiedNRI:
    """A missing response is none after a discontinuation for one of these reasons; else it stays open.

    A gap before an observed visit is not after a discontinuation, so it stays open, too.

    Attributes:
        failures: The reasons, as the data write them, such as ``{"lack of efficacy"}``.
    """

    failures: frozenset[str] = field(converter=_reasons)
    name: str = field(default="MNRI", init=False)
    provenance: Provenance = field(default=MODIFIED_PROVENANCE, repr=False, init=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a rule that names no reason."""
        brought: Any = self.failures
        if not brought or not all(isinstance(one, str) and one for one in brought):
            message = "a modified NRI names the reasons of discontinuation that count as failure"
            raise DefinitionError(message)


Imputation: TypeAlias = ObservedCases | NonResponderImputation | LastObservationCarriedForward | ModifiedNRI

OBSERVED_CASES = ObservedCases()
"""Observed cases: nothing is imputed."""
NRI = NonResponderImputation()
"""Non-responder imputation: a missing response is none."""
LOCF = LastObservationCarriedForward()
"""Last observation carried forward, after baseline only."""
LOCF_FROM_BASELINE = LastObservationCarriedForward(baseline=True)
"""Last observation carried forward, the baseline included."""


@frozen(eq=False)
class Imputed:
    """Flags or scores after a rule, and where it acted.

    Attributes:
        filled: The flags (int8, -1 where open) or the scores (float64, NaN where missing).
        imputed: True where the rule put the value.
        rule: The rule.
    """

    filled: NDArray[Any]
    imputed: NDArray[np.bool]
    rule: Imputation

    @property
    def dtype(self) -> NDArray[Any]:
        """The name of the rule where it acted, else None, as the variable DTYPE has it."""
        marks = np.full(self.imputed.shape, None, object)
        marks[self.imputed] = self.rule.name
        return marks


def impute_flags(rule: Imputation, responses: Any, *, reasons: Any = None) -> Imputed:
    """Responder flags after a rule.

    Args:
        rule: ``NRI``, ``OBSERVED_CASES``, ``LOCF``, ``LOCF_FROM_BASELINE`` or a ``ModifiedNRI``.
        responses: Flags; the last axis is that of the visits, in order of time.
            The baseline, if it is to be carried, counts as no response.
        reasons: For a ``ModifiedNRI``: why the patient discontinued, None where
            not. One a patient acts after the last visit that is not open; one a
            visit acts at the visits where it stands.

    Returns:
        The flags, and where they were imputed.

    Raises:
        InputError: A cell is no flag, or the reasons are absent, no text, or of another shape
            or index.
        DefinitionError: It is no rule.

    Examples:
        >>> rule = ModifiedNRI(failures={"lack of efficacy"})
        >>> found = impute_flags(rule, [[1, -1], [1, -1]], reasons=["lack of efficacy", "moved away"])
        >>> found.filled.tolist(), found.dtype.tolist()
        ([[1, 0], [1, -1]], [[None, 'MNRI'], [None, None]])
    """
    refuse_other_orders(responses=responses, reasons=reasons)
    flags = read_flags("responses", responses)
    missing = flags == OPEN
    if isinstance(rule, ObservedCases):
        return Imputed(flags, np.zeros(flags.shape, np.bool), rule)
    if isinstance(rule, LastObservationCarriedForward):
        return _carried(rule, flags, missing, np.array(0, np.int8))
    if isinstance(rule, NonResponderImputation):
        acts = missing
    elif isinstance(rule, ModifiedNRI):  # pyright: ignore[reportUnnecessaryIsInstance]
        acts = missing & _failed(rule, reasons, missing)
    else:
        raise _no_rule(rule)
    np.putmask(flags, acts, 0)
    return Imputed(flags, acts, rule)


def impute_scores(rule: Imputation, scores: Any, *, baseline: Any = None) -> Imputed:
    """Scores after a rule: observed cases, or the last observation carried forward.

    Args:
        rule: ``OBSERVED_CASES``, ``LOCF`` or ``LOCF_FROM_BASELINE``.
        scores: Numbers, with NaN, None or masked cells where missing; the last
            axis is that of the visits, in order of time.
        baseline: The scores at baseline, for ``LOCF_FROM_BASELINE``.

    Returns:
        The scores as float64, and where they were imputed.

    Raises:
        InputError: A cell is no finite number, there is no axis of visits, or the
            baseline is absent or of another shape or index.
        DefinitionError: The rule acts on responder flags only, or is none.

    Examples:
        >>> impute_scores(LOCF_FROM_BASELINE, [[None, 4.0, None]], baseline=[20.0]).filled
        array([[20.,  4.,  4.]])
    """
    if isinstance(rule, NonResponderImputation | ModifiedNRI):
        message = (
            f"{rule.name} of a score is undefined: it acts on responder flags, after the response is judged"
        )
        raise DefinitionError(message)
    refuse_other_orders(scores=scores, baseline=baseline)
    values = read_floats("scores", scores)
    if not values.ndim:
        allowed = "an array whose last axis is that of the visits"
        raise InputError([Fault(item="scores", kind="no_visits", allowed=allowed)])
    missing = np.isnan(values)
    if isinstance(rule, ObservedCases):
        return Imputed(values, np.zeros(values.shape, np.bool), rule)
    if not isinstance(rule, LastObservationCarriedForward):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _no_rule(rule)
    first = np.array(np.nan)
    if rule.baseline:
        if baseline is None:
            raise InputError([Fault(item="baseline", kind="missing", allowed="the scores at baseline")])
        first = read_floats("baseline", baseline)
        if first.shape != values.shape[:-1]:
            fault = Fault("baseline", "wrong_length", allowed=str(values.shape[:-1]), value=str(first.shape))
            raise InputError([fault])
    return _carried(rule, values, missing, first)


def _carried(
    rule: LastObservationCarriedForward, values: NDArray[Any], missing: NDArray[np.bool], first: NDArray[Any]
) -> Imputed:
    """Each missing visit takes what the visit before it has, the first one the baseline or nothing."""
    imputed = np.zeros(values.shape, np.bool)
    last, known = first, rule.baseline & ~np.isnan(first)
    for visit in range(values.shape[-1]):
        gap = missing[..., visit]
        acts = gap & known
        values[..., visit] = np.where(acts, last, values[..., visit])
        imputed[..., visit] = acts
        last, known = values[..., visit], known | ~gap
    return Imputed(values, imputed, rule)


def _failed(rule: ModifiedNRI, reasons: Any, missing: NDArray[np.bool]) -> NDArray[np.bool]:
    """Where a patient had discontinued for a reason of the rule."""
    shape = missing.shape
    if reasons is None:
        allowed = "the reasons of discontinuation, None where a patient went on"
        raise InputError([Fault(item="reasons", kind="missing", allowed=allowed)])
    given = array_of("reasons", reasons, "one reason a cell", kind=object)
    if given.shape not in {shape, shape[:-1]}:
        allowed = f"{shape[:-1]} or {shape}"
        raise InputError(
            [Fault(item="reasons", kind="wrong_length", allowed=allowed, value=str(given.shape))]
        )
    strange = np.array([not isinstance(one, str) and not is_missing(one) for one in given.flat], np.bool)
    if strange.any():
        allowed = "text, or None where a patient went on"
        raise InputError([fault_at("reasons", "not_text", allowed, strange.reshape(given.shape))])
    failed = np.array([isinstance(one, str) and one in rule.failures for one in given.flat], np.bool)
    failed = failed.reshape(given.shape)
    if given.shape == shape:
        return failed
    never_seen_again = np.logical_and.accumulate(missing[..., ::-1], axis=-1)[..., ::-1]
    return failed[..., None] & never_seen_again


def _no_rule(rule: object) -> DefinitionError:
    return DefinitionError(f"{rule!r} is no rule of imputation; name one, such as NRI or OBSERVED_CASES")
