"""No rule without a source, no requirement id of another form; every citation once."""

from __future__ import annotations

import re

import pytest

from psoscore import sources
from psoscore.errors import DefinitionError
from psoscore.provenance import Provenance, Source

SOMEBODY = Source(key="somebody-1978", text="Somebody. A paper. 1978.")
CITED = [one for one in vars(sources).values() if isinstance(one, Source)]


def test_a_rule_needs_a_source() -> None:
    with pytest.raises(DefinitionError) as raised:
        Provenance(sources=(), requirements=("PSO-PASI-001",))

    assert str(raised.value) == "a rule needs at least one source"


@pytest.mark.parametrize("wrong", ["PASI-001", "PSO-pasi-001", "PSO-PASI-1", "PSO-PASI-0001", ""])
def test_an_id_of_another_form_is_refused(wrong: str) -> None:
    with pytest.raises(DefinitionError) as raised:
        Provenance(sources=(SOMEBODY,), requirements=("PSO-PASI-001", wrong))

    assert str(raised.value) == f"{wrong!r} is no requirement id; write PSO-AREA-001"


def test_a_rule_is_confirmed_unless_it_says_otherwise() -> None:
    rule = Provenance(sources=(SOMEBODY,), requirements=())

    assert (rule.status, rule.note) == ("confirmed", "")
    assert rule == Provenance(sources=(SOMEBODY,), requirements=())


def test_every_citation_stands_once_under_its_own_key() -> None:
    assert len(CITED) > 10
    for part in ("key", "text"):
        values = [getattr(one, part) for one in CITED]
        assert len(set(values)) == len(values)
    dois = [one.doi for one in CITED if one.doi]
    assert len(set(dois)) == len(dois)


@pytest.mark.parametrize("source", CITED, ids=lambda source: source.key)
def test_a_citation_has_the_form_that_readers_need(source: Source) -> None:
    assert re.fullmatch(r"[a-z0-9-]+", source.key)
    assert source.text.endswith("."), "a citation ends with a full stop"
    assert not source.doi.startswith("http")
    assert not source.doi or re.fullmatch(r"10\.\d{4,}/\S+", source.doi)
