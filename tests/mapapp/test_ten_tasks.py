"""Ten things a person comes to do, by mouse and keyboard in the program's own process, killed and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def program(platform: str, *words: str) -> list[str]:
    """The command line of a person at work, on a screen of its own where there shall be one."""
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"] if platform == "xcb" else []
    return [*screen, sys.executable, "-m", "tests.mapapp.ten_tasks", *words]


def surroundings(platform: str, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "QT_QPA_PLATFORM": platform,
        "RIMLAND_SETTINGS": str(folder / "settings.ini"),
        "RIMLAND_RECOVERY": str(folder / "recovery"),
        "LC_ALL": "C.UTF-8",
    }


TASKS = (
    "find narva and its clocks source", "measure pratas kaohsiung", "draw and name a ring", "close the bosporus",
    "halve a readiness", "compare two scenarios", "undo all and redo all", "import a kml", "find a command by name",
    "save and go on",
)  # fmt: skip
"""In the order they are done; the last is followed by the kill and the recovery."""
PLATFORMS = ["offscreen", *(["xcb"] if shutil.which("xvfb-run") else [])]
"""Without a screen always, and on a virtual one where the machine has it."""


@pytest.mark.timeout(900)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="processes are not killed that way here")
@pytest.mark.parametrize("platform", PLATFORMS)
def test_ten_tasks_from_finding_narva_to_coming_back_from_a_kill(platform: str, tmp_path: Path) -> None:
    env = surroundings(platform, tmp_path)
    with subprocess.Popen(
        program(platform, "work", str(tmp_path)),
        cwd=ROOT,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as person:
        try:
            assert person.stdout is not None
            assert person.stderr is not None
            done = []
            while (line := person.stdout.readline()).startswith("did "):
                sys.stdout.write(f"{platform}: {line}")  # shown with -rA, and beside a failure
                done.append(line.removeprefix("did ").partition(":")[0])
            told, _, pid = line.partition(" ")
            assert told == "unsaved", person.stderr.read()
            assert tuple(done) == TASKS
            os.kill(int(pid), signal.SIGKILL)  # the program; the screen it stands on goes by itself
            person.wait(timeout=60)
        finally:
            if person.poll() is None:
                os.killpg(person.pid, signal.SIGKILL)
    again = subprocess.run(
        program(platform, "recover", str(tmp_path)),
        cwd=ROOT,
        env=env,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert (again.stdout, again.returncode) == ("recovered\n", 0), again.stderr
    sys.stdout.write(f"{platform}: recovered after the kill\n")
