"""Which integers an array of whole numbers needs."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np

__all__ = ["narrow_type"]

NARROW = (np.int8, np.int16, np.int32, np.int64)


@lru_cache(maxsize=1024)
def narrow_type(largest: int) -> type[np.signedinteger[Any]]:
    """The smallest integer type that holds every number up to this size."""
    return next((kind for kind in NARROW if largest <= np.iinfo(kind).max), np.int64)
