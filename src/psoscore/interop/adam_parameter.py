"""What an analysis data set is about: its parameters and their criteria."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from attrs import Factory, field, frozen

from psoscore.endpoints.change import BASELINE, VISIT, score_fact
from psoscore.engine.subject import demand_condition, demand_score
from psoscore.errors import DefinitionError
from psoscore.given import several, several_of
from psoscore.instruments import catalogue
from psoscore.shown import shown
from psoscore.traversal import cells

if TYPE_CHECKING:
    from collections.abc import Iterable

    from attrs import Attribute

    from psoscore.definitions import Score
    from psoscore.terms import Condition

__all__ = ["Criterion", "Parameter", "short_text"]

NAME = re.compile(r"[A-Z_][A-Z0-9_]{0,7}", re.ASCII)
TEXT_BYTES = 200
"""The longest text that a transport file of version 5 can hold."""


def short_text(what: str, text: object) -> None:
    """Refuse a text that is empty or does not fit a transport file.

    Raises:
        DefinitionError: It is longer than 200 bytes, empty, or no text.
    """
    if not isinstance(text, str):
        message = f"{what} needs text, not {shown(text)}"
        raise DefinitionError(message)
    if not text or len(text.encode()) > TEXT_BYTES:
        message = f"{what} needs 1 to {TEXT_BYTES} bytes of text, not {len(text.encode())}"
        raise DefinitionError(message)


def _text(_self: object, attribute: Attribute[str], text: str) -> None:
    short_text(attribute.name, text)


def _code(_self: object, _attribute: Attribute[str], text: str) -> None:
    if not isinstance(text, str) or NAME.fullmatch(text) is None:  # pyright: ignore[reportUnnecessaryIsInstance]
        message = f"paramcd={shown(text)}; 1 to 8 of A-Z, 0-9 and _, no digit first"
        raise DefinitionError(message)


def _judgeable(_self: object, _attribute: Attribute[Condition], condition: Condition) -> None:
    """Refuse what is no condition, and one over facts that a data set of scores does not have."""
    demand_condition(condition)
    others = [name for name in cells(condition) if name not in {BASELINE, VISIT}]
    if others:
        more = f" and {len(others) - 1} more" if others[1:] else ""
        message = (
            f"condition reads {others[0]}{more}; the facts of a criterion are {BASELINE} and {VISIT}: "
            "a score at the visit is judged with threshold(...)"
        )
        raise DefinitionError(message)


@frozen(kw_only=True)
class Criterion:
    """A condition that is judged on every record after baseline, as CRITy and CRITyFL.

    Attributes:
        label: The criterion in words, for CRITy.
        condition: Over the facts ``baseline`` and ``visit`` and no others, such as
            ``PASI_75`` or ``threshold(at_most=2)``.
    """

    label: str = field(validator=_text)
    condition: Condition = field(validator=_judgeable)


def _criteria(criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    allowed = "a list of Criterion(label=..., condition=...)"
    return several_of("criteria", criteria, Criterion, allowed)


def _bounds(names: object) -> tuple[str, str] | None:
    """The two columns of the bounds, or none."""
    if names is None:
        return None
    match () if isinstance(names, str) else several("bounds", names, "the low and the high column"):
        case (str(low), str(high)):
            return low, high
        case _:
            message = f"bounds={shown(names)}; two columns are needed, the low one and the high one"
            raise DefinitionError(message)


def _named_like_the_column(parameter: Parameter) -> Score:
    """The score in the catalogue that has the name of the column."""
    name: Any = parameter.column
    found = next((one for one in catalogue() if isinstance(name, str) and one.name == name), None)
    if found is None:
        message = f"column={shown(name)} names no score of the catalogue; say of=, such as of=PASI"
        raise DefinitionError(message)
    return found


@frozen(kw_only=True)
class Parameter:
    """One score as a parameter of the analysis data set.

    Attributes:
        paramcd: Its short name, for PARAMCD.
        param: Its name in words, for PARAM.
        column: The column of the frame that holds it.
        of: The score; its definition gives units, range and labels. Left out, it is the
            one in the ``catalogue`` that is named like the column, such as ``dlqi``; a
            column of another name demands it.
        bounds: The columns of the least and the greatest that the score can be, as
            ``score_frame(bounds=True)`` makes them, or None. Where a record has no value
            they settle its criteria as far as they can; AVAL stays empty. LOCF carries
            a score in their place.
        criteria: What is judged on it, in the order of CRIT1, CRIT2, ...
        paramtyp: ``"DERIVED"`` where the data set computes it, else None.
    """

    paramcd: str = field(validator=_code)
    param: str = field(validator=_text)
    column: str
    of: Score = field(default=Factory(_named_like_the_column, takes_self=True))
    bounds: tuple[str, str] | None = field(default=None, converter=_bounds)
    criteria: tuple[Criterion, ...] = field(default=(), converter=_criteria)
    paramtyp: Literal["DERIVED"] | None = None

    def __attrs_post_init__(self) -> None:
        """Refuse what is no score, or one without whole units."""
        demand_score(self.of)
        score_fact(self.of, self.column)
