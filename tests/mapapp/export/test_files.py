"""A failed export neither leaves nor destroys a file, and says so in one line."""

from __future__ import annotations

import errno
import os
import signal
from pathlib import Path

import pytest

from layers.errors import RimlandError
from layers.io.embedded import CARRIERS, read_embedded
from layers.io.files import saved
from mapapp.export import writers


@pytest.mark.parametrize(
    ("code", "words"),
    [(errno.ENOSPC, "free some space"), (errno.EACCES, "may write to"), (errno.EBUSY, "close the program")],
)
def test_what_was_there_stays(tmp_path: Path, code: int, words: str) -> None:
    out = tmp_path / "a.pdf"
    out.write_text("before")

    def fail(beside: Path) -> None:
        beside.write_text("half")
        raise OSError(code, "the disk says no")

    with pytest.raises(RimlandError, match=words) as caught:
        saved(out, fail)
    assert "\n" not in str(caught.value)
    assert out.read_text() == "before"
    assert [file.name for file in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.parametrize("ending", writers.FORMATS)
def test_a_folder_that_is_not_there(briefing, order, tmp_path: Path, ending: str) -> None:
    with pytest.raises(RimlandError, match="cannot be written") as caught:
        writers.write([briefing], order, tmp_path / "no" / f"a{ending}")
    assert "\n" not in str(caught.value)


def locked(tmp_path: Path) -> Path:
    """A folder that nobody may write to: the superuser may write to any but the kernel's own."""
    if os.geteuid():
        tmp_path.chmod(0o555)
        return tmp_path
    return Path("/sys/kernel")


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="folders of the kernel are Linux's")
@pytest.mark.parametrize("ending", writers.FORMATS)
def test_a_folder_one_may_not_write_to_is_one_line(briefing, order, tmp_path: Path, ending: str, monkeypatch) -> None:
    from mapapp.export import run

    monkeypatch.setattr(run, "FRAMES", 2)
    out = locked(tmp_path) / f"rimland{ending}"
    with pytest.raises(RimlandError, match=r"cannot be written .*choose a folder you may write to") as caught:
        writers.write([briefing], order, out)
    assert "\n" not in str(caught.value)
    assert str(out.parent) in str(caught.value)
    assert not out.exists()


@pytest.mark.parametrize("ending", writers.FORMATS)
def test_a_folder_below_a_file_is_one_line(briefing, order, tmp_path: Path, ending: str) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(RimlandError, match="cannot be written") as caught:
        writers.write([briefing], order, tmp_path / "file" / f"a{ending}")
    assert "\n" not in str(caught.value)
    assert (tmp_path / "file").read_text() == "no folder"


@pytest.mark.parametrize("ending", [*CARRIERS, ".docx"])
def test_a_file_of_another_hand_is_refused_in_a_line(tmp_path: Path, ending: str) -> None:
    for content in (b"", b"not what it says", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"%PDF-1.4 \xfe\xff", b"{}", b"[1]"):
        file = tmp_path / f"x{ending}"
        file.write_bytes(content)
        with pytest.raises(RimlandError, match="document"):
            read_embedded(file)
    with pytest.raises(RimlandError):
        read_embedded(tmp_path / f"missing{ending}")


@pytest.fixture
def full_disk(request):
    """No file may grow beyond some kilobytes, which is how a full disk looks from within."""
    resource = pytest.importorskip("resource")
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, limits[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    signal.signal(signal.SIGXFSZ, handler)


@pytest.mark.parametrize("ending", writers.FORMATS)
def test_a_full_disk_is_one_line_and_destroys_nothing(
    briefing, order, tmp_path: Path, full_disk, ending: str, monkeypatch
) -> None:
    from mapapp.export import run

    monkeypatch.setattr(run, "FRAMES", 2)
    out = tmp_path / f"a{ending}"
    out.write_text("before")
    with pytest.raises(RimlandError, match="cannot be written") as caught:
        writers.write([briefing], order, out)
    assert "\n" not in str(caught.value)
    assert out.read_text() == "before"
    assert not [file for file in tmp_path.iterdir() if file.name.startswith(".")]
