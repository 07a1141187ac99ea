"""The independent oracle: one place to import it from. `oracle_trial` holds what is about the trial.

Written from the clinical specification alone, never from the library: it imports the standard library and
nothing else. Slow and obvious on purpose: plain loops, explicit tables, None for unknown, exact fractions.
Where a comment says "specification A2", it means that section of the project's clinical specification;
papers are named beside it.
"""

# ruff: noqa: F403 - all that a room of the oracle offers is here, too, so that a new function needs no second list
from oracle_cells import *
from oracle_dlqi import *
from oracle_index import *
from oracle_pasi import *
from oracle_response import *
