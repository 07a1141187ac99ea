"""No requirement without a source, a definition and a test; and nobody names one that does not exist."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from attrs import frozen

import psoscore
import traceability
from psoscore.provenance import Provenance, Source

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KNOWN = frozenset({"somebody-1978", "nobody-read-1979"})
SOUND = traceability.Requirement(
    id="PSO-TEST-001",
    area="test",
    text="Two and two are four.",
    rationale="It is well known.",
    source=("somebody-1978",),
    status="confirmed",
)


def trace_of(
    *requirements: traceability.Requirement,
    definitions: Mapping[str, tuple[str, ...]] | None = None,
    tests: Mapping[str, tuple[str, ...]] | None = None,
    unresolved: tuple[str, ...] = (),
    cited: Mapping[str, frozenset[str]] | None = None,
    withdrawn: tuple[str, ...] = (),
) -> traceability.Trace:
    return traceability.Trace(
        requirements={one.id: one for one in requirements},
        known_sources=KNOWN,
        definitions={SOUND.id: ("arithmetic.FOUR",)} if definitions is None else definitions,
        tests={SOUND.id: ("test_four",)} if tests is None else tests,
        unresolved=unresolved,
        cited=cited or {},
        withdrawn=withdrawn,
    )


def changed(**fields: object) -> traceability.Requirement:
    return traceability.Requirement(**{**vars(SOUND), **fields})


def test_every_requirement_of_psoscore_is_traced_from_source_to_test() -> None:
    trace = traceability.collect()

    assert len(trace.requirements) > 1
    problems = trace.problems()
    assert not problems, "\n".join(problems)


@pytest.mark.parametrize(
    "one",
    [pytest.param(one, id=name) for name, one in traceability.provenances(traceability.modules(psoscore))],
)
def test_a_rule_is_no_surer_than_its_requirements(one: Provenance) -> None:
    known = traceability.requirements(traceability.ROOT / "docs" / "requirements")
    theirs = {known[each].status for each in one.requirements}

    assert theirs
    if one.status == "confirmed":
        assert "confirmed" in theirs
    if one.status == "design":
        assert theirs == {"design"}


def test_a_sound_trace_has_no_problems() -> None:
    assert trace_of(SOUND).problems() == []


@pytest.mark.parametrize(
    ("trace", "problem"),
    [
        (trace_of(changed(source=())), "PSO-TEST-001: no source"),
        (
            trace_of(changed(source=("nobody-2000",))),
            "PSO-TEST-001: source 'nobody-2000' is not in psoscore.sources",
        ),
        (trace_of(changed(text="")), "PSO-TEST-001: no text or no rationale"),
        (
            trace_of(changed(status="sure")),
            "PSO-TEST-001: status is one of confirmed, unconfirmed, design",
        ),
        (trace_of(SOUND, definitions={}), "PSO-TEST-001: no definition"),
        (trace_of(SOUND, tests={}), "PSO-TEST-001: no test"),
        (trace_of(SOUND, unresolved=("arithmetic.FIVE",)), "arithmetic.FIVE: code that does not exist"),
        (
            trace_of(SOUND, tests={SOUND.id: ("test_four",), "PSO-TEST-009": ("test_nine",)}),
            "PSO-TEST-009: named by test test_nine, but no requirement has this id",
        ),
        (
            trace_of(SOUND, definitions={SOUND.id: ("A",), "PSO-TEST-009": ("B", "C")}),
            "PSO-TEST-009: named by definition B, C, but no requirement has this id",
        ),
    ],
)
def test_each_gap_is_named(trace: traceability.Trace, problem: str) -> None:
    assert trace.problems() == [problem]


BOTH = {SOUND.id: ("arithmetic.FOUR",), "PSO-TEST-002": ("arithmetic.FOUR[half]",)}


@pytest.mark.parametrize(
    ("trace", "problem"),
    [
        (
            trace_of(SOUND, cited={"arithmetic.FOUR": frozenset({"nobody-read-1979", "somebody-1978"})}),
            "arithmetic.FOUR: source 'nobody-read-1979' is named by none of its requirements",
        ),
        (
            trace_of(
                changed(source=("somebody-1978", "nobody-read-1979")),
                definitions={SOUND.id: ("a.FOUR",)},
                cited={"a.FOUR": frozenset({"somebody-1978"})},
            ),
            "PSO-TEST-001: source 'nobody-read-1979' is named by no definition that carries the id: a.FOUR",
        ),
    ],
)
def test_a_source_that_stands_on_one_side_only_is_named(trace: traceability.Trace, problem: str) -> None:
    assert trace.problems() == [problem]


def test_a_part_rests_on_the_sources_of_its_whole_too() -> None:
    trace = trace_of(
        changed(source=("nobody-read-1979",)),
        changed(id="PSO-TEST-002", source=("somebody-1978", "nobody-read-1979")),
        definitions=BOTH,
        tests=BOTH,
        cited={
            "arithmetic.FOUR": frozenset({"nobody-read-1979"}),
            "arithmetic.FOUR[half]": frozenset({"somebody-1978"}),
        },
    )

    assert trace.problems() == []


@pytest.mark.parametrize(
    ("second", "withdrawn", "problems"),
    [
        ("PSO-TEST-002", (), []),
        ("PSO-TEST-004", ("PSO-TEST-002", "PSO-TEST-003"), []),
        ("PSO-TEST-003", (), ["PSO-TEST-003: PSO-TEST-002 was free, and is not withdrawn in test.toml"]),
        ("PSO-TEST-002", ("PSO-TEST-002",), ["PSO-TEST-002: was withdrawn, and is never used again"]),
        ("PSO-SEV-077", (), ["PSO-SEV-077: stands in test.toml, where ids begin with PSO-TEST-"]),
    ],
)
def test_ids_are_of_the_area_of_their_file_without_gaps_and_never_used_again(
    second: str, withdrawn: tuple[str, ...], problems: list[str]
) -> None:
    both = {SOUND.id: ("test_four",), second: ("test_four",)}
    trace = trace_of(SOUND, changed(id=second), definitions=both, tests=both, withdrawn=withdrawn)

    assert trace.problems() == problems


def test_an_id_of_another_form_is_named() -> None:
    trace = trace_of(changed(id="TEST-1"), definitions={"TEST-1": ("A",)}, tests={"TEST-1": ("test_a",)})

    assert trace.problems() == ["TEST-1: not of the form PSO-AREA-001"]


def test_code_fulfils_a_requirement_that_no_definition_can_carry() -> None:
    assert trace_of(changed(code=("arithmetic.add",)), definitions={}).problems() == []


def test_requirements_are_read_from_every_file(tmp_path: Path) -> None:
    (tmp_path / "sums.toml").write_text('[PSO-SUMS-001]\ntext = "a"\nsource = "somebody-1978"\n')
    (tmp_path / "walls.toml").write_text('[PSO-WALLS-001]\nsource = ["a", "b"]\ncode = "walls"\n')

    read = traceability.requirements(tmp_path)

    assert read["PSO-SUMS-001"].source == ("somebody-1978",)
    assert (read["PSO-WALLS-001"].area, read["PSO-WALLS-001"].source) == ("walls", ("a", "b"))
    assert read["PSO-WALLS-001"].code == ("walls",)


def test_an_id_stands_once(tmp_path: Path) -> None:
    for name in ("one.toml", "two.toml"):
        (tmp_path / name).write_text('[PSO-TEST-001]\ntext = "a"\n')

    with pytest.raises(ValueError, match=r"^two\.toml: PSO-TEST-001 stands in one\.toml, too$"):
        traceability.requirements(tmp_path)


def test_ids_that_were_withdrawn_are_read_beside_the_requirements(tmp_path: Path) -> None:
    (tmp_path / "sums.toml").write_text('withdrawn = ["PSO-SUMS-001"]\n[PSO-SUMS-002]\ntext = "a"\n')

    assert [*traceability.requirements(tmp_path)] == ["PSO-SUMS-002"]
    assert traceability.withdrawn(tmp_path) == ("PSO-SUMS-001",)


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ('[PSO-TEST-001]\nsources = ["a"]\ntext = "a"\n', "PSO-TEST-001 has sources"),
        ('withdrwan = ["PSO-TEST-001"]\n', "withdrwan has no field at all"),
    ],
)
def test_an_unknown_field_is_named_with_its_file_and_id(tmp_path: Path, written: str, found: str) -> None:
    (tmp_path / "one.toml").write_text(written)

    with pytest.raises(
        ValueError, match=rf"^one\.toml: {found}; a requirement has code, rationale, source, "
    ):
        traceability.requirements(tmp_path)


def test_marks_are_found_on_functions_classes_and_files(tmp_path: Path) -> None:
    (tmp_path / "test_some.py").write_text(
        "import pytest\n"
        "pytestmark = [pytest.mark.slow, pytest.mark.requirement('PSO-FILE-001')]\n"
        "@pytest.mark.requirement('PSO-TEST-001', *('PSO-TEST-002',))\n"
        "def test_a(): ...\n"
        "def helper(): ...\n"
        "@pytest.mark.requirement('PSO-CLASS-001')\n"
        "class TestB:\n"
        "    @parametrize('x', [pytest.param(1, marks=(pytest.mark.requirement('PSO-X-001'),))])\n"
        "    def test_c(self, x): ...\n"
    )

    assert traceability.marks(tmp_path) == {
        "PSO-FILE-001": ("test_some.py::test_a", "test_some.py::TestB::test_c"),
        "PSO-TEST-001": ("test_some.py::test_a",),
        "PSO-TEST-002": ("test_some.py::test_a",),
        "PSO-CLASS-001": ("test_some.py::TestB::test_c",),
        "PSO-X-001": ("test_some.py::TestB::test_c",),
    }


def test_definitions_are_found_alone_in_tables_and_as_parts() -> None:
    """
    Each once, under the name where it is defined first.
    """

    @frozen
    class Definition:
        name: str
        provenance: Provenance
        parts: tuple[Definition, ...] = ()

    def provenance(*ids: str) -> Provenance:
        return Provenance(sources=(Source(key="somebody-1978", text="Somebody."),), requirements=ids)

    part = Definition("half", provenance("PSO-PART-001"))
    whole = Definition("whole", provenance("PSO-WHOLE-001"), (part,))
    room, face = ModuleType("room"), ModuleType("face")
    vars(room).update(
        WHOLE=whole,
        TABLE={"first": Definition("first", provenance("PSO-TABLE-001"))},
        RULE=provenance("PSO-RULE-001"),
        Definition=Definition,
    )
    vars(face).update(WHOLE=whole)

    assert traceability.definitions([room, face]) == {
        "PSO-WHOLE-001": ("room.WHOLE",),
        "PSO-PART-001": ("room.WHOLE[half]",),
        "PSO-TABLE-001": ("room.TABLE[first]",),
        "PSO-RULE-001": ("room.RULE",),
    }


@pytest.mark.parametrize(
    ("name", "there"),
    [
        ("psoscore", True),
        ("psoscore.truth.Truth.TRUE", True),
        ("psoscore.truth.Lie", False),
        ("nowhere.at.all", False),
    ],
)
def test_code_that_a_requirement_names_exists(name: str, there: object) -> None:
    assert traceability.exists(name) is there
