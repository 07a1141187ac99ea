"""The records of one parameter of an analysis data set, as arrays; frames know nothing of this."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from attrs import evolve, frozen

from psoscore.endpoints.arrays import change_arrays, percent_change_arrays
from psoscore.endpoints.change import BASELINE, HUNDRED_PERCENT, VISIT
from psoscore.endpoints.imputation import (
    LastObservationCarriedForward,
    ModifiedNRI,
    NonResponderImputation,
    impute_flags,
    impute_scores,
)
from psoscore.endpoints.responder_flags import OPEN
from psoscore.endpoints.visit_window_arrays import NOWHERE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from psoscore.endpoints.imputation import Imputation
    from psoscore.endpoints.visit_window import VisitWindow
    from psoscore.interop.adam_parameter import Parameter

__all__ = ["Places", "Rows", "columns_of", "judged", "with_imputed"]

Array: TypeAlias = "NDArray[Any]"

YES, NO = "Y", "N"
FLAG_TEXTS = np.array([NO, YES, None], object)
"""By flag: 0, 1, and -1 from the end."""


@frozen(eq=False)
class Places:
    """Where every record of the frame belongs, the same for every parameter.

    Attributes:
        subjects: The patients, each once.
        who: For each record the position of its patient.
        date: Its date, NaT where missing.
        day: Its study day, NaN where missing.
    """

    subjects: Array
    who: Array
    date: Array
    day: Array


@frozen(eq=False)
class Rows:
    """Records of one parameter: those of the data, and after them those that were imputed.

    Attributes:
        source: For each row the row of the frame it stands on; for an imputed
            one a row of the same patient.
        who: The position of its patient.
        window: The position of its window, or NOWHERE.
        value: The score, NaN where missing.
        baseline: Whether it is the baseline record.
        analysed: Whether it is the record that is analysed for its window.
        after: Whether it was made after baseline.
        imputed: Whether a rule put it there.
        base: The score of the patient at baseline, NaN where missing.
        flags: For each criterion a flag a row.
    """

    source: Array
    who: Array
    window: Array
    value: Array
    baseline: Array
    analysed: Array
    after: Array
    imputed: Array
    base: Array
    flags: tuple[Array, ...]


def judged(parameter: Parameter, rows: Rows, score: Array | tuple[Array, Array]) -> Rows:
    """The rows with the criteria judged on every record after baseline, from its score or its two bounds."""
    from psoscore import judge_arrays  # noqa: PLC0415  rooms reach the doors through the face, when used

    facts = {BASELINE: rows.base, VISIT: score}
    flags = (judge_arrays(one.condition, facts) for one in parameter.criteria)
    return evolve(rows, flags=tuple(np.where(rows.after, flag, OPEN) for flag in flags))


def with_imputed(  # noqa: PLR0913, PLR0917  what a rule needs to know
    parameter: Parameter, rows: Rows, rule: Imputation, windows: int, patients: int, reasons: Array | None
) -> Rows:
    """The rows, with a record for every patient and window at which the rule acts.

    A carried score is a record of its own and is judged like any other; it is
    analysed, and no record beside it that has only bounds. A non-responder's
    record has no score: its flags are N where no analysed record of the patient
    settles them.
    """
    first_row = np.full(patients, NOWHERE)
    first_row[rows.who[::-1]] = np.arange(len(rows.who))[::-1]
    base, there = rows.base[first_row], rows.analysed & (rows.window != NOWHERE)
    place = (rows.who[there], rows.window[there])
    if isinstance(rule, LastObservationCarriedForward):
        scores = np.full((patients, windows), np.nan)
        scores[place] = rows.value[there]
        filled = impute_scores(rule, scores, baseline=base)
        who, window = np.nonzero(filled.imputed)
        made = _new(rows, first_row, who, window, filled.filled[who, window])
        rows = evolve(rows, analysed=rows.analysed & ~(filled.imputed[rows.who, rows.window] & there))
        return _joined(rows, judged(parameter, made, made.value))
    if not isinstance(rule, NonResponderImputation | ModifiedNRI):
        return rows
    why = None if reasons is None else _reason_of_patient(rule, rows, patients, reasons)
    absent: list[Array] = []
    for flag in rows.flags:
        settled = np.full((patients, windows), OPEN, np.int8)
        settled[place] = flag[there]
        absent.append(impute_flags(rule, settled, reasons=why).imputed)
    acts = np.logical_or.reduce(absent) if absent else np.zeros((patients, windows), np.bool)
    who, window = np.nonzero(acts)
    made = _new(rows, first_row, who, window, np.full(len(who), np.nan))
    flags = tuple(np.where(one[who, window], 0, OPEN).astype(np.int8) for one in absent)
    return _joined(rows, evolve(made, flags=flags))


def _reason_of_patient(rule: Imputation, rows: Rows, patients: int, reasons: Array) -> Array:
    """One reason a patient; of several one that the rule names."""
    found = np.full(patients, None, object)
    for who, reason in zip(rows.who, reasons[rows.source], strict=True):
        if isinstance(reason, str) and found[who] not in getattr(rule, "failures", ()):
            found[who] = reason
    return found


def _new(rows: Rows, first_row: Array, who: Array, window: Array, value: Array) -> Rows:
    yes, no = np.ones(len(who), np.bool), np.zeros(len(who), np.bool)
    source = rows.source[first_row[who]]
    base = rows.base[first_row[who]]
    return Rows(source, who, window, value, no, yes, yes, yes, base, ())


def _joined(first: Rows, second: Rows) -> Rows:
    def both(name: str) -> Array:
        return np.concatenate([getattr(first, name), getattr(second, name)])

    return Rows(
        source=both("source"),
        who=both("who"),
        window=both("window"),
        value=both("value"),
        baseline=both("baseline"),
        analysed=both("analysed"),
        after=both("after"),
        imputed=both("imputed"),
        base=both("base"),
        flags=tuple(np.concatenate(pair) for pair in zip(first.flags, second.flags, strict=True)),
    )


def columns_of(  # noqa: PLR0913, PLR0917  everything that a record shows
    parameter: Parameter,
    rows: Rows,
    places: Places,
    windows: tuple[VisitWindow, ...],
    rule: Imputation,
    decimals: int | None,
    criteria: int,
) -> dict[str, Array]:
    """The variables of the data set, in its order."""
    size = len(rows.who)
    names = np.array([one.name for one in windows] + [None], object)
    numbers = np.array([one.number for one in windows] + [np.nan])
    known = ~np.isnan(rows.value)
    change, percent = _changes(parameter, rows, decimals)
    seen = ~rows.imputed
    columns: dict[str, Array] = {
        "USUBJID": places.subjects[rows.who],
        "PARAMCD": np.full(size, parameter.paramcd, object),
        "PARAM": np.full(size, parameter.param, object),
        "AVISIT": np.where(rows.baseline, "Baseline", names[rows.window]),
        "AVISITN": np.where(rows.baseline, 0.0, numbers[rows.window]),
        "ADT": np.where(seen, places.date[rows.source], np.datetime64("NaT", "D")),
        "ADY": np.where(seen, places.day[rows.source], np.nan),
        "AVAL": rows.value,
        "AVALC": _texts(parameter, rows.value, known),
        "BASE": rows.base,
        "CHG": change,
        "PCHG": percent,
        "ABLFL": _said(rows.baseline, YES),
        "ANL01FL": _said(rows.analysed | rows.baseline, YES),
        "DTYPE": _said(rows.imputed, rule.name),
    }
    for place in range(criteria):
        mine = place < len(parameter.criteria)
        label = parameter.criteria[place].label if mine else None
        flag = rows.flags[place] if mine else np.full(size, OPEN, np.int8)
        columns[f"CRIT{place + 1}"] = _said(rows.after, label)
        columns[f"CRIT{place + 1}FL"] = FLAG_TEXTS[flag]
    columns["PARAMTYP"] = np.full(size, parameter.paramtyp, object)
    return columns


def _said(marks: Array, text: str | None) -> Array:
    """The text where it is marked, else nothing."""
    texts = np.full(len(marks), None, object)
    texts[marks] = text
    return texts


def _texts(parameter: Parameter, values: Array, known: Array) -> Array:
    texts = np.full(len(values), None, object)
    labels, places = parameter.of.labels, len(str(parameter.of.scale)) - 1
    for row in np.flatnonzero(known):
        texts[row] = labels[int(values[row])] if labels else f"{values[row]:.{places}f}"
    return texts


def _changes(parameter: Parameter, rows: Rows, decimals: int | None) -> tuple[Array, Array]:
    """CHG and PCHG after baseline, exact, or rounded as SAS has it."""
    base, value = (np.where(rows.after, one, np.nan) for one in (rows.base, rows.value))
    change = change_arrays(base, value, of=parameter.of)
    percent = percent_change_arrays(base, value, of=parameter.of)
    if decimals is None:
        return change, percent
    both = ~np.isnan(change)
    scale = parameter.of.scale
    first, later = (np.rint(np.where(both, one, 0) * scale).astype(np.int64) for one in (base, value))
    changed = _half_away(later - first, np.full_like(first, scale), decimals)
    relative = _half_away(HUNDRED_PERCENT * (later - first), np.maximum(first, 1), decimals)
    return np.where(both, changed, np.nan), np.where(np.isnan(percent), np.nan, relative)


def _half_away(top: Array, bottom: Array, decimals: int) -> Array:
    """``top / bottom`` rounded on integers, halves away from zero, as ``round_half_away`` does it."""
    scale = 10**decimals
    whole = (2 * np.abs(top) * scale + bottom) // (2 * bottom)
    rounded: Array = np.sign(top) * whole / scale
    return rounded
