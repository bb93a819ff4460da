"""Compiled kernels: plain functions on arrays, each beside its readable NumPy twin."""
