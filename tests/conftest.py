"""How long Hypothesis searches: briefly while one works and in CI, for hours at night."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("dev", max_examples=50, deadline=None)
# The same examples in every run of CI: a failure there is a fault of the change, not of the day.
settings.register_profile("ci", max_examples=32, deadline=None, derandomize=True, print_blob=True)
# For the further Pythons, which are asked whether they behave the same.
settings.register_profile("brief", max_examples=16, deadline=None, derandomize=True, print_blob=True)
settings.register_profile("night", max_examples=20_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if "CI" in os.environ else "dev"))
