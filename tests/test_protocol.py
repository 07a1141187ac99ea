"""Protocols: criteria under one name, without contradictions among their facts."""

from __future__ import annotations

import ast
import pickle
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

import pytest
from attrs import evolve
from hypothesis import given

import psoscore as ps
from protocol_cases import Case, cases
from psoscore.cells import Cell
from psoscore.protocols import nct02491658
from psoscore.terms import Item

if TYPE_CHECKING:
    from collections.abc import Callable

ILL = ps.flag("ill")
AGE = ps.number("age", low=0, high=120)
ADULT = ps.Inclusion("IN01", "Adults", AGE >= 18)
SICK = ps.Exclusion("EX01", "Ill", ILL)
MAKE: Any = ps.Protocol
PORTABLE = ("untrusted_json", "exchange", "document")
OTHER_AGE = Item(Cell("years", high=120, aliases=("age",)))
TRIAL = ps.Protocol("TRIAL-1", [ADULT, SICK], title="A trial")


def test_a_protocol_gives_its_criteria_facts_and_one_condition() -> None:
    assert TRIAL.ids == ("IN01", "EX01")
    assert tuple(TRIAL.facts) == ("age", "ill")
    assert TRIAL["EX01"] is SICK
    assert TRIAL.eligible == (AGE >= 18) & ~ILL
    assert TRIAL & ps.flag("signed") == (AGE >= 18) & ~ILL & ps.flag("signed")
    assert pickle.loads(pickle.dumps(TRIAL)) == TRIAL  # noqa: S301  our own
    assert repr(TRIAL) == f"<Protocol TRIAL-1 version 1, 2 criteria, {TRIAL.fingerprint}>"


def test_a_criterion_is_found_by_an_id_that_was_read_from_somewhere_else() -> None:
    assert TRIAL["ex01".upper()] is SICK


def test_what_is_beside_the_point_of_a_protocol_is_said_by_name() -> None:
    with pytest.raises(TypeError):
        MAKE("TRIAL-1", [ADULT], "A trial")


def test_protocols_have_no_order() -> None:
    several: list[Any] = [evolve(TRIAL, id="TRIAL-2"), TRIAL]
    with pytest.raises(TypeError, match=r"^'<' not supported between instances of 'Protocol'"):
        several.sort()


def test_a_single_criterion_is_a_protocol_too() -> None:
    assert MAKE("T", ADULT) == ps.Protocol("T", [ADULT])


def test_a_protocol_is_gone_through_by_its_criteria_or_ids() -> None:
    """
    Python would take ``[]`` for a sequence's, and ask for criterion 0.
    """
    anything: Any = TRIAL
    with pytest.raises(TypeError, match=r"^'Protocol' object is not iterable$"):
        list(anything)
    with pytest.raises(TypeError, match="is not iterable"):
        assert "IN01" in anything


@pytest.mark.requirement("PSO-ELIG-001")
@given(cases())
def test_the_one_condition_is_what_screening_decides(case: Case) -> None:
    facts = dict.fromkeys(case.protocol.facts)

    assert ps.judge(case.protocol.eligible, facts) is ps.screen(case.protocol, {}).eligible


@pytest.mark.requirement("PSO-ELIG-010", "PSO-ELIG-007")
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: ps.Protocol("", [ADULT]), "id=''; a protocol needs an id and a version as text"),
        (
            lambda: MAKE("T", [ADULT], version=2),
            "version=2; a protocol needs an id and a version as text",
        ),
        (
            lambda: ps.Protocol("T", [ADULT], version=""),
            "version=''; a protocol needs an id and a version as text",
        ),
        (lambda: ps.Protocol("T", []), "T: a protocol needs criteria, each an Inclusion or an Exclusion"),
        (lambda: MAKE("U", [ILL]), "U: a protocol needs criteria, each an Inclusion or an Exclusion"),
        (
            lambda: ps.Protocol("T", [ADULT, ps.Exclusion("in01", "Ill", ILL)]),
            "T: IN01 stands more than once; every criterion needs an id of its own",
        ),
        (
            lambda: ps.Protocol(
                "T", [ADULT, ps.Exclusion("EX01", "Old", ps.number("age", low=0, high=99) > 80)]
            ),
            "T: IN01 and EX01 declare the fact 'age' differently",
        ),
        (
            lambda: ps.Protocol("T", [SICK, ps.Exclusion("EX02", "Other", ILL, kind="judgement")]),
            (
                "T: EX02 is of kind 'judgement', entered and never computed from other data, "
                "but EX01 reads ill, too"
            ),
        ),
        (
            lambda: MAKE("T", [ADULT], provenance="the record"),
            "T: provenance is a Provenance or None, not a str",
        ),
        (
            lambda: ps.Protocol("T", [ADULT, ps.Exclusion("EX01", "Old", OTHER_AGE > 80)]),
            "T: age stands for two facts; every name can mean one alone",
        ),
        (lambda: TRIAL["EX99"], "TRIAL-1 has no criterion 'EX99'; there are IN01, EX01"),
    ],
)
def test_a_protocol_that_cannot_be_screened_by_is_refused(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        make()

    assert str(caught.value) == message


@pytest.mark.requirement("PSO-ELIG-012")
def test_the_fingerprint_covers_what_can_change_a_verdict_and_nothing_else() -> None:
    same = [
        evolve(TRIAL, title="Another title"),
        evolve(TRIAL, version="2"),
        evolve(TRIAL, criteria=(evolve(ADULT, text="Grown-ups", note="n", reading="r"), SICK)),
    ]
    other = [
        evolve(TRIAL, criteria=(evolve(ADULT, condition=AGE >= 19), SICK)),
        evolve(TRIAL, criteria=(ADULT, ps.Inclusion("EX01", "Ill", ILL))),
        evolve(TRIAL, criteria=(ADULT, evolve(SICK, kind="attested"))),
        evolve(TRIAL, criteria=(SICK, ADULT)),
    ]

    assert {one.fingerprint for one in same} == {TRIAL.fingerprint}
    assert TRIAL.fingerprint not in {one.fingerprint for one in other}


@pytest.mark.requirement("PSO-ELIG-012")
def test_the_fingerprint_does_not_depend_on_the_interpreter() -> None:
    """
    Another process with another seed for hashes comes to the same.
    """
    program = "from psoscore.protocols.nct02491658 import PROTOCOL; print(PROTOCOL.fingerprint)"
    found = {
        subprocess.run(  # noqa: S603  our own text
            [sys.executable, "-c", program],
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout.strip()
        for seed in ("1", "2")
    }

    assert found == {nct02491658.PROTOCOL.fingerprint}


@pytest.mark.requirement("PSO-ENGINE-016")
def test_a_protocol_is_data_and_does_not_know_the_engine() -> None:
    """
    Of the eligibility room only doors and results know how terms are computed.
    """
    for name in ("criterion", "protocol", "window", *(f"portable/{one}" for one in PORTABLE)):
        tree = ast.parse((ROOM / f"{name}.py").read_text(encoding="utf-8"))
        imported = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not {one for one in imported if one.startswith("psoscore.engine")}, name


ROOM = Path(ps.__file__).parent / "eligibility"


@pytest.mark.requirement("PSO-ENGINE-016")
def test_imports_run_downhill_inside_the_room_too() -> None:
    """
    Imports for the type checker and inside functions count.
    """
    imported: dict[str, set[str]] = {}
    for file in ROOM.rglob("*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        modules = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
        name = ".".join(["psoscore", "eligibility", *file.relative_to(ROOM).with_suffix("").parts])
        imported[name] = {one for one in modules if one.startswith("psoscore.eligibility.")}

    order = tuple(TopologicalSorter(imported).static_order())  # raises where there is a circle

    assert set(order) == set(imported)
    assert order.index("psoscore.eligibility.criterion") < order.index("psoscore.eligibility.verdict")


def test_no_name_of_the_room_is_hidden_by_a_module() -> None:
    """
    A module of the same name would take its place as soon as something imports the module.
    """
    import psoscore.eligibility as room  # noqa: PLC0415  the room itself is looked at

    assert not {one.name for one in iter_modules(room.__path__)} & set(room.__all__)


def test_the_room_loads_what_it_offers_and_nothing_else() -> None:
    import psoscore.eligibility as room  # noqa: PLC0415  the room itself is looked at

    assert all(hasattr(room, name) for name in room.__all__)
    with pytest.raises(AttributeError, match=r"^module 'psoscore.eligibility' has no attribute 'guess'$"):
        _ = room.guess


def test_of_several_who_read_an_entered_fact_the_first_is_named() -> None:
    agrees = ps.flag("agrees")
    own = ps.Inclusion("IN01", "Agrees", agrees, kind="judgement")
    more = [ps.Inclusion(name, "Agrees", agrees) for name in ("IN02", "IN03")]
    for criteria in ([own, *more], [more[0], own, more[1]], [*more, own]):
        with pytest.raises(ps.DefinitionError, match=r"but IN02 reads agrees, too$"):
            ps.Protocol("T", criteria)


def test_a_title_stands_in_the_caption_where_there_is_one() -> None:
    plain = ps.Protocol("T", [ps.Inclusion("IN01", "Ill", ps.flag("ill"))])
    titled = evolve(plain, title="Trial")

    assert f"<caption>T, version 1 ({plain.fingerprint})</caption>" in plain._repr_html_()
    assert f"<caption>T, Trial, version 1 ({titled.fingerprint})</caption>" in titled._repr_html_()
