"""What a message says, word for word; what a program can read from an error; what it survives."""

from __future__ import annotations

import pickle
from dataclasses import FrozenInstanceError

import pytest

from psoscore.errors import (
    DefinitionError,
    Fault,
    InputError,
    MissingExtraError,
    PsoscoreError,
    UnsettledTruthError,
)

pytestmark = pytest.mark.requirement("PSO-ENGINE-008", "PSO-ENGINE-014")

HEAD = Fault("head_area", "out_of_range", "0 to 6 in steps of 1", "7")
ABSENT = Fault("trunk_area", "absent", hint="did you mean 'trunk_aera'?")


@pytest.mark.parametrize(
    ("fault", "text"),
    [
        (HEAD, "head_area: 7 out of range; allowed is 0 to 6 in steps of 1"),
        (ABSENT, "trunk_area: absent (did you mean 'trunk_aera'?)"),
        (
            Fault("", "is_no_record", "a mapping", "a list"),
            "record: a list is no record; allowed is a mapping",
        ),
        (
            Fault("a", "bool", "0 to 4", "True", "a hint", rows=(3,)),
            "a: True bool; allowed is 0 to 4; 1 cell, at 3 (a hint)",
        ),
        (Fault("a", "text", rows=(0, 2), count=2), "a: text; 2 cells, at 0, 2"),
        (Fault("a", "text", rows=(0, 1, 2, 3, 4), count=5), "a: text; 5 cells, at 0, 1, 2, 3, 4"),
        (Fault("a", "text", rows=(0, 1, 2, 3, 4), count=6), "a: text; 6 cells, at 0, 1, 2, 3, 4, ..."),
        (Fault("a", "text", rows=tuple(range(7)), count=7), "a: text; 7 cells, at 0, 1, 2, 3, 4, ..."),
    ],
)
def test_a_fault_is_one_line(fault: Fault, text: str) -> None:
    assert fault.message == str(fault) == text


def test_one_fault_is_the_message_itself() -> None:
    error = InputError([HEAD])

    assert str(error) == error.report() == HEAD.message


def test_several_faults_are_counted_and_each_has_a_line() -> None:
    error = InputError(iter([HEAD, ABSENT]))

    assert error.faults == (HEAD, ABSENT)
    assert error.report() == f"{HEAD.message}\n{ABSENT.message}"
    assert str(error) == f"2 faults\n{HEAD.message}\n{ABSENT.message}"


def test_a_missing_extra_says_what_to_install() -> None:
    error = MissingExtraError("narwhals", "frames")

    assert str(error) == "narwhals is not installed; pip install 'psoscore[frames]'"
    assert (error.library, error.extra) == ("narwhals", "frames")


@pytest.mark.parametrize(
    ("error", "parent"),
    [
        (InputError([HEAD]), ValueError),
        (DefinitionError("no"), ValueError),
        (UnsettledTruthError("no"), TypeError),
        (MissingExtraError("narwhals", "frames"), ImportError),
    ],
)
def test_every_error_has_two_parents_and_survives_a_pickle(error: PsoscoreError, parent: type) -> None:
    copied = pickle.loads(pickle.dumps(error))  # noqa: S301  our own bytes

    assert isinstance(error, PsoscoreError)
    assert isinstance(error, parent)
    assert type(copied) is type(error)
    assert (str(copied), vars(copied)) == (str(error), vars(error))


def test_an_input_error_equals_another_with_the_same_faults() -> None:
    error = InputError([HEAD, ABSENT])

    assert error == InputError([HEAD, ABSENT])
    assert hash(error) == hash(InputError([HEAD, ABSENT]))
    assert error != InputError([ABSENT, HEAD])
    assert error != ValueError("x")


def test_a_fault_is_a_value() -> None:
    assert pickle.loads(pickle.dumps(HEAD)) == HEAD  # noqa: S301  our own bytes
    assert {HEAD, Fault("head_area", "out_of_range", "0 to 6 in steps of 1", "7")} == {HEAD}
    with pytest.raises(FrozenInstanceError):
        HEAD.item = "another"  # type: ignore[misc]
