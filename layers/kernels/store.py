"""Where the compiled kernels are kept between runs: a folder of the user's cache, named after what they depend on.

The compiler's own cache looks only at the file a function stands in; the kernels are inlined from one file into
another, so the folder's name is a hash of all of them, of numba and of Python. An old folder is no longer looked at.
"""

from __future__ import annotations

import hashlib
import os
import platform
import sys
from importlib.util import find_spec
from pathlib import Path

_SOURCES = Path(__file__).resolve().parent


def folder() -> Path:
    """The folder for this version of the kernels; NUMBA_CACHE_DIR, where set, replaces the user's cache."""
    key = hashlib.sha256()
    for source in sorted(_SOURCES.glob("*.py")):
        text = source.read_bytes()
        if b"import numba" in text or source.name == "series.py":
            key.update(text)
    key.update(f"{sys.version_info} {platform.machine()} {_compiler_version()}".encode())
    name = key.hexdigest()[:16]
    told = os.environ.get("NUMBA_CACHE_DIR")
    if told:
        base = Path(told)
    else:
        from platformdirs import user_cache_path

        base = user_cache_path("rimland", appauthor=False) / "kernels"
    return base if base.name == name else base / name


def _compiler_version() -> str:
    """Numba's version by the name of the folder beside it: the usual way to ask imports the whole of `email`."""
    found = find_spec("numba")
    if found and found.origin:
        for folder in Path(found.origin).parent.parent.glob("numba-*.dist-info"):
            return folder.name.removeprefix("numba-").removesuffix(".dist-info")
    from importlib import metadata

    return metadata.version("numba")


def point_compiler() -> None:
    """Tell the compiler to keep everything in `folder`; it reads this when it is imported."""
    os.environ["NUMBA_CACHE_DIR"] = str(folder())


def compiled_before() -> bool:
    """Whether `finished` was called for this version, so that loading takes a fraction of a second."""
    return (folder() / "complete").is_file()


def finished() -> None:
    """Note that every kernel is in the folder."""
    try:
        folder().mkdir(parents=True, exist_ok=True)
        (folder() / "complete").touch()
    except OSError:
        return  # a read-only disk: nothing is kept, the next run compiles again and says so
