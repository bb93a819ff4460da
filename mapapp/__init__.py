"""The Qt application: window, canvas, panels, tools, and the command line."""

import os

# Qt orders what it keeps in hash tables by a random seed, the fonts of a PDF among it: with a fixed one the same
# briefing is the same bytes. It is read when Qt starts, so it is set before anything imports Qt.
os.environ.setdefault("QT_HASH_SEED", "0")
# A fill or an image drawn turned is handed in slices to a pool of threads, and the window's thread waits until all are
# back: behind the lanes that compute, that is several times as long as doing it alone.
os.environ.setdefault("QT_NO_GUI_THREADPOOL", "1")
