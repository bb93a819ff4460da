"""Map projections of WGS84 and how rings and lines are cut for them: at the seam, the rim and the poles."""

from layers.projection.curve import Along
from layers.projection.graticule import Graticule, graticule, step_for
from layers.projection.model import KINDS, NAMES, Kind, Projection

__all__ = ["KINDS", "NAMES", "Along", "Graticule", "Kind", "Projection", "graticule", "step_for"]
