"""Why a verdict is what it is: reasons, open questions, near misses."""
