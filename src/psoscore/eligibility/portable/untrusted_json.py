"""Text from strangers, read as JSON without trusting it: limits first, then strictness.

Nothing is executed, nothing is coerced, and nothing takes long: size and depth
are counted before the text is parsed.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any, NoReturn

from psoscore.errors import DefinitionError

__all__ = ["MOST_CHARACTERS", "MOST_DEPTH", "MOST_DIGITS", "parsed"]

MOST_CHARACTERS = 2_000_000
"""A protocol of a hundred criteria has some hundred thousand."""

MOST_COMMAS = 100_000
"""Of values side by side, so that a text of nothing but faults is refused in a second or two."""

MOST_DEPTH = 64
"""Brackets within brackets; a condition on a PASI of sixteen items has about twenty."""

MOST_DIGITS = 18
"""Of a whole number, so that every one fits in 64 bits."""

QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
BRACKETS = re.compile(r"[\[\]{}]")
OPENING = frozenset("[{")


def parsed(text: object) -> Any:
    """The JSON value that a text spells.

    Args:
        text: JSON.

    Raises:
        DefinitionError: It is no text, too long, too deep, no JSON, names a
            key twice, or holds a number that is not a whole one of at most
            18 digits.

    >>> parsed('{"a": [1, true, null]}')
    {'a': [1, True, None]}
    """
    if not isinstance(text, str):
        _refuse(f"text is needed, not {type(text).__name__}")
    if len(text) > MOST_CHARACTERS:
        _refuse(f"{len(text):,} characters; at most {MOST_CHARACTERS:,} are read")
    bare = QUOTED.sub("", text)
    commas = bare.count(",")
    if commas > MOST_COMMAS:
        _refuse(f"{commas:,} commas; at most {MOST_COMMAS:,} are read")
    deepest = depth = 0
    for bracket in BRACKETS.findall(bare):
        depth += 1 if bracket in OPENING else -1
        deepest = max(deepest, depth)
    if deepest > MOST_DEPTH:
        _refuse(f"brackets {deepest} deep; at most {MOST_DEPTH} are read")
    try:
        return json.loads(
            text,
            parse_int=_whole,
            parse_float=_no_float,
            parse_constant=_no_float,
            object_pairs_hook=_once,
        )
    except json.JSONDecodeError as error:
        _refuse(f"no JSON: {error.msg} in line {error.lineno}, column {error.colno}")


def _whole(digits: str) -> int:
    if len(digits.lstrip("-")) > MOST_DIGITS:
        _refuse(f"a number of {len(digits.lstrip('-')):,} digits; at most {MOST_DIGITS} are read")
    return int(digits)


def _no_float(spelt: str) -> NoReturn:
    _refuse(f'{spelt[:MOST_DIGITS]} is no whole number; fractions are text, as in "3/10"')


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counted = Counter(key for key, _ in pairs)
        twice = next(key for key, count in counted.items() if count > 1)
        _refuse(f"the key {twice[:40]!r} stands twice in one object")
    return found


def _refuse(problem: str) -> NoReturn:
    message = f"no protocol can be read: {problem}"
    raise DefinitionError(message)
