"""A file is written beside its place and moved there: a failed export neither leaves nor destroys one."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from layers.errors import RimlandError


def saved(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file that then takes the place of `path`.

    Raises
    ------
    RimlandError
        When the folder is not there or nothing can be written, in one line.
    """
    folder = path.resolve().parent
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{path.stem}-", suffix=path.suffix)
        os.close(handle)
    except OSError as error:
        raise RimlandError(
            f"{path} cannot be written ({error.strerror or error})", remedy="choose another folder or name"
        ) from None
    beside = Path(name)
    try:
        write(beside)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        raise RimlandError(
            f"{path} cannot be written ({error.strerror or error})", remedy="choose another folder or name"
        ) from None
    finally:
        beside.unlink(missing_ok=True)
