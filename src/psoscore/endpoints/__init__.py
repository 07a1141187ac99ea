"""Change from baseline, response and shifts between bands.

The definitions and conditions stand in ``change`` and ``response``, their
forms for two columns of scores in ``arrays``; numpy loads when one is called.
"""

from psoscore.endpoints.arrays import change_arrays, percent_change_arrays, response_arrays
from psoscore.endpoints.change import PASI_CHANGE, PASI_PERCENT_CHANGE, change, percent_change
from psoscore.endpoints.pair import change_of, percent_change_of, response_of
from psoscore.endpoints.response import PASI_50, PASI_75, PASI_90, PASI_100, response
from psoscore.endpoints.shift import Shift, shift_table

__all__ = [
    "PASI_50",
    "PASI_75",
    "PASI_90",
    "PASI_100",
    "PASI_CHANGE",
    "PASI_PERCENT_CHANGE",
    "Shift",
    "change",
    "change_arrays",
    "change_of",
    "percent_change",
    "percent_change_arrays",
    "percent_change_of",
    "response",
    "response_arrays",
    "response_of",
    "shift_table",
]
