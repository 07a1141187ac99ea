"""Six plots of a trial, each on matplotlib axes of yours or its own.

Every function takes ``ax=None`` and returns the axes. Without ``ax`` it makes
a figure that pyplot does not know of: save it with
``axes.figure.savefig("name.png")``. No setting of matplotlib is changed.

What is not known is drawn as such, hatched or as a gap, never as zero. Every
difference of colour is also one of lightness, and comes with a marker, a line
style or a hatch, so that the plots can be read in grey.

Needs matplotlib: ``pip install 'psoscore[plots]'``.
"""

from psoscore.errors import MissingExtraError

try:
    from psoscore.plots.attrition_flow import attrition_flow
    from psoscore.plots.body_map import body_map
    from psoscore.plots.courses import courses
    from psoscore.plots.rate import ResponseCount, count_flags
    from psoscore.plots.response_over_time import response_over_time
    from psoscore.plots.schedule_timeline import schedule_timeline
    from psoscore.plots.waterfall import waterfall
except ModuleNotFoundError as _error:
    if str(_error.name).partition(".")[0] != "matplotlib":
        raise
    raise MissingExtraError(library="matplotlib", extra="plots") from _error

__all__ = [
    "ResponseCount",
    "attrition_flow",
    "body_map",
    "count_flags",
    "courses",
    "response_over_time",
    "schedule_timeline",
    "waterfall",
]
