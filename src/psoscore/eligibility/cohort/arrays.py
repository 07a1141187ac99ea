"""The door for a cohort in arrays: a column a criterion, exactly as one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import evolve

from psoscore.eligibility.protocol import demand_protocol
from psoscore.eligibility.reading import names, questions, unanswered, unknown_facts, without_answer
from psoscore.engine.arrays.measure import lay_verdicts
from psoscore.engine.arrays.sweep import Sweep
from psoscore.engine.interpret import Interpreter
from psoscore.engine.options import UNSAID, Basis, Invalid, Options, Text
from psoscore.engine.subject import demand_basis
from psoscore.errors import SHOWN_ROWS, DefinitionError, Fault, InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from psoscore.definitions import Contradiction
    from psoscore.eligibility.criterion import Criterion
    from psoscore.eligibility.protocol import Protocol
    from psoscore.engine.arrays.vectors import Vectors

__all__ = ["screen_arrays"]


def screen_arrays(  # noqa: PLR0913  the options of every door
    protocol: Protocol,
    arrays: Mapping[str, Any],
    *,
    basis: Basis = "reported",
    columns: Mapping[str, str] | None = None,
    unrecorded: Iterable[str] = (),
    not_relevant: Any = UNSAID,
    invalid: Invalid = "error",
    text: Text = "refuse",
    threads: int = 1,
) -> dict[str, NDArray[np.int8]]:
    """Screen a cohort, given as one array a fact.

    Missing data: as for ``screen``; a fact that has no array is not yet
    answered for anybody.

    Args:
        protocol: The criteria.
        arrays: Arrays of one shape by the name of the fact. A day is a
            datetime64 array; partial dates, like every value known only to
            lie between two, are a pair of arrays (first, last). Position
            counts, so the Series of pandas need one index.
        basis: As for ``judge``.
        columns: Names in the data, by fact.
        unrecorded: Facts that were never captured.
        not_relevant: As for ``score_arrays``.
        invalid: ``"error"``, or ``"unknown"`` to treat cells that cannot be
            read as unknown, and criteria whose facts contradict each other.
        text: As for ``score_arrays``.
        threads: How many blocks are computed at once.

    Returns:
        An int8 array for every criterion by its id, 1 where it applies as
        worded, 0 where not, -1 where that is open; and ``"eligible"``, 1 for
        eligible, 0 for a screen failure, -1 for pending.

    Raises:
        InputError: A fact has a name that the protocol does not know, cells
            cannot be read or contradict each other; items, first positions
            and counts are given.
        DefinitionError: It is no protocol, or an option makes no sense.

    >>> import numpy as np
    >>> from psoscore import Inclusion, Protocol, number
    >>> adults = Inclusion("IN01", "Adults", number("age", low=0, high=120) >= 18)
    >>> screen_arrays(Protocol("TRIAL-1", [adults]), {"age": np.array([17, 18, np.nan])})["eligible"]
    array([ 0,  1, -1], dtype=int8)
    """
    demand_protocol(protocol)
    demand_basis(basis)
    if not hasattr(arrays, "keys"):
        message = f"a mapping of facts to arrays is needed, not a {type(arrays).__name__}"
        raise DefinitionError(message)
    options = Options(
        columns=columns or {},
        unrecorded=unrecorded,
        not_relevant=not_relevant,
        invalid=invalid,
        text=text,
        completions=basis == "completions",
    )
    known = names(questions(protocol), options.columns)
    faults = unknown_facts(arrays, known, options)
    if faults:
        raise InputError(faults)
    return _Cohort(protocol, arrays, options, threads).screened()


class _Cohort:
    """One pass over the data of a cohort."""

    def __init__(self, protocol: Protocol, arrays: Mapping[str, Any], options: Options, threads: int) -> None:
        self.protocol = protocol
        self.completions = options.completions
        wanted_facts = questions(protocol)
        known = names(wanted_facts, options.columns)
        missing = unanswered(wanted_facts, {known[key] for key in arrays})
        conditions = [one.condition for one in protocol.criteria]
        conditions += [check.condition for one in protocol.criteria for check in (*one.refuses, *one.warns)]
        said = evolve(options, unrecorded=options.unrecorded.union(missing))
        self.run = Sweep(tuple(dict.fromkeys(conditions)), arrays, said, threads)
        absent = without_answer(wanted_facts, missing, options.unrecorded)
        self.run.intake = evolve(self.run.intake, absent=self.run.intake.absent.union(absent))

    def screened(self) -> dict[str, NDArray[np.int8]]:
        """A column for every criterion, and the verdict."""
        run = self.run
        found = {name: np.empty(run.size, np.int8) for name in (*self.protocol.ids, "eligible")}

        def each(vectors: Vectors, place: slice) -> None:
            interpreter = Interpreter(vectors, completions=self.completions)
            checks = {check: None for one in self.protocol.criteria for check in one.refuses}
            odd = {check: self._contradicting(check, interpreter, vectors) for check in checks}
            must: Any = np.True_
            may: Any = np.True_
            for criterion in self.protocol.criteria:
                low, high = self._judged(criterion, interpreter, odd)
                lay_verdicts(low, high, found[criterion.id][place])
                if criterion.side == "exclusion":
                    low, high = (~high, ~low) if low is not high else (~low,) * 2
                must, may = must & low, may & high
            lay_verdicts(must, may, found["eligible"][place])
            run.touch(vectors)  # warnings settle nothing here, but their facts have to be readable too

        run.all_blocks(each)
        return {name: column.reshape(run.shape) for name, column in found.items()}

    def _judged(
        self, criterion: Criterion, interpreter: Interpreter[Any], odd: Mapping[Contradiction, Any]
    ) -> tuple[Any, Any]:
        """Both ends of a criterion as worded; open where its facts contradict each other."""
        low, high = interpreter.pair(criterion.condition)
        for check in criterion.refuses:
            if odd[check] is not None:
                low, high = low & ~odd[check], high | odd[check]
        return low, high

    def _contradicting(self, check: Contradiction, interpreter: Interpreter[Any], vectors: Vectors) -> Any:
        """The rows in which facts certainly contradict each other; None where they do nowhere."""
        must, _ = interpreter.pair(check.condition)
        rows = np.flatnonzero(np.broadcast_to(must, (vectors.size,)))
        if not len(rows):
            return None
        first = tuple(int(row) + vectors.start for row in rows[:SHOWN_ROWS])
        vectors.faults.join(
            Fault(check.items[0], check.name, hint=check.message, rows=first, count=len(rows))
        )
        return must
