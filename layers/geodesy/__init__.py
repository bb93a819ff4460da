"""WGS84 geodesics and rhumb lines: numbers or arrays in, the same shape out.

Longitudes and latitudes are degrees, lon before lat; distances metres; azimuths degrees clockwise from north, 0..360.
"""

from layers.geodesy.checks import (
    HALF_CIRCUMFERENCE_M,
    SHORTEST_EVERYWHERE_M,
    check_distance,
    check_finite,
    check_latitude,
    check_radius,
    wrap_longitude,
)
from layers.geodesy.lines import (
    area,
    densify,
    destination,
    distance,
    geod,
    interpolate,
    inverse,
    length,
    midpoint,
)
from layers.geodesy.nearest import nearest_on_lines
from layers.geodesy.rhumb import rhumb, rhumb_destination, rhumb_line

__all__ = [
    "HALF_CIRCUMFERENCE_M",
    "SHORTEST_EVERYWHERE_M",
    "area",
    "check_distance",
    "check_finite",
    "check_latitude",
    "check_radius",
    "densify",
    "destination",
    "distance",
    "geod",
    "interpolate",
    "inverse",
    "length",
    "midpoint",
    "nearest_on_lines",
    "rhumb",
    "rhumb_destination",
    "rhumb_line",
    "wrap_longitude",
]
