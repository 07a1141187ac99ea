"""The JSON Schema of a protocol: shipped as a file, drawn from the classes.

The file ``protocol.schema.json`` is what programs in other languages check
against; ``drawn`` makes it anew from the classes, and a test holds the two
together.
"""

from __future__ import annotations

import json
from fractions import Fraction
from importlib.resources import files
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from attrs import NOTHING, fields

from psoscore.answers import NotRelevant
from psoscore.cells import Cell
from psoscore.eligibility.criterion import Criterion, Exclusion, Inclusion
from psoscore.eligibility.portable.untrusted_json import MOST_DIGITS
from psoscore.terms import Condition, Quantity, Term

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["drawn", "schema"]

FILE = "protocol.schema.json"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LARGEST = 10**MOST_DIGITS - 1


def schema() -> dict[str, Any]:
    """The JSON Schema (2020-12) of what ``to_json`` writes and ``from_json`` reads.

    It states the shape; ``from_json`` checks more, such as that facts are
    declared and that a sum has its positive weights first.

    Missing data: none is involved.

    Returns:
        The shipped file as a dictionary.

    >>> schema()["title"]
    'psoscore protocol'
    """
    return json.loads(files("psoscore.eligibility.portable").joinpath(FILE).read_text("utf-8"))  # type: ignore[no-any-return]


def drawn() -> dict[str, Any]:
    """The schema, drawn from the classes that are written and read."""
    from psoscore.eligibility.portable.document import WORDS, Document, Fact, ReportedAs, converter  # noqa: PLC0415  needs cattrs

    converter()  # resolves the types of the classes
    shapes: dict[Any, Any] = {
        int: {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST},
        str: {"type": "string"},
        bool: {"type": "boolean"},
        NoneType: {"type": "null"},
        NotRelevant: {"type": "null"},
        Fraction: {"type": "string", "pattern": "^-?[0-9]{1,18}/[1-9][0-9]{0,17}$"},
        Cell: {"type": "string", "description": "the name of a declared fact"},
        Fact: {"$ref": "#/$defs/Fact"},
        Criterion: {"$ref": "#/$defs/Criterion"},
        **{family: {"$ref": f"#/$defs/{family.__name__}"} for family in (Term, Condition, Quantity)},
    }
    definitions: dict[str, Any] = {"Fact": _object(Cell, shapes)}
    for word, kind in WORDS.items():
        written = ReportedAs if word == "reported" else kind
        definitions[word] = _object(written, shapes, {"word": {"const": word}})
    families: tuple[type[Term], ...] = (Term, Condition, Quantity)
    for family in families:
        words = [word for word, kind in WORDS.items() if family in kind.__mro__]
        definitions[family.__name__] = {"oneOf": [{"$ref": f"#/$defs/{word}"} for word in words]}
    for name, side in (("inclusion", Inclusion), ("exclusion", Exclusion)):
        definitions[name] = _object(side, shapes, {"side": {"const": name}})
    sides = [{"$ref": f"#/$defs/{name}"} for name in ("inclusion", "exclusion")]
    definitions["Criterion"] = {"oneOf": sides}
    return {
        "$schema": DIALECT,
        "title": "psoscore protocol",
        **_object(Document, shapes),
        "$defs": definitions,
    }


def _object(kind: type, shapes: Mapping[Any, Any], tag: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """An object with the attributes of a class."""
    attributes = fields(kind)
    required = [*(tag or {}), *(one.name for one in attributes if one.default is NOTHING)]
    properties = {**(tag or {}), **{one.name: _shape(one.type, shapes) for one in attributes}}
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _shape(kind: Any, shapes: Mapping[Any, Any]) -> dict[str, Any]:
    """The schema of one attribute."""
    if kind in shapes:
        return dict(shapes[kind])
    origin, inside = get_origin(kind), get_args(kind)
    if origin is Literal:
        return {"enum": list(inside)}
    if origin in {UnionType, Union}:
        return {"anyOf": [_shape(one, shapes) for one in inside if one is not bool]}
    if origin is tuple and Ellipsis in inside:
        return {"type": "array", "items": _shape(inside[0], shapes)}
    if origin is tuple:
        each = [_shape(one, shapes) for one in inside]
        return {"type": "array", "prefixItems": each, "items": False, "minItems": len(each)}
    return _object(kind, shapes)
