"""The shipped world: catalogue and networks, loaded once per process."""

from __future__ import annotations

from layers.catalogue.model import Catalogue
from layers.io.shipped_land import load_airspaces, load_land_network
from layers.io.shipped_sea import load_sea_network
from layers.response.world import World


def load_world(catalogue: Catalogue) -> World:
    """The world of a catalogue over the shipped sea, land and air networks."""
    return World(catalogue, load_sea_network(), load_land_network(), load_airspaces())
