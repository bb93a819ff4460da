"""What loads when: the command line never imports Qt, and measuring never imports the heavy readers."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

HEAVY = ("PySide6", "geopandas", "pandas", "folium", "pyogrio", "matplotlib", "pptx")


def modules_after(code: str) -> set[str]:
    script = f"{code}\nimport sys, json; print('MODULES' + json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    line = next(row for row in done.stdout.splitlines() if row.startswith("MODULES"))
    return set(json.loads(line.removeprefix("MODULES")))


@pytest.mark.parametrize(
    "arguments",
    [
        ["places", "pratas"],
        ["distance", "pratas", "senkaku"],
        ["nearest", "pratas", "taiwan"],
        ["route", "sasebo", "pratas", "--mode", "sea"],
        ["response", "pratas", "--json"],
    ],
)
def test_commands_run_without_qt_and_heavy_readers(arguments: list[str]) -> None:
    loaded = modules_after(f"from mapapp.cli.main import rimland\nrimland({arguments!r}, standalone_mode=False)")
    assert not [name for name in HEAVY if name in loaded]


def test_layers_know_no_qt() -> None:
    loaded = modules_after(
        "import pkgutil, importlib, layers\n"
        "for row in pkgutil.walk_packages(layers.__path__, 'layers.'):\n"
        "    importlib.import_module(row.name)"
    )
    assert "PySide6" not in loaded
    assert "pptx" not in loaded


BEFORE_THE_MAP = (
    "layers.basemap",
    "layers.catalogue",
    "layers.picture",
    "layers.style",
    "layers.routes",
    "mapapp.app",
    "mapapp.window",
)
"""Of our own, what the first outline of the map does without."""


def test_the_first_map_is_painted_before_the_program_is_read() -> None:
    loaded = modules_after(
        "import os; os.environ['QT_QPA_PLATFORM'] = 'offscreen'\n"
        "from mapapp import __main__, opening\n"
        "from mapapp.application import make_application\n"
        "from mapapp.settings import Settings\n"
        "application = make_application()\n"
        "window = opening.Opening(Settings())\n"
        "painted = []\n"
        "window.painted.connect(lambda: painted.append(1))\n"
        "window.show()\n"
        "application.processEvents()\n"
        "assert painted"
    )
    heavy = (*HEAVY[1:], "pyproj", "shapely", "numba", "scipy", "fontTools", "click", "msgspec", *BEFORE_THE_MAP)
    assert not [name for name in heavy if name in loaded]


def test_the_compiler_waits_for_the_first_picture() -> None:
    loaded = modules_after("from mapapp import app, window")
    assert not [name for name in (*HEAVY[1:], "numba", "scipy") if name in loaded]
