"""Programs that start, draw once and say so: run by `bench_start` in processes of their own.

    python -m benchmarks.first_map empty|rimland|window

Each prints one line when its first frame has been painted, and ends.
"""

from __future__ import annotations

import os
import sys


def drawn() -> None:
    """Say that the first frame is there, and end without tidying up, which is not measured."""
    print("drawn", flush=True)
    os._exit(0)


def empty() -> None:
    """The least a map program in Python and Qt can do: a window, with the libraries it needs imported."""
    import numpy as np
    import pyproj
    import shapely
    from PySide6.QtWidgets import QApplication, QWidget

    assert all((np, pyproj, shapely))

    class Empty(QWidget):
        def paintEvent(self, event):  # noqa: N802
            super().paintEvent(event)
            drawn()

    application = QApplication([])
    window = Empty()
    window.resize(1600, 1000)
    window.show()
    application.exec()


def rimland() -> None:
    """The program as `rimland` starts it, until the outline of the map is on the screen."""
    from mapapp import __main__ as program
    from mapapp import opening

    paint = opening.Opening.paintEvent

    def painted(self, event):
        paint(self, event)
        drawn()

    opening.Opening.paintEvent = painted
    sys.argv = ["rimland"]
    program.main()


def window() -> None:
    """The program as `rimland` starts it, until the whole window is there with a map in it."""
    from mapapp import __main__ as program
    from mapapp.canvas import canvas

    paint = canvas.MapCanvas.paintEvent

    def painted(self, event):
        paint(self, event)
        if self.shows(self.view.projection):
            drawn()

    canvas.MapCanvas.paintEvent = painted
    sys.argv = ["rimland"]
    program.main()


if __name__ == "__main__":
    {"empty": empty, "rimland": rimland, "window": window}[sys.argv[1]]()
