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
