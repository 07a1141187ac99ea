"""Hypothesis strategies for your own tests: records, faults, cohorts, conditions, protocols, plans.

``laws`` gives ready-made property tests of any definition.

They are made from the definitions themselves, so they know the items, ranges
and forms of every score, of yours too. The tests of psoscore use them.

Needs Hypothesis: ``pip install 'psoscore[testing]'``.

>>> from hypothesis import given
>>> from psoscore import PASI, score
>>> @given(records(PASI, missing=True))
... def test_every_score_lies_between_its_bounds(record):
...     result = score(PASI, record)
...     assert result.low <= result.high
>>> test_every_score_lies_between_its_bounds()
"""

from psoscore.errors import MissingExtraError

try:
    from psoscore.testing.cohort import cohorts
    from psoscore.testing.condition import conditions
    from psoscore.testing.fault import Faulty, faulty_records
    from psoscore.testing.law import laws
    from psoscore.testing.plan import plans
    from psoscore.testing.protocol import people, protocols
    from psoscore.testing.record import answers, forms, records, unrecorded
    from psoscore.testing.term import SMALL_CELLS, terms
except ModuleNotFoundError as _error:
    if _error.name != "hypothesis":
        raise
    raise MissingExtraError(library="hypothesis", extra="testing") from _error

__all__ = [
    "SMALL_CELLS",
    "Faulty",
    "answers",
    "cohorts",
    "conditions",
    "faulty_records",
    "forms",
    "laws",
    "people",
    "plans",
    "protocols",
    "records",
    "terms",
    "unrecorded",
]
