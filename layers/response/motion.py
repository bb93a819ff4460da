"""Where every responder is at an hour after H-hour: waiting at its base, under way, or there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
import numpy.typing as npt

from layers import geodesy
from layers.response.model import Arrival, Response
from layers.routes.model import Line

State = Literal["waiting", "moving", "there"]
MOVING = frozenset({"to embarkation", "transit", "onward"})
"""Stages that are spent on a leg; all others are spent at its end."""
Array = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Position:
    """One responder at one time."""

    unit: str
    state: State
    lon: float
    lat: float
    stage: str
    """The stage it is in; empty once it is there."""


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """The way of one responder with the hours at which it passes each vertex; likely values."""

    unit: str
    status: str
    lon: Array
    lat: Array
    hours: Array
    stages: tuple[tuple[str, float], ...]
    """Name and hour of the end of each stage."""

    @property
    def arrives_h(self) -> float:
        return self.stages[-1][1] if self.stages else 0.0

    def at(self, hours: float) -> Position:
        """Where it is; between two vertices on the geodesic."""
        if hours >= self.arrives_h:
            return Position(self.unit, "there", float(self.lon[-1]), float(self.lat[-1]), "")
        stage = next(name for name, until in self.stages if hours < until)
        k = int(np.searchsorted(self.hours, hours, side="right")) - 1
        if k < 0:
            return Position(self.unit, "waiting", float(self.lon[0]), float(self.lat[0]), stage)
        if k >= len(self.hours) - 1:
            return Position(self.unit, "moving", float(self.lon[-1]), float(self.lat[-1]), stage)
        step = float(self.hours[k + 1] - self.hours[k])
        share = (hours - float(self.hours[k])) / step if step > 0 else 1.0
        lon, lat = geodesy.interpolate(
            float(self.lon[k]), float(self.lat[k]), float(self.lon[k + 1]), float(self.lat[k + 1]), share
        )
        return Position(self.unit, "moving", lon, lat, stage)


def tracks(response: Response) -> tuple[Track, ...]:
    """The ways of all who come, the first to arrive first; who travels no line (a missile) is left out."""
    return tuple(track for row in response.arrivals if (track := _track(row)) is not None)


def _track(row: Arrival) -> Track | None:
    if row.total is None or not row.legs:
        return None
    stages, clock = [], 0.0
    spans: list[tuple[float, float]] = []
    for stage in row.stages:
        begin, clock = clock, clock + stage.hours.likely
        stages.append((stage.name, clock))
        if stage.name in MOVING:
            spans.append((begin, clock))
    if not spans:
        return None
    lines = [leg.line for leg in row.legs]
    if len(spans) != len(lines):
        # the legs are gone one after the other over all the hours of travel, by their length
        begin, end = spans[0][0], spans[-1][1]
        lengths = np.array([geodesy.length(line.lon, line.lat) for line in lines])
        edges = begin + (end - begin) * np.concatenate(([0.0], np.cumsum(lengths))) / max(float(lengths.sum()), 1e-9)
        spans = list(pairwise(edges.tolist()))
    pieces = [_timed(line, *span) for line, span in zip(lines, spans, strict=True)]
    lon, lat, hours = (np.concatenate([piece[k] for piece in pieces]) for k in range(3))
    return Track(row.unit, row.status, lon, lat, hours, tuple(stages))


def _timed(line: Line, begin: float, end: float) -> tuple[Array, Array, Array]:
    """The vertices of a leg and when each is passed, at an even speed."""
    steps = geodesy.distance(line.lon[:-1], line.lat[:-1], line.lon[1:], line.lat[1:])
    so_far = np.concatenate(([0.0], np.cumsum(steps)))
    return line.lon, line.lat, begin + (end - begin) * so_far / max(float(so_far[-1]), 1e-9)


def positions(every: tuple[Track, ...], hours: float) -> Iterator[Position]:
    """Where all of them are at an hour."""
    return (track.at(hours) for track in every)
