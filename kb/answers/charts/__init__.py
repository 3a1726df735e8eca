"""Charts of answers: each takes the DataFrame of a question and gives a picture with title, units, sources and n.

``coverage``, ``gantt``, ``heatmap``, ``network``, ``reuse``, ``slope``: one a kind of picture, on the ``paper`` that
all share.
"""

from kb.answers.charts.coverage import draw_coverage
from kb.answers.charts.gantt import draw_gantt
from kb.answers.charts.heatmap import draw_targets
from kb.answers.charts.network import draw_roles
from kb.answers.charts.reuse import draw_reuse
from kb.answers.charts.slope import draw_attainment

__all__ = ["draw_attainment", "draw_coverage", "draw_gantt", "draw_reuse", "draw_roles", "draw_targets"]
