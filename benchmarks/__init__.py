"""Measurements side by side with peers in one run: medians and ratios, never part of the tests."""
