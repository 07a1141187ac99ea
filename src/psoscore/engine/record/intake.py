"""How a record is read: every cell a definition needs, and every fault at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from psoscore.engine.options import Options, absence, unknown_names
from psoscore.engine.states import Gap, State, read
from psoscore.errors import Fault

if TYPE_CHECKING:
    from psoscore.engine.questions import Questions

__all__ = ["States", "intake"]

States = dict[str, State]
RECORD = "a mapping of items to answers"
ROW_HINT = "row.to_dict() makes one of a row of pandas"


def intake(questions: Questions, record: Mapping[Any, Any], options: Options) -> tuple[States, list[Fault]]:
    """The state of every cell, and everything that is wrong with the record.

    Args:
        questions: What the definition reads.
        record: Item names, CDISC codes or the names in ``options.columns``, with answers.
        options: What the caller says about the data.
    """
    came = f"a {type(record).__name__}"
    brought: Any = record
    if not isinstance(brought, Mapping):
        return {}, [Fault("", "is_no_record", RECORD, came, ROW_HINT if hasattr(record, "to_dict") else "")]
    try:
        return _taken(questions, record, options)
    except Exception:  # noqa: BLE001  a stranger's mapping, or its keys, can raise anything
        return {}, [Fault("", "unreadable", RECORD, came)]


def _taken(questions: Questions, record: Mapping[Any, Any], options: Options) -> tuple[States, list[Fault]]:
    faults = unknown_names(options, questions)
    states: States = {}
    for name in questions.single:
        _take(name, questions, record, options, states, faults)
    for forms in questions.forms:
        _take_forms(forms, questions, record, options, states, faults)
    if options.invalid == "unknown":
        setaside = {fault.item for fault in faults if states.get(fault.item) is Gap.REFUSED}
        faults = [fault for fault in faults if fault.item not in setaside]
    return states, faults


def _keys(name: str, questions: Questions, record: Mapping[Any, Any], options: Options) -> list[str]:
    """The keys under which a cell stands in the record."""
    if name in options.columns:
        return [options.columns[name]] if options.columns[name] in record else []
    return [key for key in (name, *questions.cells[name].aliases) if key in record]


def _take(  # noqa: PLR0913, PLR0917  the two last are filled in
    name: str,
    questions: Questions,
    record: Mapping[Any, Any],
    options: Options,
    states: States,
    faults: list[Fault],
) -> None:
    keys = _keys(name, questions, record, options)
    if name in options.unrecorded:
        states[name] = Gap.UNRECORDED
    elif not keys:
        states[name] = Gap.UNRECORDED
        faults.append(absence(name, record, questions, options))
    else:
        found = [read(questions.cells[name], record[key], options) for key in keys]
        answered = [one for one in found if one is not Gap.BLANK]
        states[name] = answered[0] if answered else Gap.BLANK
        if len(answered) > 1:
            states[name] = Gap.REFUSED
            faults.append(
                Fault(name, "answered_twice", value=" and ".join(keys), hint="keep one of the names")
            )
        elif answered and isinstance(answered[0], Fault):
            states[name] = Gap.REFUSED
            faults.append(answered[0])


def _take_forms(  # noqa: PLR0913, PLR0917  the two last are filled in
    forms: tuple[tuple[str, ...], ...],
    questions: Questions,
    record: Mapping[Any, Any],
    options: Options,
    states: States,
    faults: list[Fault],
) -> None:
    present = [form for form in forms if any(_keys(name, questions, record, options) for name in form)]
    if not present:
        present = [form for form in forms if options.unrecorded.intersection(form)] or [forms[0]]
    for form in forms:
        for name in form:
            if form in present:
                _take(name, questions, record, options, states, faults)
            else:
                states[name] = Gap.ABSENT
    answered = [form for form in present if not _empty(form, states)]
    if len(answered) > 1:
        names = [next(name for name in form if not _empty((name,), states)) for form in answered]
        faults.append(
            Fault(
                names[0],
                "both_forms_answered",
                allowed="one form of the question",
                value=" and ".join(names),
            )
        )
        for form in answered:
            states.update(dict.fromkeys(form, Gap.REFUSED))


def _empty(form: tuple[str, ...], states: States) -> bool:
    return all(states[name] in (Gap.BLANK, Gap.UNRECORDED, Gap.ABSENT) for name in form)
