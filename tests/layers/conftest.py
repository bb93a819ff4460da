"""The shipped world, loaded once for all tests of the library."""

from __future__ import annotations

import pytest

import resources
from layers.catalogue.model import Catalogue
from layers.io.shipped_world import load_world
from layers.io.tables import read_catalogue
from layers.response.world import World


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return read_catalogue(resources.path("catalogue"))[0]


@pytest.fixture(scope="session")
def world(catalogue: Catalogue) -> World:
    return load_world(catalogue)
