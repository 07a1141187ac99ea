"""Severity and treatment goals after published schemes, which disagree: always named, never a default.

>>> from psoscore.severity import SCHEMES, classify
>>> for name in ("rule_of_tens", "mrowietz2011", "npf", "nice_biologics"):
...     print(classify(pasi=11, bsa=6, dlqi=9, scheme=name))
Classified(rule_of_tens: severe)
Classified(mrowietz2011: unclassified)
Classified(npf: moderate)
Classified(nice_biologics: not severe)
"""

from psoscore.severity.classified import Classified
from psoscore.severity.goals import GOALS, treatment_goal
from psoscore.severity.scheme import UNCLASSIFIED, Scheme
from psoscore.severity.schemes import SCHEMES, classify

__all__ = ["GOALS", "SCHEMES", "UNCLASSIFIED", "Classified", "Scheme", "classify", "treatment_goal"]
