"""One form typed by hand: PASI and DLQI in notebooks, and area grades.

Pipelines and trial software use ``score`` with a record; these are for people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from psoscore.engine.interpret import Interpreter
from psoscore.engine.options import UNSAID, Contradictions, Options
from psoscore.engine.record.answered import Answered
from psoscore.engine.record.door import score
from psoscore.engine.states import Gap, allowed_text, read
from psoscore.errors import Fault, InputError
from psoscore.instruments.area_grade import grade_of, percent_item
from psoscore.instruments.dlqi import DLQI, QUESTIONS
from psoscore.instruments.pasi import PASI, REGION_WEIGHTS, SIGNS
from psoscore.shown import shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from psoscore.engine.record.scored import Scored

__all__ = ["area_grade", "dlqi", "pasi"]

ITEMS_A_REGION = (*SIGNS, "area")
PERCENT = percent_item("percent")


def pasi(
    *,
    head: Iterable[Any],
    upper_extremities: Iterable[Any],
    trunk: Iterable[Any],
    lower_extremities: Iterable[Any],
    contradictions: Contradictions = "warn",
) -> Scored:
    """PASI of four regions, each (erythema, induration, desquamation, area grade).

    Missing data: None is an empty cell; see ``PASI``.

    Args:
        head: Head and neck: three signs 0 to 4 and the area grade 0 to 6.
        upper_extremities: Arms, shoulders and hands.
        trunk: Trunk with axillae and genitals.
        lower_extremities: Legs and buttocks.
        contradictions: As for ``score``.

    Returns:
        The result, 0 to 72, with bounds and parts.

    Raises:
        InputError: A region has not four entries, or one cannot be read.

    >>> pasi(head=(2, 2, 1, 2), upper_extremities=(0, 0, 0, 0),
    ...      trunk=(3, 2, 2, 4), lower_extremities=(0, 0, 0, 0)).value
    9.4
    """
    given = dict(
        zip(REGION_WEIGHTS, (head, upper_extremities, trunk, lower_extremities), strict=True),
    )
    record: dict[str, Any] = {}
    faults: list[Fault] = []
    for region, values in given.items():
        entries = _entries(region, values, len(ITEMS_A_REGION), faults)
        record |= {f"{region}_{item}": value for item, value in zip(ITEMS_A_REGION, entries, strict=False)}
    if faults:
        raise InputError(faults)
    return score(PASI, record, contradictions=contradictions)


def dlqi(answers: Iterable[Any], *, part_b: Any = UNSAID, contradictions: Contradictions = "warn") -> Scored:
    """DLQI of ten answers in order, each 0 to 3, None or ``NOT_RELEVANT``.

    Missing data: None is an unanswered question; see ``DLQI``.

    Args:
        answers: Ten answers. The seventh is question 7 already combined, 0 to
            3, unless ``part_b`` is given: then it is part a, 3 for yes and 0 for no.
        part_b: Part b of question 7, 0 to 2; None where it is blank.
        contradictions: As for ``score``.

    Returns:
        The result, 0 to 30, with bounds and subscales.

    Raises:
        InputError: There are not ten answers, or one cannot be read.

    >>> dlqi([1, 2, 0, 1, 0, 0, 3, 1, 0, 2]).value
    10.0
    >>> dlqi([1, 2, 0, 1, 0, 0, 0, 1, 0, 2], part_b=2).value
    9.0
    """
    faults: list[Fault] = []
    entries = _entries("dlqi", answers, len(QUESTIONS), faults)
    if faults:
        raise InputError(faults)
    record: dict[str, Any] = {
        f"dlqi_{number:02d}": one for number, one in zip(QUESTIONS, entries, strict=True)
    }
    if part_b is not UNSAID:
        record["dlqi_07a"] = record.pop("dlqi_07")
        record["dlqi_07b"] = part_b
    return score(DLQI, record, contradictions=contradictions)


def _entries(name: str, values: Any, wanted: int, faults: list[Fault]) -> Sequence[Any]:
    try:
        entries = [] if isinstance(values, str | bytes) else list(values)
    except Exception:  # noqa: BLE001  what cannot be gone through, for whatever reason, holds no answers
        entries = []
    if len(entries) != wanted:
        faults.append(Fault(name, "wrong_length", f"{wanted} answers in order", shown(values)))
    return entries


def area_grade(percent: Any) -> int:
    """The area grade of a percentage of a region.

    The bands are half-open: 0 is grade 0, anything above it below 10 grade 1,
    then 10, 30, 50, 70 and 90 begin grades 2 to 6. The percentage is compared
    as it comes and never rounded first.

    Missing data: there is no grade for what is missing; it is refused here,
    and gives bounds where a record brings ``<region>_area_percent``.

    Args:
        percent: 0 to 100, of the region, not of the whole body [%].

    Returns:
        0 to 6.

    Raises:
        InputError: It is no number from 0 to 100.

    >>> [area_grade(percent) for percent in (0, 0.5, 9.99, 10, 29.9, 90, 100)]
    [0, 1, 1, 2, 2, 6, 6]

    Sources: Feldman and Krueger 2005; CDISC PASI FREDRIKSSON.
    """
    state = read(PERCENT.cell, percent, Options())
    if isinstance(state, Gap | tuple):
        state = Fault("percent", "missing", allowed_text(PERCENT.cell), shown(percent))
    if isinstance(state, Fault):
        raise InputError([state])
    grade, _ = Interpreter(Answered({"percent": state})).pair(grade_of(PERCENT))
    return int(grade)
