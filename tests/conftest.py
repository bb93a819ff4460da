"""Every test runs without a screen, without a network and in its own settings folder."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("PROJ_NETWORK", "OFF")

from hypothesis import HealthCheck, settings

# Machines are noisy: a slow example is no failure; what is drawn is the same every run.
settings.register_profile("rimland", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("rimland")
