"""The arrows of the house: who may import whom is declared in pyproject.toml and kept here."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_arrows_are_kept() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports; raise SystemExit(lint_imports())"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_module_has_grown_past_its_subject() -> None:
    long = {
        str(path.relative_to(ROOT)): count
        for package in ("layers", "mapapp")
        for path in (ROOT / package).rglob("*.py")
        if (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not long, f"split these, there is a second subject in them: {long}"


def test_ways_by_sea_know_nothing_of_ways_by_air() -> None:
    modules = [path for part in ("routes", "kernels") for path in (ROOT / "layers" / part).glob("sea*.py")]
    assert modules
    told = [
        f"{path.name}: {line}"
        for path in modules
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s*(from|import) layers\.(routes|kernels)(\.| import )air", line)
    ]
    assert not told
