"""Which airspaces a flight would cross: told with every way round what is closed, and whether it still holds."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from layers.kernels.air_sight_plain import ALONG
from layers.routes.air_space import F64, Airspaces, inside
from layers.sphere import angle

LonLat = tuple[float, float]

_KEPT = 20_000
"""Direct lines whose states are kept."""


def crossed(spaces: Airspaces, chain: F64, closed: frozenset[str], opened: frozenset[int]) -> list[str]:
    """The states whose closed airspace a chain of places (n, 3) crosses, the faces `opened` not counted."""
    caps = _caps(spaces, closed)
    met = [k for k in np.flatnonzero(_near(chain, caps.middle, caps.radius)) if caps.face[k] not in opened]
    return [
        code
        for code, numbers in groupby(met, key=lambda k: spaces.codes[caps.face[k]])
        if _crosses(
            chain, *(np.vstack(part) for part in zip(*(spaces.edges(caps.ring[k]) for k in numbers), strict=True))
        )
    ]


def crossed_by_direct(
    spaces: Airspaces, ends: tuple[LonLat, LonLat], chain: F64, closed: frozenset[str], opened: frozenset[int]
) -> list[str]:
    """`crossed` of the direct line between two places, kept state by state: it is told with every way round."""
    if len(spaces.direct) > _KEPT:
        spaces.direct.clear()
    known = spaces.direct.setdefault((ends, opened), {})
    asked = frozenset(closed - known.keys())
    if asked:
        met = crossed(spaces, chain, asked, opened)
        known.update({code: code in met for code in asked})
    return [code for code in sorted(closed) if known[code]]


def within(spaces: Airspaces, at: F64, codes: frozenset[str]) -> bool:
    """Whether a place (unit vector) lies in the airspace of one of some states."""
    caps = _caps(spaces, codes)
    faces = {caps.face[k] for k in np.flatnonzero(angle(caps.middle, at) <= caps.radius)}
    return any(inside(at, [spaces.ring_vectors(ring) for ring in spaces.rings[face]]) for face in faces)


@dataclass(frozen=True, slots=True, eq=False)
class _Caps:
    """A cap round each ring of what is closed, state by state in the order of their codes."""

    face: tuple[int, ...]
    ring: tuple[tuple[int, ...], ...]
    middle: F64
    radius: F64


def _caps(spaces: Airspaces, closed: frozenset[str]) -> _Caps:
    key = ("caps", closed)
    found = spaces.kept.get(key)
    if not isinstance(found, _Caps):
        rows = [(face, ring) for code in sorted(closed) for face in spaces.faces([code]) for ring in spaces.rings[face]]
        caps = [spaces.outskirts(ring) for _, ring in rows]
        middle = np.array([one for one, _ in caps]).reshape(-1, 3)
        found = _Caps(
            tuple(face for face, _ in rows), tuple(ring for _, ring in rows), middle, np.array([r for _, r in caps])
        )
        spaces.kept[key] = found
    return found


def _near(chain: F64, middle: F64, radius: F64) -> npt.NDArray[np.bool_]:
    """Whether a chain of places may come into each cap: most of what is closed it does not."""
    piece = float(angle(chain[:-1], chain[1:]).max(initial=0.0))
    away = np.arccos(np.clip(middle @ chain.T, -1.0, 1.0)).min(axis=1)
    return np.asarray(away <= radius + piece)


def crosses(chain: F64, ring: F64) -> bool:
    """Whether a chain of places crosses an edge of a ring."""
    tail = np.roll(ring, -1, axis=0)
    return _crosses(chain, ring, tail, np.cross(ring, tail))


def _crosses(chain: F64, head: F64, tail: F64, normal: F64) -> bool:
    """`air_sight_plain.blocked` for all the pieces of a chain at once; see `Airspaces.edges`."""
    across = np.cross(chain[:-1], chain[1:]).T
    s1, s2 = head @ across < 0, tail @ across < 0
    ends = normal @ chain.T
    s3, s4 = ends[:, :-1], ends[:, 1:]
    apart = (s1 != s2) & ((s3 < 0) != (s4 < 0)) & (s1 == (s4 < 0))
    return bool((apart & (np.maximum(np.abs(s3), np.abs(s4)) > ALONG)).any())
