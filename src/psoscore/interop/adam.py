"""The analysis data set of scores: one record a patient, parameter and assessment (ADaM BDS).

>>> import polars as pl
>>> from datetime import date
>>> from psoscore.endpoints import PASI_75, VisitWindow
>>> visits = pl.DataFrame({
...     "USUBJID": ["A", "A"], "TRTSDT": [date(2015, 8, 31)] * 2,
...     "ADT": [date(2015, 8, 31), date(2015, 10, 26)], "pasi": [12.4, 3.1]})
>>> pasi = Parameter(paramcd="PASI", param="PASI total", column="pasi",
...     criteria=[Criterion(label="PASI 75", condition=PASI_75)])
>>> found = adqs(visits, pasi, windows=[VisitWindow.around_week(8, days=7)])
>>> found.select("AVISIT", "ADY", "CHG", "PCHG", "CRIT1FL").rows()
[('Baseline', 1.0, None, None, None), ('Week 8', 57.0, -9.3, -75.0, 'Y')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from attrs import evolve

from psoscore.amount_arrays import fault_at, read_floats
from psoscore.eager_frame import column, eager
from psoscore.endpoints.imputation import OBSERVED_CASES, ModifiedNRI
from psoscore.endpoints.responder_flags import OPEN
from psoscore.endpoints.rounding import checked_decimals
from psoscore.endpoints.visit_window import checked_windows
from psoscore.endpoints.visit_window_arrays import (
    FIRST_DOSE_DAY,
    NOWHERE,
    assign_windows,
    baseline_records,
)
from psoscore.errors import DefinitionError, Fault, InputError
from psoscore.given import several, several_of
from psoscore.interop.adam_parameter import Criterion, Parameter
from psoscore.interop.adam_rows import Places, Rows, columns_of, judged, with_imputed
from psoscore.interop.adam_value import Values, read_values, refuse_conflicts
from psoscore.interop.day_column import day_column
from psoscore.missing import is_missing
from psoscore.new_frame import new_frame
from psoscore.numerals import EXACT_IN_INTEGERS
from psoscore.provenance import Provenance
from psoscore.sources import ADAM_CHANGE, ADAM_STUDY_DAY, NRI_DATA, PSOSCORE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from psoscore.endpoints.imputation import Imputation
    from psoscore.endpoints.visit_window import Tie, VisitWindow

__all__ = ["ADAM_PROVENANCE", "Criterion", "Parameter", "adqs"]

Frame = TypeVar("Frame")

BEFORE = NOWHERE - 1
"""A record of the planned visit 0, the baseline."""

ADAM_PROVENANCE = Provenance(
    sources=(ADAM_STUDY_DAY, ADAM_CHANGE, NRI_DATA, PSOSCORE),
    requirements=(
        "PSO-ENDP-022",
        "PSO-ENDP-023",
        "PSO-ENDP-024",
        "PSO-ENDP-029",
        "PSO-ENDP-030",
        "PSO-ENDP-031",
    ),
    note="Imputed records have no date and no study day.",
)


def adqs(  # noqa: PLR0913 - which columns hold what, keyword-only
    frame: Frame,
    *parameters: Parameter,
    windows: Iterable[VisitWindow],
    subject: str = "USUBJID",
    date: str | None = "ADT",
    first_dose: str | None = "TRTSDT",
    visit: str | None = None,
    tie: Tie = "later",
    imputation: Imputation = OBSERVED_CASES,
    reason: str | None = None,
    decimals: int | None = None,
    keep: str | Iterable[str] = (),
) -> Frame:
    """The analysis data set of one or more scores, in the basic data structure of ADaM.

    Columns: USUBJID, PARAMCD, PARAM, AVISIT, AVISITN, ADT, ADY, AVAL, AVALC,
    BASE, CHG, PCHG, ABLFL, ANL01FL, DTYPE, CRIT1, CRIT1FL, ..., PARAMTYP, then
    those kept. Rows are sorted by patient, parameter, visit and day.

    The baseline is the last record with a value on or before day 1. CHG and
    PCHG stand after baseline only; from a baseline of 0 there is no PCHG. Of
    the records in a window the one nearest to the target is analysed (ANL01FL).

    Records of one patient, parameter and day with different values are
    refused, so that the order of the rows decides nothing; where ``visit`` is
    given, records of one patient, parameter and planned visit. Of identical
    ones a single one is the baseline or analysed. A record without a value
    contradicts nothing.

    Missing data: a record without a value has none of what is derived from
    it. Nothing is imputed unless a rule is named; then every patient of the
    frame has a record for every window at which the rule acts, with the name of
    the rule as DTYPE and neither ADT nor ADY. A non-responder imputation gives
    no AVAL, only the flags N; it stands beside a record whose value settles not
    every flag, such as one without a baseline. Both have ANL01FL then, and each
    criterion is settled in one of them alone: whoever counts flags counts a
    patient once, and ``change_summary`` leaves the record without a score out.

    A score that is known only to lie between two bounds has no value, but the
    bounds can settle a criterion: see ``Parameter.bounds``. Where they do, and
    no record in the window has a value, the nearest such record is analysed.
    Bounds are not read unless a parameter names them, and never for BASE.

    Args:
        frame: An eager frame, one row a patient and assessment: pandas, polars, pyarrow, ...
        *parameters: What is analysed.
        windows: The planned visits after day 1; they share no day.
        subject: The column that names the patient.
        date: The column of the date of the assessment; None where there is none.
        first_dose: The column of the date of the first dose, one a patient, on all rows
            or on some; None where there is none.
        visit: The column of the number of the planned visit, 0 for baseline,
            else the number of a window; with it days do not decide what
            belongs where, and both dates may be None.
        tie: As for ``analysis_record``.
        imputation: ``OBSERVED_CASES``, ``NRI``, ``LOCF``, ``LOCF_FROM_BASELINE`` or a ``ModifiedNRI``.
        reason: The column of the reason of discontinuation, for a ``ModifiedNRI``.
        decimals: Round CHG and PCHG to so many decimals as SAS does, halves
            away from zero; None leaves them as they are.
        keep: A column of the frame, or several, that every record of a patient
            carries on, such as the arm; a patient has one value.

    Returns:
        A frame of the same kind.

    Raises:
        InputError: A column is not there, a score is no value of its definition,
            records contradict each other, a date is none, a patient has no name, a
            first dose or a kept column varies in a patient, or what should be a list
            of parameters, windows or columns is none.
        DefinitionError: No parameter, one twice, a window on or before day 1,
            no dates and no visit, or an option that makes no sense.
        MissingExtraError: narwhals is not installed.
    """
    ordered = _checked(parameters, checked_windows(windows), imputation, reason, decimals)
    table = eager(frame)
    places = _places(table, subject, date, first_dose)
    if visit is None and (date is None or first_dose is None):
        message = "say date= and first_dose=, or visit= for the number of the planned visit"
        raise DefinitionError(message)
    planned = None if visit is None else _planned(visit, column(table, visit), ordered)
    reasons = None if reason is None else column(table, reason).astype(object)
    most = max(len(one.criteria) for one in parameters)
    every: list[dict[str, NDArray[Any]]] = []
    owners: list[NDArray[Any]] = []
    given = [read_values(one, table) for one in parameters]
    refuse_conflicts(parameters, given, places, planned)
    for parameter, values in zip(parameters, given, strict=True):
        rows = _observed(parameter, places, values, ordered, planned, tie)
        rows = with_imputed(parameter, rows, imputation, len(ordered), len(places.subjects), reasons)
        every.append(columns_of(parameter, rows, places, ordered, imputation, decimals, most))
        owners.append(rows.who)
    whole = {name: np.concatenate([one[name] for one in every]) for name in every[0]}
    order = np.lexsort(
        (
            whole["ADY"],
            whole["AVISITN"],
            np.unique(whole["PARAMCD"].astype(str), return_inverse=True)[1],
            np.unique(whole["USUBJID"].astype(str), return_inverse=True)[1],
        )
    )
    owner = np.concatenate(owners)[order]
    names = (keep,) if isinstance(keep, str) else several("keep", keep, "names of columns")
    rows_kept = {name: _kept(name, table, places, whole)[owner] for name in names}
    made: Frame = new_frame(table, {name: one[order] for name, one in whole.items()}, rows_kept)
    return made


def _checked(
    parameters: tuple[Parameter, ...],
    windows: tuple[VisitWindow, ...],
    imputation: Any,
    reason: str | None,
    decimals: int | None,
) -> tuple[VisitWindow, ...]:
    several_of("parameters", parameters, Parameter, "Parameter(...), one after the other")
    codes = [one.paramcd for one in parameters]
    if not codes or len(set(codes)) < len(codes):
        message = "an analysis data set needs parameters, each with a PARAMCD of its own"
        raise DefinitionError(message)
    if windows[0].low <= FIRST_DOSE_DAY or windows[0].number <= 0:
        message = (
            f"{windows[0].name}: windows lie after day 1, their numbers above 0; the baseline finds itself"
        )
        raise DefinitionError(message)
    if getattr(imputation, "name", None) is None:
        message = f"{imputation!r} is no rule of imputation; name one, such as NRI or OBSERVED_CASES"
        raise DefinitionError(message)
    if isinstance(imputation, ModifiedNRI) and reason is None:
        message = "a modified NRI reads why patients discontinued; say reason= for the column"
        raise DefinitionError(message)
    if decimals is not None:
        checked_decimals(decimals)
    return windows


def _places(table: Any, subject: str, date: str | None, first_dose: str | None) -> Places:
    subjects, who = np.unique(_names(table, subject), return_inverse=True)
    never = np.full(len(who), np.datetime64("NaT", "D"))
    when = never if date is None else day_column(table, date)
    start = never if first_dose is None else _of_patient(first_dose, day_column(table, first_dose), who)
    elapsed = (when - start).astype("m8[D]")
    day = np.where(np.isnat(elapsed), np.nan, elapsed.astype(np.float64))
    return Places(subjects.astype(object), who, when, np.where(day >= 0, day + 1, day))


def _names(table: Any, subject: str) -> NDArray[Any]:
    """The patients as text."""
    names = column(table, subject)
    missing = np.array(
        [is_missing(one) or (isinstance(one, str) and not one) for one in names.tolist()], np.bool
    )
    strange = np.array([not _is_name(one) for one in names.tolist()], np.bool) & ~missing
    allowed = "the name of a patient, text or a whole number"
    faults = [
        fault_at(subject, kind, allowed, wrong)
        for kind, wrong in (("missing", missing), ("no_name", strange))
        if wrong.any()
    ]
    if faults:
        raise InputError(faults)
    return np.array([one if isinstance(one, str) else int.__repr__(one) for one in names.tolist()], str)


def _is_name(one: object) -> bool:
    """Whether it is text, or a whole number that has room in a data set."""
    return isinstance(one, str) or (
        isinstance(one, int) and int.bit_length(one) <= EXACT_IN_INTEGERS.bit_length()
    )


def _of_patient(name: str, days: NDArray[Any], who: NDArray[Any]) -> NDArray[Any]:
    """The one day of each patient, on every row; it may be missing on some of them."""
    known = np.flatnonzero(~np.isnat(days))
    one = np.full(who.max(initial=NOWHERE) + 1, np.datetime64("NaT", "D"))
    one[who[known]] = days[known]
    differs = np.zeros(days.shape, np.bool)
    differs[known] = one[who[known]] != days[known]
    if differs.any():
        raise InputError([fault_at(name, "varies", "one value a patient", differs)])
    found: NDArray[Any] = one[who]
    return found


def _planned(name: str, numbers: NDArray[Any], windows: tuple[VisitWindow, ...]) -> NDArray[Any]:
    """The position of each record's window; BEFORE marks a baseline record."""
    given = read_floats(name, numbers, allowed="the numbers of planned visits")
    found = np.full(given.shape, NOWHERE)
    found[given == 0] = BEFORE
    for place, one in enumerate(windows):
        found[given == one.number] = place
    stray = (found == NOWHERE) & ~np.isnan(given)
    if stray.any():
        allowed = f"0 for baseline, {', '.join(f'{one.number:g}' for one in windows)}"
        raise InputError([fault_at(name, "no_window", allowed, stray)])
    return found


def _observed(  # noqa: PLR0913, PLR0917  what a record is, and where it belongs
    parameter: Parameter,
    places: Places,
    values: Values,
    windows: tuple[VisitWindow, ...],
    planned: NDArray[Any] | None,
    tie: Tie,
) -> Rows:
    """The rows of the data, judged: where they belong, which is the baseline, which are analysed.

    A record that has only bounds, and a criterion that they settle, is analysed
    where no record of the patient and window has a value.
    """
    size, value, known = len(places.who), values.value, ~np.isnan(values.value)
    day, after = places.day, places.day > FIRST_DOSE_DAY
    if planned is not None:
        day, after = np.full(size, np.nan), planned >= 0
        day[planned == BEFORE] = -FIRST_DOSE_DAY
        day[after] = np.array([one.target for one in windows])[planned[after]]
    found = assign_windows(windows, places.who, day, known=known, tie=tie)
    baseline = baseline_records(places.who, day, known=known)
    base = np.full(len(places.subjects), np.nan)
    base[places.who[baseline]] = value[baseline]
    rows = Rows(
        source=np.arange(size),
        who=places.who,
        window=found.window,
        value=value,
        baseline=baseline,
        analysed=found.analysed,
        after=after,
        imputed=np.zeros(size, np.bool),
        base=base[places.who],
        flags=(),
    )
    if parameter.bounds is None:
        return judged(parameter, rows, rows.value)
    rows = judged(parameter, rows, (values.low, values.high))
    settled = ~known & np.any([flag != OPEN for flag in rows.flags], axis=0)
    nearest = assign_windows(windows, places.who, day, known=settled, tie=tie).analysed
    visit = places.who * len(windows) + rows.window
    return evolve(rows, analysed=rows.analysed | (nearest & ~np.isin(visit, visit[rows.analysed])))


def _kept(name: str, table: Any, places: Places, made: Mapping[str, Any]) -> NDArray[np.int64]:
    """For each patient a row of the frame that holds the one value of a kept column."""
    if name in made:
        raise InputError([Fault(item=name, kind="column_exists", hint="the data set makes this column")])
    row = np.full(len(places.subjects), NOWHERE)
    row[places.who[::-1]] = np.arange(len(places.who))[::-1]
    values: list[Any] = column(table, name).tolist()
    found: dict[int, Any] = {}
    for place, (who, one) in enumerate(zip(places.who.tolist(), values, strict=True)):
        if is_missing(one):
            continue
        if found.setdefault(who, one) != one:
            raise InputError([Fault(item=name, kind="varies", allowed="one value a patient")])
        row[who] = place
    return row
