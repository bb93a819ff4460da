"""Cutting geometry to what can be seen: bounding boxes, chunks of long lines, rings clipped to a rectangle.

Every sink of a picture needs it, with Qt or without.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import shapely

from layers.picture.marks import Geometry

Array = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Rect = tuple[float, float, float, float]
"""x0, y0, x1, y1."""

CHUNK = 160
"""Vertices per polyline: between 64 and 200 wide pens are quickest and narrow ones do not care."""
LEAST = 1e-3
"""A piece that reaches less far is none [page px]: of a stroke without length Qt writes an outline without points, of
which PDF readers complain."""


def boxes(xy: Array, start: Ints) -> Array:
    """Bounding boxes (m, 4) of the parts; an empty part's is nowhere."""
    count = len(start) - 1
    found = np.empty((count, 4))
    found[:, :2], found[:, 2:] = np.inf, -np.inf
    full = np.flatnonzero(start[1:] > start[:-1])
    if len(full):
        at = start[full]
        end = int(start[-1])
        found[full, :2] = np.minimum.reduceat(xy[:end], at, axis=0)
        found[full, 2:] = np.maximum.reduceat(xy[:end], at, axis=0)
    return found


def seen(box: Array, window: Rect) -> npt.NDArray[np.bool_]:
    """Which boxes meet the window."""
    x0, y0, x1, y1 = window
    return (box[:, 0] <= x1) & (box[:, 2] >= x0) & (box[:, 1] <= y1) & (box[:, 3] >= y0)


def block(window: Rect) -> Rect:
    """A box round the window that stays the same until the view has moved by half a window or changed its scale."""
    x0, y0, x1, y1 = window
    size = 2.0 ** np.ceil(np.log2(max(x1 - x0, y1 - y0, 1e-9) * 0.5))
    return (
        float(np.floor(x0 / size) * size),
        float(np.floor(y0 / size) * size),
        float(np.ceil(x1 / size) * size),
        float(np.ceil(y1 / size) * size),
    )


def polylines(geometry: Geometry, closed: bool, whole: bool) -> tuple[Array, Ints]:
    """(xy, start) of a geometry's lines, closed where they are rings, in chunks unless wanted `whole`.

    A ring too small for the scale is left as the line from a point to itself, which is none.
    """
    first, size = geometry.start[:-1].astype(np.intp), np.diff(geometry.start).astype(np.intp)
    first, size = first[size >= 2], size[size >= 2]
    drawn = (size > 2) | (geometry.xy[first] != geometry.xy[first + 1]).any(axis=1)
    first, size = first[drawn], size[drawn]
    steps = size - (0 if closed else 1)
    chunks = np.where(whole | (steps < 2 * CHUNK), 1, -(-steps // CHUNK))
    of = np.repeat(np.arange(len(first)), chunks)
    begin = CHUNK * (np.arange(len(of)) - np.repeat(np.cumsum(chunks) - chunks, chunks))
    length = np.where(chunks[of] == 1, steps[of], np.minimum(steps[of] - begin, CHUNK)) + 1
    offsets: Ints = np.concatenate(([0], np.cumsum(length))).astype(np.intp)
    if not len(of):
        return np.empty((0, 2)), offsets
    place = np.arange(int(offsets[-1])) + np.repeat(begin - offsets[:-1], length)
    line = np.repeat(of, length)
    place[place == size[line]] = 0  # back at the first vertex of a ring
    return geometry.xy[first[line] + place], offsets


def clipped(ring: Array, rect: Rect) -> Array:
    """A ring cut to a rectangle (Sutherland and Hodgman, 1974), empty when nothing is left.

    Where the cut falls apart, the pieces stay joined along the rectangle's edge; under the even-odd rule that fills
    the same pixels, for self-crossing rings too.
    """
    x0, y0, x1, y1 = rect
    low, high = ring.min(axis=0), ring.max(axis=0)
    if low[0] >= x0 and low[1] >= y0 and high[0] <= x1 and high[1] <= y1:
        return ring
    for axis, bound, sign in ((0, x0, 1.0), (0, x1, -1.0), (1, y0, 1.0), (1, y1, -1.0)):
        if len(ring) == 0:
            return ring
        depth = sign * (ring[:, axis] - bound)
        inside = depth >= 0
        if inside.all():
            continue
        after = np.roll(ring, -1, axis=0)
        depth_after = np.roll(depth, -1)
        cross = inside != np.roll(inside, -1)
        share = np.zeros(len(ring))
        share[cross] = depth[cross] / (depth[cross] - depth_after[cross])
        cut = ring + (after - ring) * share[:, None]
        cut[cross, axis] = bound
        both = np.empty((2 * len(ring), 2))
        both[0::2], both[1::2] = ring, cut
        keep = np.empty(2 * len(ring), dtype=bool)
        keep[0::2], keep[1::2] = inside, cross
        ring = both[keep]
    return ring


def clipped_lines(xy: Array, start: Ints, rect: Rect) -> list[Array]:
    """The pieces of lines on a page that lie in a rectangle; those without length are left out."""
    found: list[Array] = []
    x0, y0, x1, y1 = rect
    box = boxes(xy, start)
    for k in np.flatnonzero(seen(box, rect)).tolist():
        line = xy[start[k] : start[k + 1]]
        if box[k, 0] >= x0 and box[k, 1] >= y0 and box[k, 2] <= x1 and box[k, 3] <= y1:
            found.append(line)
            continue
        pieces = shapely.get_parts(shapely.clip_by_rect(shapely.linestrings(line), x0, y0, x1, y1))
        found.extend(shapely.get_coordinates(piece) for piece in pieces if piece.geom_type == "LineString")
    return [line for line in found if len(line) >= 2 and np.ptp(line, axis=0).max() >= LEAST]
