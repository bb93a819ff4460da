"""Every test runs without a screen, without a network and in its own settings folder."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PROJ_NETWORK", "OFF")

import pytest
from hypothesis import HealthCheck, settings

# Machines are noisy: a slow example is no failure; what is drawn is the same every run.
settings.register_profile("rimland", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rimland")

LONGEST = {"test_ten_tasks": 0, "test_processes": 1, "test_labels": 2, "test_world": 3}
"""Files of few tests that take a minute: begun last they would leave one of two workers idle."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: LONGEST.get(item.path.stem, len(LONGEST)))
