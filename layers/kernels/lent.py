"""Kernels that borrow their arrays, for what is called within a loop.

The compiler counts who holds an array, at every call and for every view of a row, in memory that all threads share. In
loops over lines of sight, and over the nodes of a graph, that took a third to a half of the time. What makes no array
and returns none needs no count: whoever calls it holds them all meanwhile. To make one is refused when it is compiled;
to return one would free it twice, so a test looks at what they return.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import numba

Kernel = TypeVar("Kernel", bound=Callable[..., Any])
OPTIONS: dict[str, Any] = {"cache": True, "error_model": "numpy", "nogil": True, "_nrt": False}
"""`_nrt`: without the runtime that counts."""


def lent(kernel: Kernel) -> Kernel:
    """Compile a kernel that makes no array and returns none."""
    compiled: Kernel = numba.njit(**OPTIONS)(kernel)
    return compiled
