"""Every panel in both themes at three sizes, as PNG files to be looked at: ``python -m benchmarks.screens [folder]``.

The sizes are 1366x768, 1920x1080, and 1366x768 at twice the scale. Each scale is a process of its own, since Qt reads
it once; nothing is judged here but by the eye.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtWidgets import QDialog

SIZES = {1: ((1366, 768), (1920, 1080)), 2: ((1366, 768),)}
THEMES = ("light", "dark")
KINDS = ("flashpoint", "base", "platform", "unit")
PATIENCE_S = 900.0
"""On a busy machine the first answer may take minutes."""
TWO_ENDS_S = 20.0
"""The two ends ask for every flashpoint; the panel is looked at while it fills."""


def main() -> None:
    """All of them, or with ``--scale`` those of one scale."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "out/screens")
    if "--scale" in sys.argv:
        shoot(folder, int(sys.argv[-1]))
        return
    for scale in SIZES:
        env = {**os.environ, "QT_SCALE_FACTOR": str(scale), "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run(
            [sys.executable, "-m", "benchmarks.screens", str(folder), "--scale", str(scale)], env=env, check=True
        )


def shoot(folder: Path, scale: int) -> None:
    """Every panel at the sizes of one scale."""
    from mapapp import app
    from mapapp.application import make_application
    from mapapp.settings import Settings

    folder.mkdir(parents=True, exist_ok=True)
    application = make_application()
    with TemporaryDirectory(prefix="rimland-") as place:
        settings = Settings(Path(place) / "settings.ini")
        settings.mark_seen("tour")
        settings.prefer(theme=THEMES[0])  # as it is at the first look, not after a change
        window, _ = app.open_window(settings)
        window.resize(*SIZES[scale][0])
        window.show()
        window.answers.start()
        for theme in THEMES:
            settings.prefer(theme=theme)
            style = "dark" if theme == "dark" else "light"
            window.actions_table.run(f"style.{style}")
            for width, height in SIZES[scale]:
                window.resize(width, height)
                for name, shown in panels(window):
                    settle(application, window, TWO_ENDS_S if name == "two-ends" else PATIENCE_S)
                    file = folder / f"{theme}-{width}x{height}@{scale}-{name}.png"
                    (shown or window).grab().save(str(file))
        window.document.mark_saved()
        window.close()


def settle(application: Any, window: Any, patience_s: float) -> None:
    """Until maps, table and bands are there, and everything is laid out."""
    from mapapp.canvas.canvas import MapCanvas

    end = time.monotonic() + patience_s
    calm = 0
    while calm < 15 and time.monotonic() < end:
        application.processEvents()
        time.sleep(0.01)
        maps = [one for top in application.topLevelWidgets() for one in top.findChildren(MapCanvas) if one.isVisible()]
        drawing = any(getattr(top, "drawing", False) for top in application.topLevelWidgets())  # a page to be exported
        answered = not window.answers.busy and window.document.response is not None
        ready = all(one.sharp for one in maps) and answered and not drawing
        calm = calm + 1 if ready else 0


def panels(window: Any) -> Iterator[tuple[str, Any]]:
    """The window with one panel after another; a dialog stands for itself."""
    frame, run = window.frame, window.actions_table.run
    for name in ("places", "layers"):
        frame.reveal(name)
    yield "places-layers", None
    first = window.document.response.arrivals[0]
    window.document.select(first.unit, first.base)
    for name in ("scenario", "objects", "time", "calendar"):
        frame.reveal(name)
    yield "scenario-objects-strips-chain", None
    for name in ("time", "calendar"):
        frame.toggle(name)
    for name in ("second", "second-below"):
        run(f"view.{name}")
        yield name, None
    for name in ("second-below", "second"):  # as it was, for the next size
        run(f"view.{name}")
    run("view.swipe")
    yield "swipe", None
    run("view.swipe")
    window.document.select()
    window.pointing.choose("base", first.base)
    yield "facts", None
    window.facts.hide()
    run("tool.measure")
    yield "measure", None
    run("tool.pan")
    window.open_palette("pratas")
    yield "palette", None
    window.searching.box.hide()
    window.show_problem(_example())
    yield "notice", None
    window.notices.clear()
    run("help.tour")
    yield "tour", None
    window.tour.end()
    yield from dialogs(window)


def dialogs(window: Any) -> Iterator[tuple[str, Any]]:
    openers: tuple[tuple[str, Callable[[], Any]], ...] = (
        *((f"form-{kind}", partial(window.editing.new_record, kind, (120.0, 22.0))) for kind in KINDS),
        ("form-posture", window.editing.ask_posture),
        ("help", lambda: _newest(window, window.show_help)),
        ("about", lambda: _newest(window, window.show_about)),
        ("compare", window.editing.compare),
        ("two-ends", window.editing.two_ends),
        ("export", window.exports.ask),
    )
    for name, opens in openers:
        dialog = opens()
        yield name, dialog
        dialog.close()


def _newest(window: Any, opens: Callable[[], None]) -> Any:
    """The dialog that comes up."""
    before = set(window.findChildren(QDialog))
    opens()
    return next(one for one in window.findChildren(QDialog) if one not in before)


def _example() -> Exception:
    from layers.errors import RimlandError

    return RimlandError("'last May' is no date", remedy="write it as 2022, 2022-05 or 2022-05-24")


if __name__ == "__main__":
    main()
