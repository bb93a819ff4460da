"""What the measurements were made on: processor, cores, AVX-512 or not, versions, and how busy the machine was."""

from __future__ import annotations

import os
import platform
import time
from functools import cache
from importlib import metadata
from pathlib import Path

_PACKAGES = ("numpy", "numba", "pyproj", "shapely", "scipy", "scikit-image", "searoute", "scgraph", "antimeridian")


@cache
def _cpuinfo() -> dict[str, str]:
    """The first processor's entries in /proc/cpuinfo; empty where there is none."""
    file = Path("/proc/cpuinfo")
    if not file.exists():
        return {}
    first = file.read_text(encoding="utf-8").split("\n\n")[0]
    pairs = (line.split(":", 1) for line in first.splitlines() if ":" in line)
    return {key.strip(): value.strip() for key, value in pairs}


def has_avx512() -> bool:
    """Whether the processor has AVX-512, by what the kernel tells or, elsewhere, by what the compiler finds."""
    flags = _cpuinfo().get("flags", "")
    if flags:
        return "avx512f" in flags.split()
    from llvmlite import binding

    return bool(binding.get_host_cpu_features().get("avx512f", False))


def about() -> dict[str, object]:
    """The machine now."""
    versions = {}
    for name in _PACKAGES:
        try:
            versions[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return {
        "cpu": _cpuinfo().get("model name") or platform.processor() or platform.machine(),
        "cores": os.cpu_count(),
        "avx512": has_avx512(),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "date": time.strftime("%Y-%m-%d"),
        "load": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
        "versions": versions,
    }
