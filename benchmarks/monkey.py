"""A monkey at the window: seeded random keys, clicks, drags, wheels and commands; ends when anything goes wrong.

    python -m benchmarks.monkey [EVENTS] [SEED]

It draws with every tool, types into the palette and the forms, opens dialogs, second maps and windows and closes them,
moves the time, saves, opens, imports, undoes and redoes. Wrong is an exception, of any thread or slot, a warning of Qt,
work that is not in the file it was saved to, a window that stays behind, or more memory or more objects of Qt at rest -
an empty document, nothing asked for - after the last quarter than after the first. Before the events every projection
is looked at in every scale, which reads the whole base map and fills the stores of what was projected: these have a
bound, and to fill them is no leak. Prints what was done; the exit code is 1 when something went wrong.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

GROWTH = 1.10
"""How much more memory it may hold at rest than after the first quarter."""
PATIENCE_S = 600.0
"""How long the window may take to come to rest on a busy machine."""
OFFSCREEN = ("propagateSizeHints", "does not support raise()", "does not support grabbing the keyboard")
"""What a screen that is none says of itself."""
WORDS = ("narva", "kadena", "> ", "> undo", "20.7, 116.7", "suez", "taip", "f-35", "51RVH", "zz", "60N 25E", "bos")
KML = """<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark><name>Here</name><Style><LineStyle><color>
ff0000ff</color></LineStyle></Style><LineString><coordinates>120,22 121,24 124,25</coordinates></LineString></Placemark>
<Placemark><name>There</name><Point><coordinates>28.2,59.4</coordinates></Point></Placemark></Document></kml>"""

SHARE = {
    "key": 20, "click": 18, "drag": 10, "wheel": 8, "move": 10, "command": 14, "undo": 6, "save": 1, "open": 0.5,
    "menu": 3, "palette": 1.5, "draw": 6, "typed": 1.5, "time": 2, "dialog": 1.5, "close": 2,
}  # fmt: skip
"""How often each thing is done."""


class Monkey:
    """Does one random thing after another to a window."""

    KEYS = "abcdefghijklmnopqrstuvwxyz0123456789 .,-+=[]>/"
    LEFT_OUT = frozenset({"file.quit"})
    """It would leave the window."""

    def __init__(self, window, seed: int, folder: Path) -> None:
        from PySide6.QtCore import QTimer
        from PySide6.QtWidgets import QApplication

        self.window = window
        self.app = QApplication.instance()
        self.random = random.Random(seed)
        self.folder = folder
        self.done: Counter[str] = Counter()
        commands = window.actions_table.commands
        self.dialogs = [
            ident for ident, one in commands.items() if "\u2026" in one.text and ident not in self.LEFT_OUT
        ] + ["help.about", "help.commands", "objects.list", "file.briefing"]  # fmt: skip
        self.dialogs = [ident for ident in self.dialogs if ident in commands]
        self.commands = [ident for ident in commands if ident not in self.LEFT_OUT and ident not in self.dialogs]
        self.tools = [ident for ident in commands if ident.startswith("tool.")]
        (folder / "drop.kml").write_text(KML, encoding="utf-8")
        self._acting = False
        self._watch = QTimer(window)
        self._watch.setInterval(5)
        self._watch.timeout.connect(self._answer)
        self._watch.start()

    def look_round(self) -> None:
        """Every projection at every scale, at one place after the other, each until it is sharp."""
        from benchmarks.bench_soak import views

        canvas = self.window.canvas
        for view in views(canvas.width(), canvas.height()):
            canvas.set_view(view)
            self._wait(lambda: canvas.sharp)

    def _wait(self, done) -> None:
        """Let the window work until something holds."""
        end = time.monotonic() + PATIENCE_S
        while not done():
            if time.monotonic() > end:
                raise TimeoutError(f"the window finds no rest in {PATIENCE_S:.0f} s")
            self.app.processEvents()
            time.sleep(0.01)

    def act(self) -> None:
        """One thing, drawn by its share."""
        self.do(self.random.choices(list(SHARE), list(SHARE.values()))[0])

    def do(self, kind: str) -> None:
        """One thing of a kind, and what it opened put away."""
        self._acting = True
        try:
            getattr(self, f"do_{kind}")()
        finally:
            self._acting = False
        self.done[kind] += 1
        self.put_away()
        self.app.processEvents()

    def _answer(self) -> None:
        """A list or a question that waits for its answer while a thing is done gets one."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        waits = self.app.activePopupWidget() or self.app.activeModalWidget()
        if not self._acting or waits is None:
            return
        if self.app.activePopupWidget() is waits and self.random.random() < 0.6:
            for _ in range(self.random.randrange(1, 8)):
                QTest.keyClick(waits, Qt.Key.Key_Down)
            QTest.keyClick(waits, Qt.Key.Key_Return)
        else:
            QTest.keyClick(waits, Qt.Key.Key_Escape)
            waits.close()

    def put_away(self) -> None:
        """Close what opened over the window - after a poke at it, now and then - as a person would with Esc."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        popup = self.app.activePopupWidget()
        if popup is not None:
            QTest.keyClick(popup, Qt.Key.Key_Escape)
            popup.close()
        for widget in self.app.topLevelWidgets():
            if widget is not self.window and widget.isVisible() and widget.windowTitle():
                self._acting = True
                for _ in range(self.random.randrange(4)):
                    self._poke(widget)
                self._acting = False
                if widget.isVisible():
                    QTest.keyClick(widget, Qt.Key.Key_Escape)
                    widget.close()

    def _poke(self, top) -> None:
        """A click or a letter somewhere in another window."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest
        from PySide6.QtWidgets import QWidget

        shown = [one for one in top.findChildren(QWidget) if one.isVisible() and one.width() > 8 and one.isEnabled()]
        if not shown:
            return
        child = self.random.choice(shown)
        if self.random.random() < 0.7:
            QTest.mouseClick(child, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self._at(child))
        else:
            QTest.keyClicks(child, self.random.choice(WORDS))

    def _widget(self):
        """Something to be seen in the window."""
        from PySide6.QtWidgets import QWidget

        if self.random.random() < 0.4:
            return self.window.canvas
        shown = [one for one in self.window.findChildren(QWidget) if one.isVisible() and one.width() > 8]
        return self.random.choice(shown)

    def _at(self, widget):
        from PySide6.QtCore import QPoint

        return QPoint(self.random.randrange(max(widget.width(), 1)), self.random.randrange(max(widget.height(), 1)))

    def _canvas(self):
        """One of the maps."""
        from mapapp.canvas.canvas import MapCanvas

        return self.random.choice([one for one in self.window.findChildren(MapCanvas) if one.isVisible()])

    def do_key(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        target = self.window.focusWidget() or self.window
        if self.random.random() < 0.5:
            QTest.keyClick(target, self.random.choice(self.KEYS))
        else:
            keys = (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Left,
                    Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Delete, Qt.Key.Key_F2,
                    Qt.Key.Key_F8, Qt.Key.Key_Space, Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown)  # fmt: skip
            QTest.keyClick(target, self.random.choice(keys))

    def do_click(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        widget = self._widget()
        action = QTest.mouseDClick if self.random.random() < 0.15 else QTest.mouseClick
        action(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, self._at(widget))

    def do_drag(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        canvas = self._canvas()
        start, end = self._at(canvas), self._at(canvas)
        held = self.random.choice((Qt.KeyboardModifier.NoModifier,) * 3 + (Qt.KeyboardModifier.ShiftModifier,))
        QTest.mousePress(canvas, Qt.MouseButton.LeftButton, held, start)
        QTest.mouseMove(canvas, (start + end) / 2)
        QTest.mouseMove(canvas, end)
        QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, held, end)

    def do_wheel(self) -> None:
        from PySide6.QtCore import QPoint, QPointF, Qt
        from PySide6.QtGui import QWheelEvent

        canvas = self._canvas()
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

    def do_menu(self) -> None:
        """The context menu of something, and a line of it or none."""
        from PySide6.QtCore import QPoint
        from PySide6.QtGui import QContextMenuEvent

        widget = self._widget()
        at: QPoint = self._at(widget)
        self.app.sendEvent(widget, QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, widget.mapToGlobal(at)))

    def do_palette(self) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self.window.open_palette()
        target = self.app.focusWidget() or self.window
        QTest.keyClicks(target, self.random.choice(WORDS))
        for _ in range(self.random.randrange(3)):
            QTest.keyClick(target, Qt.Key.Key_Down)
        QTest.keyClick(target, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape)))

    def do_draw(self) -> None:
        """Some points with a tool, ended by a double click, by Enter or not at all."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        self.window.actions_table.run(self.random.choice(self.tools))
        canvas, left, plain = self._canvas(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
        for _ in range(self.random.randrange(1, 5)):
            at = self._at(canvas)
            QTest.mousePress(canvas, left, plain, at)
            to = self._at(canvas) if self.random.random() < 0.5 else at
            QTest.mouseMove(canvas, to)
            QTest.mouseRelease(canvas, left, plain, to)
        end = self.random.random()
        if end < 0.4:
            QTest.mouseDClick(canvas, left, plain, self._at(canvas))
        elif end < 0.8:
            QTest.keyClick(canvas, Qt.Key.Key_Return)

    def do_typed(self) -> None:
        """Words into whatever has the keyboard."""
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        target = self.app.focusWidget() or self.window
        QTest.keyClicks(target, self.random.choice(WORDS))
        QTest.keyClick(target, self.random.choice((Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Tab)))

    def do_time(self) -> None:
        strip = self.window.time
        if not strip.isVisible():
            self.window.actions_table.run("strip.time")
        elif self.random.random() < 0.2:
            self.window.actions_table.run("time.play")
        else:
            strip.slider.setValue(self.random.randint(strip.slider.minimum(), strip.slider.maximum()))

    def do_dialog(self) -> None:
        self.window.actions_table.run(self.random.choice(self.dialogs))

    def do_close(self) -> None:
        """Shut a second map, a divider, the full screen: what would make the rest slow."""
        for ident in ("view.second", "view.second-below", "view.swipe", "view.full-screen"):
            command = self.window.actions_table.commands.get(ident)
            if command is not None and command.checked is not None and command.checked(self.window):
                self.window.actions_table.run(ident)

    def do_save(self) -> None:
        """Save, and hold the file against the document: nothing is lost."""
        from layers.io import document as files

        path = self.folder / f"monkey-{self.random.randrange(3)}.rimland"
        self.window.files._path = path  # noqa: SLF001 - as if it had been asked for
        assert self.window.files.save()
        again, problems = files.read(path, self.window.document.shipped)
        assert not problems, problems
        assert again.content == self.window.document.content
        assert again.target == self.window.document.target
        assert not self.window.document.dirty

    def do_open(self) -> None:
        """Open what was saved: it is there again as it was."""
        self.do_save()
        before, target = self.window.document.content, self.window.document.target
        self.window.files.open(self.window.files.path)
        assert self.window.document.content == before
        assert self.window.document.target == target
        assert not self.window.document.dirty

    def rest(self) -> tuple[float, int]:
        """(MiB held, objects of Qt) once the work is saved and opened again, and an empty document is on the desk."""
        from PySide6.QtCore import QEvent, QObject

        from benchmarks.bench_soak import resident_mib
        from mapapp.canvas.heap import Heap

        self.do_open()
        self.do_close()
        self.window.document.mark_saved()
        self.window.files.new()
        calm = 0

        def calmed() -> bool:
            nonlocal calm
            self.app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            calm = calm + 1 if self.window.canvas.sharp and not self.window.answers.lane.busy else 0
            return calm == 30

        self._wait(calmed)
        gc.collect()
        Heap().give_back()
        return resident_mib(), sum(1 for _ in self.window.findChildren(QObject)) + len(self.app.allWidgets())


class Careless:
    """Answers for the monkey: it never minds losing its work."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.random = random.Random(seed)

    def file_to_open(self) -> Path | None:
        files = sorted(self.folder.glob("*.rimland"))
        return self.random.choice(files) if files and self.random.random() < 0.7 else None

    def file_to_save(self, _start: Path) -> Path | None:
        return self.folder / f"as-{self.random.randrange(3)}.rimland" if self.random.random() < 0.7 else None

    def before_leaving(self, _name: str) -> str:
        return self.random.choice(("discard", "save", "stay"))


@contextmanager
def answered(folder: Path, seed: int):
    """The dialogs of the system answer at once: with a file, or with nothing."""
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QColorDialog, QFileDialog

    draw = random.Random(seed)
    asked = {
        (QFileDialog, "getOpenFileName"): lambda *_a, **_k: (str(folder / "drop.kml"), ""),
        (QFileDialog, "getOpenFileNames"): lambda *_a, **_k: ([str(folder / "drop.kml")] * draw.randrange(2), ""),
        (QFileDialog, "getSaveFileName"): lambda *_a, **_k: (str(folder / "page.svg") * (draw.random() < 0.1), ""),
        (QColorDialog, "getColor"): lambda *_a, **_k: QColor(draw.choice(("#aa3300", "#0033aa", ""))),
    }  # fmt: skip
    before = {key: getattr(*key) for key in asked}
    for (owner, name), answer in asked.items():
        setattr(owner, name, staticmethod(answer))
    try:
        yield
    finally:
        for (owner, name), old in before.items():
            setattr(owner, name, old)


def main() -> int:
    events = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    from PySide6.QtCore import qInstallMessageHandler

    from benchmarks.bench_soak import resident_mib
    from mapapp import app
    from mapapp.settings import Settings

    told: list[str] = []
    raised: list[str] = []

    def on_message(kind, _context, text) -> None:
        if not any(words in text for words in OFFSCREEN) and getattr(kind, "name", "") != "QtDebugMsg":
            told.append(text)

    def on_exception(kind, value, trace) -> None:
        import traceback

        raised.append("".join(traceback.format_exception(kind, value, trace)))

    qInstallMessageHandler(on_message)
    sys.excepthook = on_exception
    threading.excepthook = sys.unraisablehook = lambda told_of: on_exception(
        told_of.exc_type, told_of.exc_value, told_of.exc_traceback
    )
    qt = app.make_application()
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory() as place, answered(Path(place), seed):
        folder = Path(place)
        os.environ["RIMLAND_RECOVERY"] = f"{folder}/recovery"
        settings = Settings(folder / "settings.ini")
        settings.mark_seen("tour")
        window, _ = app.open_window(settings)
        window.files.asker = Careless(folder, seed)
        window.resize(1400, 900)
        window.show()
        monkey = Monkey(window, seed, folder)
        monkey.look_round()
        rests: list[tuple[float, int]] = []
        for number in range(events):
            try:
                monkey.act()
                if (number + 1) % max(events // 4, 1) == 0:
                    rests.append(monkey.rest())
                    print(f"at rest {rests[-1][0]:.0f} MiB, {rests[-1][1]} objects", file=sys.stderr, flush=True)
            except Exception as error:  # noqa: BLE001 - whatever it is, it is told with its number
                on_exception(type(error), error, error.__traceback__)
            if raised or told:
                print(f"seed {seed}, event {number}:", *(raised or told), sep="\n")
                break
            if number % 250 == 249:
                took = time.perf_counter() - begun
                print(f"{number + 1} events, {took:.0f} s, {resident_mib():.0f} MiB", file=sys.stderr, flush=True)
        window.close()
        window.deleteLater()
        qt.processEvents()
        left = [one.windowTitle() for one in qt.topLevelWidgets() if one.isVisible()]
    took = time.perf_counter() - begun
    print(f"{monkey.done.total()} events in {took:.0f} s (seed {seed}): {dict(monkey.done)}")
    leaked = bool(rests) and any(last > first * GROWTH for first, last in zip(rests[0], rests[-1], strict=True))
    told_rests = ", ".join(f"{held:.0f} MiB and {objects} objects of Qt" for held, objects in rests)
    print(f"at rest after each quarter: {told_rests or 'never'}; windows left: {left or 'none'}")
    return 1 if raised or told or left or leaked else 0


if __name__ == "__main__":
    sys.exit(main())
