"""The result of putting one patient into the classes of a scheme."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import frozen

from psoscore.algebra import some
from psoscore.answers import Interval
from psoscore.errors import DefinitionError, InputError
from psoscore.severity.scheme import Scheme
from psoscore.truth import Truth

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = ["Classified", "chosen", "sorted_into"]


@frozen(repr=False)
class Classified:
    """Which class a patient belongs to, as far as it can be told.

    Attributes:
        scheme: The name of the scheme.
        verdicts: Each class with whether it holds.
    """

    scheme: str
    verdicts: tuple[tuple[str, Truth], ...]

    @property
    def label(self) -> str | None:
        """The class that certainly holds; None while several are possible."""
        return next((label for label, verdict in self.verdicts if verdict is Truth.TRUE), None)

    @property
    def possible(self) -> tuple[str, ...]:
        """The classes that may hold, whatever the missing facts turn out to be."""
        return tuple(label for label, verdict in self.verdicts if verdict is not Truth.FALSE)

    def verdict(self, label: str) -> Truth:
        """Whether one class holds, in three values.

        Args:
            label: The name of the class.

        Raises:
            DefinitionError: The scheme has no such class.
        """
        found = dict(self.verdicts)
        if label not in found:
            message = f"{self.scheme} has no class {label!r}; choose from {', '.join(map(repr, found))}"
            raise DefinitionError(message)
        return found[label]

    def __repr__(self) -> str:
        """The class, or those that are possible."""
        return f"Classified({self.scheme}: {self.label or 'open, ' + ' or '.join(self.possible)})"


def chosen(scheme: str | Scheme, schemes: Mapping[str, Scheme]) -> Scheme:
    """A scheme by its name, or one that the caller made.

    Raises:
        DefinitionError: There is none of that name.
    """
    if isinstance(scheme, Scheme):
        return scheme
    if scheme not in schemes:
        message = f"no scheme is called {scheme!r}; choose from {', '.join(map(repr, schemes))}"
        raise DefinitionError(message)
    return schemes[scheme]


def sorted_into(
    scheme: Scheme, facts: Mapping[str, Any], results: Mapping[str, Collection[str]]
) -> Classified:
    """Judge every class of a scheme on the facts of one patient.

    Args:
        scheme: The classes.
        facts: Numbers, intervals, results or None, by name.
        results: The names of the scores whose results each fact may be.

    Raises:
        InputError: A fact cannot be read; all faults are listed.
        DefinitionError: A fact is the result of another score.
    """
    from psoscore import check, judge  # noqa: PLC0415  rooms reach the doors through the face, when used

    for name, value in facts.items():
        scored = getattr(getattr(value, "definition", None), "name", None)
        if scored is not None and scored not in results[name]:
            message = f"a result of {scored} is no value of {name}; that is {' or '.join(results[name])}"
            raise DefinitionError(message)
    read = {name: _in_points(facts.get(name)) for name in scheme.facts}
    faults = check(some(*scheme.conditions.values()), read)
    if faults:
        raise InputError(faults)
    return Classified(scheme.name, tuple((label, judge(one, read)) for label, one in scheme.classes))


def _in_points(value: Any) -> Any:
    """A result as its value or its bounds, since a fact may have a longer scale than the score."""
    if not hasattr(value, "exact_bounds"):
        return value
    return Interval(*value.exact_bounds) if value.exact is None else value.exact
