"""The shipped sea network."""

from __future__ import annotations

import numpy as np

import resources
from layers.routes.sea_network import SeaNetwork


def load_sea_network() -> SeaNetwork:
    """The sea network, about a tenth of a second once the kernels are compiled."""
    with np.load(resources.path("data", "sea-network.npz")) as file:
        return SeaNetwork.from_arrays({name: file[name] for name in file.files})
