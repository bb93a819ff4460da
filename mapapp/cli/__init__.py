"""The command line: the same engine without a window; Qt is imported only by `brief` and `show`."""

from __future__ import annotations

from mapapp.cli.main import main

__all__ = ["main"]
