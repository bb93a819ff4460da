"""Compiles the kernels of sea routes and fields: calls each once with the types they are used with."""

from __future__ import annotations

import numpy as np

from layers.kernels import (
    grid_water,
    sea_aim,
    sea_blocks,
    sea_clearance,
    sea_flood,
    sea_gates,
    sea_harbour,
    sea_paths,
    sea_shade,
    sea_sight,
    sea_tangent,
)


def routes() -> None:
    """Compile, or load from the cache, what a route needs."""
    ring = np.array([0, 4], np.int32)
    a = np.array([[1.0, -0.01, -0.01], [1.0, 0.01, -0.01], [1.0, 0.01, 0.01], [1.0, -0.01, 0.01]])
    a /= np.linalg.norm(a, axis=1, keepdims=True)
    b = np.roll(a, -1, axis=0)
    index = sea_sight.index(a, b)
    p, q = np.array([0.6, 0.8, 0.0]), np.array([0.6, -0.8, 0.0])
    corner, before, after = sea_harbour.corners(a, ring)
    sea_harbour.locate(p, q, a, b)
    group = sea_shade.groups(corner)
    sea_shade.near(p, corner, group, 0.1)
    sea_shade.nearest(p, corner, group, 1)
    sea_harbour.ways_out(p, corner, before, after, corner, 0.01, 0.1, a, b, *index)
    off = np.zeros(len(corner))
    sea_tangent.seen(p, before[0], after[0], 0.0, 0, corner, before, after, off, group, a, b, a, b, *index)
    sea_tangent.between(corner, before, after, corner, before, after, a, b, *index)
    sea_sight.clear(p, q, a, b, *index)
    sea_gates.masks(a, b, a, b, np.zeros(4, np.int32))
    u, v = np.array([0, 1], np.int32), np.array([1, 2], np.int32)
    length = sea_paths.arcs(a, u, v)
    start, to, edge = sea_paths.adjacency(4, u, v)
    edges = start, to, length.astype(np.float32)[edge], np.zeros(len(edge), np.uint8), np.zeros(1, np.float32)
    seed, cost = np.zeros(1, np.int32), np.zeros(1)
    found, parent = sea_paths.spread(*edges, seed, cost)
    sea_paths.mend(*edges, seed, cost, found, parent, seed, seed, seed)
    sea_paths.waters(start, to, *edges[3:])
    sea_aim.search(*edges, seed, cost, np.full(4, np.inf), np.zeros(4), np.inf)


def fields() -> None:
    """Compile, or load from the cache, what a field needs; a quarter of a minute the first time."""
    a, b = np.array([[1.0, 0.0, 0.0]]), np.array([[0.999998, 0.002, 0.0]])
    start, items, skip = sea_sight.index(a, b)
    nothing_farther = np.zeros(6 * sea_clearance.FINE**2, np.float32)  # else it is told to all squares: two seconds
    clear = sea_clearance.clearance(sea_clearance.samples(a, b), nothing_farther)
    lon, lat = np.arange(-160.0, 160.0, 40.0), np.arange(-60.0, 61.0, 30.0)
    ring = np.zeros((4, 2))  # a shore's corners come as columns of one table
    water = grid_water.water(lon, lat, ring[:, 0], ring[:, 1], np.array([0, 4], np.int32))
    place, cost, owner = np.array([[0.0, 1.0, 0.0]]), np.zeros(1), np.zeros(1, np.int32)
    seed_start, seed_cell = grid_water.near(
        np.array([90.0]), np.zeros(1), np.ones(1, np.bool_), lon, lat, False, water, 2
    )
    n = water.size
    metres, anchor = np.full(n, np.inf), np.full(n, -1, np.int32)
    anchors = sea_flood.flood(
        np.radians(lon), np.radians(lat), False, water, place, cost, owner, seed_start, seed_cell, 1e5,
        a, b, start, items, skip, clear, (start, items, skip), 1, np.empty(0), metres, anchor,
        np.empty(0, np.int32), np.inf,
    )  # fmt: skip
    who = np.full((n, sea_blocks.MOST), -1, np.int32)
    sea_blocks.certify(
        0, water.shape[0], 2, np.radians(lon), np.radians(lat), False, 0.1, 0.1, metres, anchor,
        anchors[0], anchors[1], clear, who,
    )  # fmt: skip
    metres, anchor = np.full(4 * n, np.inf), np.full(4 * n, -1, np.int32)
    double = np.repeat(np.repeat(water, 2, axis=0), 2, axis=1)
    lon, lat = np.linspace(-3.0, 3.0, 2 * water.shape[1]), np.linspace(-1.0, 1.0, 2 * water.shape[0])
    sea_blocks.settle(
        0, water.shape[0], 2, lon, lat, False, double, water.shape[1], who, anchors[0], anchors[1], metres, anchor
    )
    sea_blocks.tell(0, 1, 1.0, np.zeros(2, np.int32), metres, anchor)
