"""Protocols as JSON: an equal protocol comes back, and nothing hostile gets in."""

from __future__ import annotations

import json
import sys
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

import psoscore as ps
from protocol_cases import Case, cases
from psoscore.answers import NOT_RELEVANT
from psoscore.definitions import Contradiction
from psoscore.eligibility import from_json, schema, to_json
from psoscore.eligibility.portable.document import WORDS
from psoscore.eligibility.portable.json_schema import drawn
from psoscore.eligibility.portable.untrusted_json import MOST_CHARACTERS, parsed
from psoscore.protocols.nct02491658 import PROTOCOL, protocol
from psoscore.provenance import Provenance, Source
from psoscore.terms import Blank, Choice, Greatest, Item, Quantity, Ratio, Term
from psoscore.testing import terms
from psoscore.traversal import walk

if TYPE_CHECKING:
    from collections.abc import Callable

    from psoscore.terms import Condition

pytestmark = pytest.mark.requirement("PSO-ELIG-013")

BMI = ps.number("bmi", low=0, high=90, decimals=None, unit="kg/m2")
WEIGHT = ps.number("weight", low=0, high=300, decimals=1, unit="kg")
ILL = ps.flag("ill")
SHAPE = jsonschema.Draft202012Validator(schema())

SCORES = ps.Protocol(
    "SCORES",
    [
        ps.Inclusion("IN01", "Severe", (ps.PASI >= 8) | (ps.DLQI > 10) | (ps.DLQI_R >= 10)),
        ps.Inclusion("IN02", "Not light", (BMI > 18.5) & (WEIGHT >= 40), reading="r", note="n"),
        ps.Exclusion(
            "EX01",
            "Odd",
            ILL,
            refuses=[Contradiction("odd", ILL & Blank(WEIGHT.cell), "message", ("ill", "weight"))],
            warns=[Contradiction("heavy", WEIGHT > 200, "message", ("weight",))],
        ),
    ],
    title="Scores",
    version="3",
    provenance=Provenance(
        sources=(Source(key="a", text="A", doi="10.1/1", read=False),),
        requirements=("PSO-ELIG-013",),
        note="n",
    ),
)

PLAIN = ps.Protocol("T", [ps.Inclusion("IN01", "Adults", ps.number("age", low=0, high=120) >= 18)])


def refused(text: str) -> str:
    """The message with which a text is refused."""
    with pytest.raises(ps.DefinitionError) as caught:
        from_json(text)
    return str(caught.value)


@given(cases())
def test_a_protocol_comes_back_equal(case: Case) -> None:
    text = to_json(case.protocol)

    back = from_json(text)

    assert back == case.protocol
    assert back.fingerprint == case.protocol.fingerprint
    assert to_json(back) == text
    SHAPE.validate(json.loads(text))


@given(terms(), st.integers(-3, 30))
def test_any_word_of_the_vocabulary_comes_back_equal(term: Quantity, at: int) -> None:
    condition = term >= at
    if not any(isinstance(one, Item | Blank) for one in walk(condition)):
        return
    made = ps.Protocol("WORDS", [ps.Inclusion("IN01", "Any word", condition)])

    text = to_json(made, indent=None)

    assert from_json(text) == made
    SHAPE.validate(json.loads(text))


@pytest.mark.parametrize(
    "made", [PROTOCOL, SCORES, protocol(phototherapy="undecided")], ids=["seed", "scores", "undecided"]
)
def test_whole_protocols_come_back_equal(made: ps.Protocol) -> None:
    text = to_json(made)

    assert from_json(text) == made
    assert from_json(text).fingerprint == made.fingerprint
    SHAPE.validate(json.loads(text))


def test_every_word_has_a_name_in_a_file() -> None:
    """
    The vocabulary is what the module of terms defines, less the families.
    """
    import psoscore.terms as vocabulary  # noqa: PLC0415  the module itself is looked at

    defined = {
        one
        for one in vars(vocabulary).values()
        if isinstance(one, type) and issubclass(one, Term) and one.__module__ == vocabulary.__name__
    }
    assert set(WORDS.values()) == defined - {Term, vocabulary.Condition, Quantity}


def test_the_order_of_keys_does_not_matter() -> None:
    value = json.loads(to_json(SCORES))

    def turned(one: Any) -> Any:
        if isinstance(one, dict):
            return {key: turned(one[key]) for key in reversed(one)}
        return [turned(each) for each in one] if isinstance(one, list) else one

    assert from_json(json.dumps(turned(value))) == SCORES
    assert from_json(json.dumps(turned(value))).fingerprint == SCORES.fingerprint


def test_the_shipped_schema_is_drawn_from_the_classes() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())

    assert schema() == json.loads(json.dumps(drawn()))


def changed(change: Callable[[dict[str, Any]], object], made: ps.Protocol = SCORES) -> str:
    """The text of a protocol with something else in it, and without its fingerprint."""
    value = json.loads(to_json(made))
    value.pop("fingerprint", None)
    change(value)
    return json.dumps(value)


def at(value: Any, *path: str | int) -> Any:
    for step in path:
        value = value[step]
    return value


AT_WEIGHT = "@ $.criteria[1].condition.conditions[1].at"
WEIGHT_RULE = ("criteria", 1, "condition", "conditions", 1)

W = {"word": "item", "cell": "weight"}
B = {"word": "item", "cell": "bmi"}

HOSTILE: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "unknown key": (lambda v: v.update(run="os.system"), "unknown key 'run' @ $"),
    "two problems": (
        lambda v: (v.pop("id"), v.update(version=3)),
        "the key 'id' is missing @ $.id\ntext is needed, not 3 @ $.version",
    ),
    "another format": (
        lambda v: v.update(format_version=2),
        "1 is needed @ $.format_version",
    ),
    "text for a number": (
        lambda v: at(v, *WEIGHT_RULE).update(at="400"),
        "a whole number or a fraction such as '15/2' is needed, not '400' " + AT_WEIGHT,
    ),
    "a bool for a number": (
        lambda v: at(v, *WEIGHT_RULE).update(at=True),
        "a whole number or a fraction such as '15/2' is needed, not True " + AT_WEIGHT,
    ),
    "a number for a bool": (
        lambda v: at(v, *WEIGHT_RULE).update(strict=1),
        "true or false is needed, not 1 @ $.criteria[1].condition.conditions[1].strict",
    ),
    "an unknown word": (
        lambda v: at(v, *WEIGHT_RULE).update(word="eval"),
        f"word 'eval' is unknown; there are {', '.join(WORDS)} @ $.criteria[1].condition.conditions[1]",
    ),
    "no word": (
        lambda v: at(v, *WEIGHT_RULE).pop("word"),
        f"word None is unknown; there are {', '.join(WORDS)} @ $.criteria[1].condition.conditions[1]",
    ),
    "a quantity for a condition": (
        lambda v: v["criteria"][1].update(condition={"word": "item", "cell": "bmi"}),
        "a condition is needed here, not 'item' @ $.criteria[1].condition",
    ),
    "a word that is a list": (
        lambda v: at(v, *WEIGHT_RULE).update(word=[]),
        f"word [] is unknown; there are {', '.join(WORDS)} @ $.criteria[1].condition.conditions[1]",
    ),
    "a side that is a list": (
        lambda v: v["criteria"][1].update(side=[]),
        "side [] is unknown; there are inclusion, exclusion @ $.criteria[1]",
    ),
    "a fact that is a list": (
        lambda v: at(v, *WEIGHT_RULE, "quantity").update(cell=[]),
        "[] is not among the declared facts @ $.criteria[1].condition.conditions[1].quantity.cell",
    ),
    "a threshold that is a list": (
        lambda v: at(v, *WEIGHT_RULE).update(at=[]),
        "a whole number or a fraction such as '15/2' is needed, not [] " + AT_WEIGHT,
    ),
    "an unknown key of a word": (
        lambda v: at(v, *WEIGHT_RULE).update(run=1),
        "unknown key 'run' @ $.criteria[1].condition.conditions[1]",
    ),
    "an unknown key of a criterion": (
        lambda v: v["criteria"][1].update(run=1),
        "unknown key 'run' @ $.criteria[1]",
    ),
    "an unknown key of a check": (
        lambda v: v["criteria"][2]["warns"][0].update(run=1),
        "unknown key 'run' @ $.criteria[2].warns[0]",
    ),
    "an unknown key of a source": (
        lambda v: v["provenance"]["sources"][0].update(run=1, walk=1),
        "unknown key 'run', 'walk' @ $.provenance.sources[0]",
    ),
    "a value of forty characters": (
        lambda v: v.update(title=["x" * 36]),
        f"text is needed, not ['{'x' * 36}'] @ $.title",
    ),
    "a value of forty-one characters": (
        lambda v: v.update(title=["x" * 37]),
        f"text is needed, not ['{'x' * 37}'... @ $.title",
    ),
    "an unknown side": (
        lambda v: v["criteria"][1].update(side="both"),
        "side 'both' is unknown; there are inclusion, exclusion @ $.criteria[1]",
    ),
    "an undeclared fact": (
        lambda v: at(v, *WEIGHT_RULE, "quantity").update(cell="wait"),
        "'wait' is not among the declared facts @ $.criteria[1].condition.conditions[1].quantity.cell",
    ),
    "a fact declared twice": (
        lambda v: v["facts"].insert(1, v["facts"][0]),
        "the fact 'head_erythema' is declared twice @ $.facts[1]",
    ),
    "a fact nobody reads": (
        lambda v: v["facts"].append({"name": "extra", "kind": "flag"}),
        "no criterion reads the declared extra @ $.facts",
    ),
    "a list that is text": (
        lambda v: v["criteria"][2]["warns"][0].update(items="weight"),
        "a list is needed, not 'weight' @ $.criteria[2].warns[0].items",
    ),
    "an object that is a list": (
        lambda v: v["criteria"].__setitem__(0, []),
        "an object is needed, not a list @ $.criteria[0]",
    ),
    "no criterion": (
        lambda v: v.update(criteria=[], facts=[]),
        "SCORES: a protocol needs criteria, each an Inclusion or an Exclusion @ $",
    ),
    "the same id twice": (
        lambda v: v["criteria"][1].update(id="IN01"),
        "SCORES: IN01 stands more than once; every criterion needs an id of its own @ $",
    ),
    "half a character": (
        lambda v: v.update(title="\ud800"),
        r"'\ud800' holds half a character @ $.title",
    ),
    "a kind that does not exist": (
        lambda v: v["criteria"][0].update(kind="guessed"),
        "'computed' or 'judgement' or 'attested' or 'prospective' is needed @ $.criteria[0].kind",
    ),
    "text for an object": (lambda v: v.update(provenance="me"), "an object is needed @ $.provenance"),
    "text for an object in a list": (
        lambda v: v["provenance"].update(sources=["me"]),
        "an object is needed @ $.provenance.sources[0]",
    ),
    "a check of a fact that is not read": (
        lambda v: v["criteria"][2]["warns"][0].update(items=["bmi"]),
        ("EX01: the check 'heavy' names bmi; it has to name facts that the criterion reads @ $.criteria[2]"),
    ),
    "two facts of one name": (
        lambda v: v["facts"][-1].update(aliases=["weight"]),
        "SCORES: weight stands for two facts; every name can mean one alone @ $",
    ),
    "an id that is none": (
        lambda v: v["criteria"][1].update(id="1; DROP"),
        "'1; DROP' is no criterion id; write letters, digits and underscores, as in IN01 @ $.criteria[1]",
    ),
    "a judgement that is computed": (
        lambda v: v["criteria"][1].update(kind="judgement"),
        (
            "IN02: a criterion of kind 'judgement' is entered as yes, no or a word, never computed; "
            "bmi, weight cannot be entered so @ $.criteria[1]"
        ),
    ),
    "half a pair": (
        lambda v: at(v, *WEIGHT_RULE).update(quantity={"word": "sum", "parts": [[1]]}),
        (
            "another kind of value is needed, or a list of another length "
            "@ $.criteria[1].condition.conditions[1].quantity.parts[0]"
        ),
    ),
    "half a row of a ratio": (
        lambda v: at(v, *WEIGHT_RULE).update(
            quantity={"word": "ratio", "up": W, "down": W, "top": [1], "bottom": [0, 1]}
        ),
        (
            "another kind of value is needed, or a list of another length "
            "@ $.criteria[1].condition.conditions[1].quantity.top"
        ),
    ),
    "a strict whole number": (
        lambda v: at(v, *WEIGHT_RULE).update(strict=True),
        "only a measured real is compared strictly, or with a fraction " + AT_WEIGHT.removesuffix(".at"),
    ),
    "an empty conjunction": (
        lambda v: v["criteria"][1].update(condition={"word": "all_of", "conditions": []}),
        "all_of and any_of need conditions @ $.criteria[1].condition",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_wrong_is_said_with_its_path(name: str) -> None:
    change, problem = HOSTILE[name]

    message = refused(changed(change))

    assert message == f"no protocol can be read: {problem}"


WEIRD = "a sum names each of its parts once"


def summed(**other: Any) -> Callable[[dict[str, Any]], object]:
    """Weighs a sum by hand."""
    item = {"word": "item", "cell": "weight"}
    made = {"word": "sum", "parts": [[1, item]], **other}
    return lambda value: at(value, *WEIGHT_RULE).update(quantity=made)


HEAVY = {"word": "at_least", "quantity": W, "at": 1}
UNSOUND: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "negative first": (
        summed(parts=[[-1, W], [1, HEAVY]]),
        "a sum has its positive weights first, and none is 0",
    ),
    "a weight of 0": (summed(parts=[[0, W]]), "a sum has its positive weights first, and none is 0"),
    "a part twice": (summed(parts=[[1, W], [2, W]]), "a sum names each of its parts once"),
    "a measured part": (
        summed(parts=[[1, B]]),
        "a sum, a ratio, a choice or a measured real is no part of a sum",
    ),
    "no units": (summed(units=0), "a sum has 1 or more units a point"),
    "huge": (summed(parts=[[10**17, W]]), "numbers beyond 2**53 are not computed exactly at every door"),
    "months on a number": (
        lambda v: at(v, *WEIGHT_RULE, "quantity").update(months=6),
        "weight: calendar months are added to a day alone",
    ),
    "an answer that is none": (
        lambda v: at(v, *WEIGHT_RULE, "quantity").update(codes=[["F", 1]]),
        "weight: a reading names an answer that the fact does not have, or one twice",
    ),
    "no factors": (
        lambda v: at(v, *WEIGHT_RULE).update(quantity={"word": "product", "factors": []}),
        "a product needs factors, none of which can be negative",
    ),
    "two scales": (
        lambda v: at(v, *WEIGHT_RULE).update(quantity={"word": "greatest", "terms": [W, B]}),
        "greatest, between and one_of need quantities of one scale",
    ),
    "a compared ratio": (
        lambda v: at(v, *WEIGHT_RULE).update(
            quantity={"word": "ratio", "up": W, "down": W, "top": [1, 0], "bottom": [0, 1]}
        ),
        "a ratio or a choice is compared through its parts",
    ),
    "reported within reported": (
        lambda v: at(v, *WEIGHT_RULE).update(
            quantity={
                "word": "reported",
                "name": "outer",
                "term": {"word": "reported", "name": "inner", "term": W, "when": HEAVY},
                "when": HEAVY,
            }
        ),
        "a reported score is made of items, not of reported scores",
    ),
}


@pytest.mark.parametrize("name", UNSOUND)
def test_a_term_that_means_nothing_is_refused(name: str) -> None:
    change, problem = UNSOUND[name]

    assert refused(changed(change)).startswith(
        f"no protocol can be read: {problem} @ $.criteria[1].condition"
    )


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ({"scale": 0}, "weight: scale must be 1 or more"),
        ({"values": ["a"]}, "weight: a code needs values, each once, and nothing else has values"),
        ({"kind": "code"}, "weight: a code needs values, each once, and nothing else has values"),
        ({"kind": "day"}, "weight: a day runs from 1 to 3652059"),
        ({"kind": "measure"}, "weight: a day or a measured real has scale 1"),
        ({"kind": "day", "low": 1, "high": 3652059}, "weight: a day or a measured real has scale 1"),
        ({"kind": "flag"}, "weight: a flag or a code has no range of its own"),
        ({"allowed": [4000]}, "weight: the allowed answers lie outside the range"),
        ({"low": 5000}, "weight: the least value 5000 lies above the greatest 3000"),
        ({"kind": "thought"}, "'number' or 'measure' or 'flag' or 'code' or 'day' is needed"),
        ({"name": ""}, "a cell needs a name, not ''"),
    ],
)
def test_a_fact_in_which_nothing_can_stand_is_refused(cell: dict[str, Any], problem: str) -> None:
    def change(value: dict[str, Any]) -> None:
        next(fact for fact in value["facts"] if fact["name"] == "weight").update(cell)

    assert f"no protocol can be read: {problem}" in refused(changed(change))


def alone(fact: dict[str, Any], condition: dict[str, Any], *others: dict[str, Any]) -> str:
    """A protocol of one criterion on a fact called a, and on others."""
    criterion = {"side": "inclusion", "id": "IN01", "text": "t", "condition": condition}
    facts = [{"name": "a", **fact}, *others]
    head = {"format": "psoscore.protocol", "format_version": 1, "id": "T", "version": "1"}
    return json.dumps({**head, "facts": facts, "criteria": [criterion]})


def is_read(text: str) -> bool:
    try:
        from_json(text)
    except ps.DefinitionError:
        return False
    return True


CALENDAR = (1, 3_652_059)
RANGES = [(0, 1), (1, 0), (0, 2), (1, 1), (-1, 1), (0, 3_652_059), (1, 3_652_058), (1, 3_652_060), CALENDAR]
ANSWERS = [(), ("x",), ("x", "y"), ("x", "y", "x")]


@pytest.mark.parametrize("kind", ["number", "measure", "flag", "code", "day"])
def test_a_fact_is_read_where_its_range_its_scale_and_its_answers_fit_its_kind(kind: str) -> None:
    """
    All combinations of a few ranges, scales, answers and allowed numbers, each against the rules as
    they are stated for each kind of fact.
    """
    ranges = {"flag": [(0, 1)], "code": [(0, 1)], "day": [CALENDAR]}.get(kind, RANGES)
    scales = {1, 10} if kind == "number" else {1}
    answers = ANSWERS[1:3] if kind == "code" else ANSWERS[:1]
    for (low, high), scale, values in product(RANGES, (0, 1, 10), ANSWERS):
        sound = (low, high) in ranges and scale in scales and values in answers and low <= high
        for allowed in (None, [], [low], [high], [low, high], [low, low - 1], [high + 1]):
            within = allowed is None or (len(allowed) > 0 and min(allowed) >= low and max(allowed) <= high)
            fact = {"kind": kind, "low": low, "high": high, "scale": scale, "values": values}
            text = alone(fact | {"allowed": allowed}, {"word": "blank", "cell": "a"})
            assert is_read(text) is (sound and within), fact


def test_a_code_has_as_many_answers_as_a_trial_has_sites() -> None:
    sites = [f"site {number}" for number in range(300)]
    code = {"kind": "code", "values": sites}
    every = {"word": "item", "cell": "a", "codes": [[site, 1] for site in sites]}
    twice = every | {"codes": [*every["codes"], ["site 7", 1]]}

    assert is_read(alone(code, {"word": "at_least", "quantity": every, "at": 1}))
    assert not is_read(alone(code, {"word": "at_least", "quantity": twice, "at": 1}))
    assert not is_read(alone(code | {"values": [*sites, "site 7"]}, {"word": "blank", "cell": "a"}))


def test_a_sum_has_as_many_parts_as_there_are_facts() -> None:
    names = ["a", *(f"visit_{number}" for number in range(300))]
    whole = {"word": "sum", "parts": [[1, {"word": "item", "cell": name}] for name in names]}
    others = [{"name": name, "kind": "flag"} for name in names[1:]]

    made = from_json(alone({"kind": "flag"}, {"word": "at_least", "quantity": whole, "at": 301}, *others))
    assert ps.screen(made, dict.fromkeys(names, True)).eligible is ps.Truth.TRUE


A = {"word": "item", "cell": "a"}
POINTS = {"kind": "number", "high": 3}


@pytest.mark.parametrize(
    ("fact", "codes", "read"),
    [
        (POINTS, [[0, 5]], True),
        (POINTS, [[3, 5]], True),
        (POINTS, [[-1, 5]], False),
        (POINTS, [[4, 5]], False),
        (POINTS, [["x", 5]], False),
        (POINTS, [[None, 5]], False),
        (POINTS | {"not_relevant": True}, [[None, 5]], True),
        (POINTS | {"not_relevant": True}, [[None, 5], [3, 5]], True),
        (POINTS | {"not_relevant": True}, [[None, 5], [4, 5]], False),
        (POINTS, [[3, 5], [2, 5]], True),
        (POINTS, [[3, 5], [3, 5]], False),
        (POINTS, [[3, 5], [3, 6]], False),
        ({"kind": "measure", "high": 3}, [[3, 5]], False),
        ({"kind": "flag"}, [[1, 5]], False),
        ({"kind": "code", "values": ["x", "y"]}, [["x", 5]], True),
        ({"kind": "code", "values": ["x", "y"]}, [["x", 5], ["y", 5]], True),
        ({"kind": "code", "values": ["x", "y"]}, [["z", 5]], False),
        ({"kind": "code", "values": ["x", "y"]}, [[1, 5]], False),
        ({"kind": "code", "values": ["x", "y"]}, [[None, 5]], False),
        ({"kind": "code", "values": ["x", "y"]}, [], False),
        ({"kind": "code", "values": ["x"], "not_relevant": True}, [[None, 5]], True),
    ],
)
def test_a_reading_names_answers_that_the_fact_has(
    fact: dict[str, Any],
    codes: list[Any],
    read: bool,  # noqa: FBT001
) -> None:
    condition = {"word": "at_least", "quantity": A | {"codes": codes}, "at": 5}

    assert is_read(alone(fact, condition)) is read


@pytest.mark.parametrize(
    ("months", "read"), [(119_988, True), (119_989, False), (-119_988, True), (-119_989, False)]
)
def test_no_more_months_are_added_than_the_calendar_has(months: int, read: bool) -> None:  # noqa: FBT001
    # 9,999 years of twelve months.
    day = {"kind": "day", "low": 1, "high": 3_652_059}
    condition = {"word": "at_least", "quantity": A | {"months": months}, "at": 5}

    assert is_read(alone(day, condition)) is read


OTHERS: list[dict[str, Any]] = [
    {"name": "b", "kind": "number", "low": 0, "high": 9, "scale": 10},
    {"name": "m", "kind": "measure", "high": 9},
    {"name": "f", "kind": "flag"},
    {"name": "n", "kind": "number", "low": -1, "high": 1},
]
ITEMS = {name: {"word": "item", "cell": name} for name in "abmfn"}
RATIO = {"word": "ratio", "up": A, "down": A, "top": [1, 0], "bottom": [0, 1]}
BOUNDED = RATIO | {"bottom": [1, 1]}
YES = {"word": "at_least", "quantity": ITEMS["f"], "at": 1}
CHOICE = {"word": "choice", "condition": YES, "then": A, "otherwise": A}
DONE = {"word": "reported", "name": "done", "term": A, "when": YES}
SINGLE_SCALE = "greatest, between and one_of need quantities of one scale"
NOT_SUMMED = "a sum, a ratio, a choice or a measured real is no part of a sum"
SIGNED = "a sum has its positive weights first, and none is 0"
UNBOUNDED = "a ratio whose bottom can be 0 has no bounds; nothing is computed from it"
NEGATIVE = "a product needs factors, none of which can be negative"
PARTS_ALONE = "a ratio or a choice is compared through its parts"
MEASURED_ALONE = "only a measured real is compared strictly, or with a fraction"


def weighed(*parts: tuple[int, dict[str, Any]], **other: int) -> dict[str, Any]:
    return {"word": "sum", "parts": parts, **other}


@pytest.mark.parametrize(
    ("quantity", "problem"),
    [
        (weighed((1, A)), ""),
        (weighed((1, A), units=2), ""),
        (weighed((1, A), units=0), "a sum has 1 or more units a point"),
        (weighed((1, A), units=-1), "a sum has 1 or more units a point"),
        (weighed((2, A), (1, ITEMS["b"]), (-1, YES), (-3, ITEMS["n"])), ""),
        (weighed((1, A), (2, ITEMS["b"])), ""),
        (weighed((-1, A), (-2, ITEMS["b"])), ""),
        (weighed((-1, A), (2, ITEMS["b"])), SIGNED),
        (weighed((1, A), (0, ITEMS["b"])), SIGNED),
        (weighed((1, A), (-1, A)), "a sum names each of its parts once"),
        (weighed((1, weighed((1, A)))), NOT_SUMMED),
        (weighed((1, BOUNDED)), NOT_SUMMED),
        (weighed((1, CHOICE)), NOT_SUMMED),
        (weighed((1, A), (1, ITEMS["m"])), NOT_SUMMED),
        (weighed((1, DONE)), ""),
        (RATIO, PARTS_ALONE),
        (BOUNDED, PARTS_ALONE),
        (CHOICE, PARTS_ALONE),
        ({"word": "product", "factors": [A, ITEMS["b"], YES]}, ""),
        ({"word": "product", "factors": [A, BOUNDED]}, ""),
        ({"word": "product", "factors": [A, ITEMS["n"]]}, NEGATIVE),
        ({"word": "product", "factors": []}, NEGATIVE),
        ({"word": "product", "factors": [A, RATIO]}, UNBOUNDED),
        ({"word": "greatest", "terms": [A, RATIO]}, UNBOUNDED),
        ({"word": "reported", "name": "r", "term": RATIO, "when": YES}, UNBOUNDED),
        ({"word": "greatest", "terms": [A, ITEMS["n"]]}, ""),
        ({"word": "greatest", "terms": [A, ITEMS["b"]]}, SINGLE_SCALE),
        ({"word": "greatest", "terms": []}, SINGLE_SCALE),
        ({"word": "between", "ends": [A, ITEMS["n"]]}, ""),
        ({"word": "between", "ends": [A, ITEMS["b"]]}, SINGLE_SCALE),
        ({"word": "one_of", "forms": [A, ITEMS["n"]]}, ""),
        ({"word": "one_of", "forms": [A, ITEMS["b"]]}, SINGLE_SCALE),
        (DONE, ""),
        (
            DONE | {"when": {"word": "at_least", "quantity": DONE, "at": 1}},
            "a reported score is made of items, not of reported scores",
        ),
    ],
)
def test_a_word_is_read_where_its_parts_fit_together(quantity: dict[str, Any], problem: str) -> None:
    """
    Beside the condition at stake stands one that reads every fact.
    """
    everything = [{"word": "blank", "cell": name} for name in ITEMS]
    text = alone(
        POINTS,
        {"word": "any_of", "conditions": [{"word": "at_least", "quantity": quantity, "at": 1}, *everything]},
        *OTHERS,
    )

    if problem:
        assert f" {problem} @ $.criteria[0].condition" in f" {refusal(text)[0]}"
    else:
        assert is_read(text)


@pytest.mark.parametrize(
    ("name", "threshold", "problem"),
    [
        ("a", {"at": 1}, ""),
        ("a", {"at": 1, "strict": True}, MEASURED_ALONE),
        ("a", {"at": "1/2"}, MEASURED_ALONE),
        ("m", {"at": 1}, ""),
        ("m", {"at": 1, "strict": True}, ""),
        ("m", {"at": "1/2"}, ""),
        ("m", {"at": "1/2", "strict": True}, ""),
    ],
)
def test_only_a_measured_real_is_compared_strictly_or_with_a_fraction(
    name: str, threshold: dict[str, Any], problem: str
) -> None:
    compared = {"word": "at_least", "quantity": ITEMS[name], **threshold}
    text = alone({"kind": "number" if name == "a" else "measure", "high": 3}, compared).replace(
        '"cell": "m"', '"cell": "a"'
    )

    assert (refusal(text)[0].startswith(problem) if problem else is_read(text)) is True


def test_the_same_number_is_the_same_however_a_program_holds_it() -> None:
    """
    A measured real of another scale than 1 read 10 and 10.0 as two values: no such fact is taken.
    """
    compared = {"word": "at_least", "quantity": A, "at": 10}
    assert not is_read(alone({"kind": "measure", "high": 100, "scale": 2}, compared))

    trial = from_json(alone({"kind": "measure", "high": 100}, compared))
    for value in (10, 10.0, Decimal(10), Fraction(10)):
        assert ps.screen(trial, {"a": value}).eligible is ps.Truth.TRUE


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (b"{}", "text is needed, not bytes"),
        (" " * (MOST_CHARACTERS + 1), "2,000,001 characters; at most 2,000,000 are read"),
        ("[" * 100_000, "brackets 100000 deep; at most 64 are read"),
        ('"' + "[" * 100 + '"', "an object is needed, not a str @ $"),
        ("[" + "1," * 100_001, "100,001 commas; at most 100,000 are read"),
        ("nope", "no JSON: Expecting value in line 1, column 1"),
        ("9" * 5000, "a number of 5,000 digits; at most 18 are read"),
        ("1e999", '1e999 is no whole number; fractions are text, as in "3/10"'),
        ("NaN", 'NaN is no whole number; fractions are text, as in "3/10"'),
        ('{"a": 1, "a": 2}', "the key 'a' stands twice in one object"),
        ("[]", "an object is needed, not a list @ $"),
        ("null", "an object is needed, not a NoneType @ $"),
    ],
    ids=[
        *("bytes", "long", "deep", "deep text", "wide", "no json"),
        *("digits", "huge", "nan", "twice", "list", "null"),
    ],
)
def test_hostile_text_is_refused_before_it_costs_anything(text: Any, problem: str) -> None:
    assert refused(text) == f"no protocol can be read: {problem}"


def test_many_and_long_problems_are_cut_short() -> None:
    message = refused(
        changed(lambda value: value.update(facts=["x" * 9] * 30, title="x" * 500, **{"k" * 400: 1}))
    )

    assert len(message.splitlines()) == 21
    assert message.splitlines()[-1].startswith("and ")
    assert max(map(len, message.splitlines())) < 400


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["word", "id", "criteria", "facts", "condition", "at"]), inner, max_size=4
            )
        ),
    )
)
def test_no_json_at_all_raises_anything_but_our_error(value: Any) -> None:
    with pytest.raises(ps.DefinitionError):
        from_json(json.dumps(value))


def test_a_fingerprint_that_does_not_fit_is_refused() -> None:
    value = json.loads(to_json(PROTOCOL))
    value["criteria"][1]["condition"]["at"] = 100

    assert refused(json.dumps(value)).startswith("no protocol can be read: the fingerprint does not fit")


@pytest.mark.parametrize(
    ("condition", "problem"),
    [
        (ps.number("n", low=0, high=10**20) >= 1, "a number of 21 digits; at most 18 are read"),
        (
            Item(ps.day("d").cell, months=10**6) <= ps.day("e"),
            "d: the calendar has 119988 months @ $.criteria[0].condition.condition.quantity.parts[0][1]",
        ),
    ],
    ids=["digits", "months"],
)
def test_what_could_not_be_read_back_is_not_written(condition: Condition, problem: str) -> None:
    made = ps.Protocol("FAR", [ps.Inclusion("IN01", "a", condition)])

    with pytest.raises(ps.DefinitionError) as caught:
        to_json(made)

    assert str(caught.value) == (
        f"FAR cannot be written so that it could be read back: no protocol can be read: {problem}"
    )


def test_only_a_protocol_is_written() -> None:
    with pytest.raises(ps.DefinitionError, match=r"^a Protocol is needed, not a str$"):
        to_json("SCORES")  # type: ignore[arg-type]


def test_the_words_of_a_code_need_numbers() -> None:
    made = ps.Protocol("CODE", [ps.Inclusion("IN01", "Women", ps.code("sex", ("F", "M")).one_of("F"))])
    value = json.loads(to_json(made))
    del value["fingerprint"], value["criteria"][0]["condition"]["quantity"]["codes"]

    assert refused(json.dumps(value)) == (
        "no protocol can be read: sex: the words of a code are read as numbers by codes "
        "@ $.criteria[0].condition.quantity"
    )


def test_not_relevant_is_an_answer_in_a_file() -> None:
    cell = next(cell for cell in ps.DLQI.cells.values() if cell.not_relevant)
    made = ps.Protocol("NR", [ps.Inclusion("IN01", "a", Item(cell, ((NOT_RELEVANT, 3), (0, 1))) >= 1)])

    assert from_json(to_json(made)) == made
    assert "[null,3]" in to_json(made, indent=None).replace(" ", "")
    wrong = to_json(made).replace("null", "true")
    assert "an answer is a whole number, text, or null for not relevant, not True" in refused(wrong)


def test_without_cattrs_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "psoscore.eligibility.portable.document", raising=False)
    monkeypatch.setitem(sys.modules, "cattrs", None)

    with pytest.raises(
        ps.MissingExtraError, match=r"^cattrs is not installed; pip install 'psoscore\[rules\]'$"
    ):
        to_json(PROTOCOL)
    with pytest.raises(ps.MissingExtraError):
        from_json("{}")


def test_all_words_are_known_to_the_schema() -> None:
    assert set(WORDS) <= set(schema()["$defs"])
    assert {Greatest, Choice, Ratio} <= set(WORDS.values())


def refusal(text: str) -> list[str]:
    with pytest.raises(ps.DefinitionError) as caught:
        from_json(text)
    return str(caught.value).removeprefix("no protocol can be read: ").splitlines()


def test_a_problem_of_three_hundred_characters_is_shown_whole() -> None:
    def problem(length: int) -> str:
        written = json.loads(to_json(SCORES))
        written |= dict.fromkeys([*(f"k{number:02}" for number in range(38)), "z" * length], 1)
        (line,) = refusal(json.dumps(written))
        return line

    around = len(problem(1)) - 1
    whole, cut = problem(300 - around), problem(301 - around)
    assert (len(whole), whole[-3:] == "...") == (300, False)
    assert (len(cut), cut[-3:]) == (303, "...")


def test_beyond_twenty_problems_the_rest_is_counted() -> None:
    written = json.loads(to_json(SCORES))
    written["criteria"] = [{"side": "inclusion", "id": number, "text": "t"} for number in range(60)]

    # Each of the sixty has an id that is no text, and no condition: 120 problems.
    assert refusal(json.dumps(written))[20:] == ["and 100 more"]


@pytest.mark.parametrize("indent", range(17))
def test_every_level_is_set_in_by_as_many_blanks_as_asked(indent: int) -> None:
    text = to_json(PLAIN, indent=indent)

    assert text.splitlines()[1] == " " * indent + '"format": "psoscore.protocol",'
    assert from_json(text) == PLAIN


@pytest.mark.parametrize("indent", [-1, 17, True, 2.0, "2"])
def test_an_indent_that_makes_no_sense_is_refused(indent: Any) -> None:
    with pytest.raises(ps.DefinitionError) as caught:
        to_json(PLAIN, indent=indent)

    assert str(caught.value) == f"indent={indent!r}; None, or 0 to 16 blanks"


def test_a_fact_has_no_other_key_and_what_goes_without_saying_is_not_written() -> None:
    written = json.loads(to_json(PLAIN))

    # By hand, from the schema: its defaults are left out.
    assert written.pop("fingerprint") == PLAIN.fingerprint
    assert {key: value for key, value in written.items() if key not in {"facts", "criteria"}} == {
        "format": "psoscore.protocol",
        "format_version": 1,
        "id": "T",
        "version": "1",
    }
    assert written["criteria"][0].keys() == {"side", "id", "text", "condition"}
    assert written["facts"] == [{"name": "age", "high": 120}]
    assert written["criteria"][0]["condition"] == {
        "word": "at_least",
        "quantity": {"word": "item", "cell": "age"},
        "at": 18,
    }
    written["facts"][0]["colour"] = "red"
    assert "colour" in refusal(json.dumps(written))[0]


def test_a_reported_score_is_written_without_what_follows_from_it() -> None:
    def text(reported: dict[str, Any]) -> str:
        compared = {"word": "at_least", "quantity": reported, "at": 1}
        return alone(POINTS, compared, {"name": "f", "kind": "flag"})

    for reported in (DONE, DONE | {"demands_not_relevant": True}):
        back = json.loads(to_json(from_json(text(reported))))
        assert back["criteria"][0]["condition"]["quantity"] == reported
    assert refusal(text(DONE | {"filled": A})) == ["unknown key 'filled' @ $.criteria[0].condition.quantity"]


def test_as_many_commas_as_are_allowed_are_read_and_closed_brackets_do_not_hide_deep_ones() -> None:
    # The limits are stated on the page about protocols; 100,001 zeros stand between 100,000 commas.
    assert not refusal(f"[{','.join('0' * 100_001)}]")[0].endswith("commas; at most 100,000 are read")
    assert refusal(f"[{','.join('0' * 100_002)}]") == ["100,001 commas; at most 100,000 are read"]
    deep = "[" + "[]," * 70 + "[" * 64 + "]" * 65
    assert refusal(deep) == ["brackets 65 deep; at most 64 are read"]


def test_text_at_its_limits_is_read() -> None:
    assert parsed(" " * (MOST_CHARACTERS - 1) + "1") == 1
    assert parsed("[" * 64 + "]" * 64)[0]
    many = {f"k{number}": number for number in range(300)}
    assert parsed(json.dumps(many)) == many


def test_the_key_that_stands_twice_is_named_by_its_first_forty_characters() -> None:
    assert refusal('{"a": 1, "b": 1, "b": 2}') == ["the key 'b' stands twice in one object"]
    assert refusal(f'{{"{"x" * 41}": 1, "{"x" * 41}": 2}}') == [
        f"the key '{'x' * 40}' stands twice in one object"
    ]


def test_what_goes_without_saying_is_not_written_of_sources_either() -> None:
    assert json.loads(to_json(SCORES))["provenance"] == {
        "sources": [{"key": "a", "text": "A", "doi": "10.1/1", "read": False}],
        "requirements": ["PSO-ELIG-013"],
        "note": "n",
    }


@pytest.mark.parametrize("kind", ["code", "number", "flag"])
def test_months_are_added_to_days_alone(kind: str) -> None:
    written = json.loads(
        to_json(ps.Protocol("T", [ps.Inclusion("IN01", "t", ps.day("a") >= date(2015, 1, 1))]))
    )
    written["facts"] = [{"name": "a", "kind": kind} | ({"values": ["x"]} if kind == "code" else {})]
    written["criteria"][0]["condition"] = {
        "word": "at_least",
        "quantity": {"word": "item", "cell": "a", "months": 3},
        "at": 1,
    }
    del written["fingerprint"]

    assert "months" in refusal(json.dumps(written))[0]


@pytest.mark.parametrize(("weight", "taken"), [(2**53, True), (2**53 + 1, False)])
def test_numbers_are_computed_exactly_up_to_two_to_the_53(weight: int, taken: bool) -> None:  # noqa: FBT001
    # Beyond it a float of 64 bits skips whole numbers.
    written = json.loads(
        to_json(ps.Protocol("T", [ps.Inclusion("IN01", "t", ps.number("a", low=0, high=1) >= 1)]))
    )
    quantity = {"word": "sum", "parts": [[weight, {"word": "item", "cell": "a"}]]}
    written["criteria"][0]["condition"]["quantity"] = quantity
    del written["fingerprint"]

    if taken:
        assert from_json(json.dumps(written)).ids == ("IN01",)
    else:
        assert refusal(json.dumps(written))[0].startswith("numbers beyond 2**53 are not computed exactly")
