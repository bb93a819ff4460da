"""A failed export neither leaves nor destroys a file, and says so in one line."""

from __future__ import annotations

import errno
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


@pytest.mark.parametrize("ending", [*CARRIERS, ".docx"])
def test_a_file_of_another_hand_is_refused_in_a_line(tmp_path: Path, ending: str) -> None:
    for content in (b"", b"not what it says", b"\x89PNG\r\n\x1a\n" + b"\0" * 40, b"%PDF-1.4 \xfe\xff", b"{}", b"[1]"):
        file = tmp_path / f"x{ending}"
        file.write_bytes(content)
        with pytest.raises(RimlandError, match="document"):
            read_embedded(file)
    with pytest.raises(RimlandError):
        read_embedded(tmp_path / f"missing{ending}")
