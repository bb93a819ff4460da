"""Draw the screenshots of the documentation from the running program (`make docs`), in light and, where told, dark.

Each picture is what a user would see after the steps written here; nothing is drawn or retouched by hand.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from layers.io.project import load_scenario
from layers.scenario.model import Scenario
from mapapp.app import open_window
from mapapp.application import make_application
from mapapp.beside.compare import Compare
from mapapp.document import Document, Target
from mapapp.panels.two_ends import TwoEnds
from mapapp.settings import Settings
from mapapp.window import Window

HERE = Path(__file__).parent / "images"
LIMIT_S = 1800.0
CALM_S = 0.4
SHOWN = 1440, 900
"""Size of the documentation's pictures."""
TICKED = ("r-small-war",)
"""Levers of the west that are ticked while Pratas in the east is looked at."""
NEEDED = "ally_battalion"
"""What has to be there meanwhile: what a war elsewhere ties down first."""
SIZES = {"": (1366, 768), "-large": (1920, 1080)}


def until(done: Callable[[], bool]) -> None:
    """Let the program work until something is so, and then lay itself out and paint.

    Raises
    ------
    TimeoutError
    """
    app = QApplication.instance()
    assert app is not None
    end = time.monotonic() + LIMIT_S
    calm = 0.0
    while calm < CALM_S:
        app.processEvents()
        time.sleep(0.01)
        calm = calm + 0.01 if done() else 0.0
        if time.monotonic() > end:
            raise TimeoutError("a picture was not finished")


def answered(window: Window) -> bool:
    """Nothing is being computed, and the map is sharp."""
    return not window.answers.busy and not window.answers._asides and window.canvas.sharp  # noqa: SLF001


def use(document: Document, name: str) -> Scenario:
    """Put a ready-made scenario in force."""
    chosen = load_scenario(document.catalogue, name)
    document.apply_scenario(f"Use {chosen.name}", lambda _: chosen)
    return chosen


def shots(window: Window) -> Iterator[tuple[str, QWidget]]:
    """Each picture's name and what is to be seen on it; the steps in between are the user's."""
    document, run = window.document, window.actions_table.run
    until(lambda: answered(window))
    yield "pratas", window
    use(document, "both-ends")
    until(lambda: answered(window))
    run("view.second")
    until(lambda: answered(window) and window.beside.pair.canvas is not None and window.beside.pair.canvas.sharp)
    yield "linked-maps", window
    run("view.second")
    run("view.swipe")
    swipe = window.beside.swipe
    until(lambda: answered(window) and swipe.canvas is not None and swipe.canvas.sharp)
    yield "swipe", window
    run("view.swipe")


def theatres(window: Window) -> Iterator[tuple[str, QWidget]]:
    """The Eurasia view without pressure and with its tornado; levers ticked in the west, and the chain behind it."""
    ends: TwoEnds = window.editing.two_ends()
    ends.resize(window.size())
    use(window.document, "pratas-alone")
    ends.choose("pratas")
    until(lambda: answered(window) and not ends._waiting)  # noqa: SLF001
    ends.tabs.setCurrentWidget(ends.tabs.chart)
    until(lambda: answered(window))
    yield "tornado", ends
    use(window.document, "both-ends")
    until(lambda: answered(window) and not ends._waiting)  # noqa: SLF001
    yield "two-ends", ends
    use(window.document, "pratas-alone")
    until(lambda: answered(window) and not ends._waiting)  # noqa: SLF001
    ends.asked.setCurrentIndex(ends.asked.findData(NEEDED))
    ends.asked.activated.emit(ends.asked.currentIndex())
    ends.choose("pratas")
    for lever in TICKED:
        item = ends.levers.item_of(lever)
        ends.levers.scrollToItem(item)
        item.setCheckState(0, Qt.CheckState.Checked)
        until(lambda: answered(window) and not ends._waiting)  # noqa: SLF001
    ends.tabs.bring_chain()
    yield "theatre-switch", ends
    ends.close()
    use(window.document, "both-ends")
    until(lambda: answered(window))
    yield "compare", compared(window)


def compared(window: Window) -> Compare:
    """Two scenarios side by side."""
    dialog = window.editing.compare()
    names = [dialog.first.itemText(row) for row in range(dialog.first.count())]
    dialog.first.setCurrentIndex(names.index("As things stand") if "As things stand" in names else 1)
    dialog.resize(window.size())
    until(lambda: answered(window) and all(half.canvas.sharp for half in dialog.halves))
    return dialog


def draw(theme: str, size: tuple[int, int], folder: Path, ending: str, *, ends_only: bool = False) -> None:
    """All pictures in one theme and size, or only those of the two ends."""
    with TemporaryDirectory(prefix="rimland-") as held:
        settings = Settings(Path(held) / "settings.ini")
        settings.prefer(theme=theme)
        settings.mark_seen("tour")
        target = Target("pratas", "Pratas Island", 116.724, 20.7)
        window, _ = open_window(settings, target, style="dark" if theme == "dark" else "light")
        window.resize(*size)
        window.show()
        window.answers.start()
        for name, widget in chain(() if ends_only else shots(window), theatres(window)):
            file = folder / f"{name}{ending}.png"
            widget.grab().save(str(file), "PNG", 0)
            print(f"wrote {file}", flush=True)
            if isinstance(widget, Compare):
                widget.close()
        window.document.mark_saved()
        window.close()
        window.deleteLater()


def main() -> None:
    """The documentation's pictures; with `--all FOLDER` every theme and size, to be looked at.

    `--ends` leaves out those that are not of the two ends.
    """
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    parser.add_argument("--ends", action="store_true")
    asked = parser.parse_args()
    folder = asked.all
    make_application()
    if folder is None:
        draw("light", SHOWN, HERE, "", ends_only=asked.ends)
        return
    folder.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        for name, size in SIZES.items():
            draw(theme, size, folder, f"-{theme}{name}", ends_only=asked.ends)


if __name__ == "__main__":
    main()
