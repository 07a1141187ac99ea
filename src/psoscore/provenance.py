"""Where a rule comes from: its sources, its requirement ids, how sure it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from attrs import field, frozen

from psoscore.errors import DefinitionError

if TYPE_CHECKING:
    from attrs import Attribute

__all__ = ["Provenance", "Source"]

REQUIREMENT_ID = re.compile(r"PSO-[A-Z]+-\d{3}")


@frozen(kw_only=True)
class Source:
    """One publication, guideline, standard or record that a rule rests on.

    Attributes:
        key: Author and year, as in ``"fredriksson-1978"``.
        text: The citation, written out.
        doi: The DOI without a resolver, or "".
        url: An address, where there is no DOI, or "".
        read: False where the source itself could not be read and the rule is
            known only from others who quote it.
    """

    key: str
    text: str
    doi: str = ""
    url: str = ""
    read: bool = True


def _well_formed(_self: object, _attribute: Attribute[tuple[str, ...]], ids: tuple[str, ...]) -> None:
    for one in ids:
        if REQUIREMENT_ID.fullmatch(one) is None:
            message = f"{one!r} is no requirement id; write PSO-AREA-001"
            raise DefinitionError(message)


@frozen(kw_only=True)
class Provenance:
    """The papers beside a rule.

    Attributes:
        sources: At least one source.
        requirements: Ids of the requirements that the rule fulfils.
        status: ``"unconfirmed"`` where the rule is known from the literature
            and no text that states it could be read, ``"design"`` where no
            source speaks and the choice is ours; printed on the score card.
        note: Where the definition departs from, or chooses between, sources.
    """

    sources: tuple[Source, ...]
    requirements: tuple[str, ...] = field(validator=_well_formed)
    status: Literal["confirmed", "unconfirmed", "design"] = "confirmed"
    note: str = ""

    def __attrs_post_init__(self) -> None:
        """Refuse a rule without a source."""
        if not self.sources:
            message = "a rule needs at least one source"
            raise DefinitionError(message)
