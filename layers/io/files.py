"""A file is written beside its place and moved there: a failed export neither leaves nor destroys one."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from layers.errors import RimlandError

_REMEDIES = {
    errno.ENOSPC: "free some space or choose another disk",
    errno.EDQUOT: "free some space or choose another disk",
    errno.EACCES: "choose a folder you may write to, or close the program that has the file open",
    errno.EPERM: "choose a folder you may write to, or close the program that has the file open",
    errno.EBUSY: "close the program that has the file open",
    errno.EROFS: "choose a folder you may write to",
    errno.EISDIR: "choose a name that is no folder's",
    errno.ENOENT: "choose a folder that exists",
}


def saved(path: Path, write: Callable[[Path], None]) -> None:
    """Let `write` make a file that then takes the place of `path`.

    Raises
    ------
    RimlandError
        When the folder is not there, the disk is full or the file is held by another program, in one line.
    """
    folder = path.resolve().parent
    try:
        handle, name = tempfile.mkstemp(dir=folder, prefix=f".{path.stem[:60]}-", suffix=path.suffix)
        os.close(handle)
    except OSError as error:
        raise refused(path, error) from None
    beside = Path(name)
    try:
        write(beside)
        beside.chmod(0o644)
        beside.replace(path)
    except OSError as error:
        raise refused(path, error) from None
    finally:
        beside.unlink(missing_ok=True)


def save_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path` in the same way."""

    def write(beside: Path) -> None:
        beside.write_bytes(data)

    saved(path, write)


def refused(path: Path, error: OSError) -> RimlandError:
    """The one line for a file that cannot be written."""
    return RimlandError(
        f"{path} cannot be written ({error.strerror or error})",
        remedy=_REMEDIES.get(error.errno or 0, "choose another folder or name"),
    )
