"""A monkey at the window: seeded random keys, clicks, drags, wheels and commands; ends when anything goes wrong.

    python -m benchmarks.monkey [EVENTS] [SEED]

Wrong is an exception, a warning of Qt, work that is not in the file it was saved to, a window that stays behind, or
memory that grows without end. Prints what was done; the exit code is 1 when something went wrong.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


class Monkey:
    """Does one random thing after another to a window."""

    KEYS = "abcdefghijklmnopqrstuvwxyz0123456789 .,-+=[]>/"
    LEFT_OUT = frozenset({
        "file.quit", "file.open", "file.save", "file.save-as", "file.briefing", "file.import", "file.recent.clear",
        "help.about", "view.full-screen", "time.play",
    })  # fmt: skip
    """They ask in dialogs of the system, or leave the window; saving is done by `save`."""

    def __init__(self, window, seed: int, folder: Path) -> None:
        from PySide6.QtWidgets import QApplication

        self.window = window
        self.app = QApplication.instance()
        self.random = random.Random(seed)
        self.folder = folder
        self.done: Counter[str] = Counter()
        self.commands = [
            ident for ident, command in window.actions_table.commands.items()
            if ident not in self.LEFT_OUT and not ident.startswith("export.") and "\u2026" not in command.text
        ]  # fmt: skip

    def act(self) -> None:
        """One thing."""
        kind = self.random.choices(
            ["key", "click", "drag", "wheel", "move", "command", "undo", "save", "context"],
            [20, 18, 12, 10, 14, 16, 6, 1, 3],
        )[0]
        getattr(self, f"do_{kind}")()
        self.done[kind] += 1
        self.put_away()
        if self.done.total() % 10 == 0:
            self.app.processEvents()

    def put_away(self) -> None:
        """Close what opened over the window, as a person would with Esc."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        popup = self.app.activePopupWidget()
        if popup is not None:
            QTest.keyClick(popup, Qt.Key.Key_Escape)
            popup.close()
        for widget in self.app.topLevelWidgets():
            if widget is not self.window and widget.isVisible() and widget.windowTitle():
                widget.close()

    def _widget(self):
        """Something to be seen in the window."""
        from PySide6.QtWidgets import QWidget

        shown = [one for one in self.window.findChildren(QWidget) if one.isVisible() and one.width() > 8]
        return self.window.canvas if self.random.random() < 0.5 else self.random.choice(shown)

    def _at(self, widget):
        from PySide6.QtCore import QPoint

        return QPoint(self.random.randrange(max(widget.width(), 1)), self.random.randrange(max(widget.height(), 1)))

    def do_key(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        target = self.window.focusWidget() or self.window
        if self.random.random() < 0.5:
            QTest.keyClick(target, self.random.choice(self.KEYS))
        else:
            keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Left,
                    Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_F2)  # fmt: skip
            QTest.keyClick(target, self.random.choice(keys))

    def do_click(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QAbstractButton, QComboBox, QMenuBar, QToolButton

        widget = self._widget()
        if isinstance(widget, QToolButton) and widget.menu() is not None:
            return  # its list would wait for an answer
        if isinstance(widget, QMenuBar | QComboBox) or (
            isinstance(widget, QAbstractButton) and "\u2026" in (widget.text() + widget.toolTip())
        ):
            return  # their lists are run through as commands
        action = QTest.mouseDClick if self.random.random() < 0.15 else QTest.mouseClick
        action(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self._at(widget))

    def do_drag(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        canvas = self.window.canvas
        start, end = self._at(canvas), self._at(canvas)
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
        QTest.mouseMove(canvas, (start + end) / 2)
        QTest.mouseMove(canvas, end)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)

    def do_wheel(self) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        canvas = self.window.canvas
        at = QPointF(self._at(canvas))
        turn = QPoint(0, self.random.choice((-240, -120, 120, 240)))
        event = QWheelEvent(
            at, canvas.mapToGlobal(at), QPoint(), turn, Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        self.app.sendEvent(canvas, event)

    def do_move(self) -> None:
        from PySide6.QtTest import QTest

        widget = self._widget()
        QTest.mouseMove(widget, self._at(widget))

    def do_command(self) -> None:
        self.window.actions_table.run(self.random.choice(self.commands))

    def do_undo(self) -> None:
        for _ in range(self.random.randrange(1, 6)):
            self.window.actions_table.run(self.random.choice(("edit.undo", "edit.redo")))

    def do_context(self) -> None:
        """Drop a pin or aim, as the context menu of the map does."""
        canvas = self.window.canvas
        from PySide6.QtCore import QPointF

        spot = canvas.spot_at(QPointF(self._at(canvas)))
        if spot is not None:
            self.random.choice((self.window.pointing.aim_at, self.window.pointing.drop_pin))(spot)

    def do_save(self) -> None:
        """Save, and hold the file against the document: nothing is lost."""
        from layers.io import document as files

        path = self.folder / f"monkey-{self.random.randrange(3)}.rimland"
        self.window.files._path = path  # noqa: SLF001 - as if it had been asked for
        assert self.window.files.save()
        again, problems = files.read(path, self.window.document.shipped)
        assert not problems, problems
        assert again.content == self.window.document.content
        assert not self.window.document.dirty


class Careless:
    """Answers for the monkey: it never minds losing its work."""

    def file_to_open(self) -> None:
        return None

    def file_to_save(self, _start: Path) -> None:
        return None

    def before_leaving(self, _name: str) -> str:
        return "discard"


def main() -> int:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    import resource

    from PySide6.QtCore import qInstallMessageHandler

    from mapapp import app
    from mapapp.settings import Settings

    told: list[str] = []
    raised: list[str] = []

    def on_message(kind, _context, text) -> None:
        if "propagateSizeHints" not in text and getattr(kind, "name", "") != "QtDebugMsg":
            told.append(text)

    def on_exception(kind, value, trace) -> None:
        import traceback

        raised.append("".join(traceback.format_exception(kind, value, trace)))

    qInstallMessageHandler(on_message)
    sys.excepthook = on_exception
    qt = app.make_application()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["RIMLAND_RECOVERY"] = f"{folder}/recovery"
        settings = Settings(Path(folder) / "settings.ini")
        settings.mark_seen("tour")
        window, _ = app.open_window(settings)
        window.files.asker = Careless()
        window.resize(1400, 900)
        window.show()
        monkey = Monkey(window, seed, Path(folder))
        begun, base = time.perf_counter(), 0
        for number in range(events):
            try:
                monkey.act()
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told with its number
                on_exception(type(error), error, error.__traceback__)
            if raised or told:
                print(f"seed {seed}, event {number}:", *(raised or told), sep="\n")
                break
            if number == events // 4:
                base = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - base
        monkey.do_save()
        window.close()
        window.deleteLater()
        qt.processEvents()
        left = [one.windowTitle() for one in qt.topLevelWidgets() if one.isVisible()]
    took = time.perf_counter() - begun
    print(f"{monkey.done.total()} events in {took:.0f} s (seed {seed}): {dict(monkey.done)}")
    print(f"memory grew by {grown / 1024:.0f} MB over the last three quarters; windows left: {left or 'none'}")
    return 1 if raised or told or left else 0


if __name__ == "__main__":
    sys.exit(main())
