"""`rimland brief`: options, several files, atlases, batches that give the same bytes, and one line for a mistake."""

from __future__ import annotations

import inspect
import json
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from layers.errors import RimlandError
from layers.response.clock import Target
from mapapp.cli import batch, brief, subjects
from mapapp.cli.main import main, rimland
from mapapp.cli.written import write_brief
from mapapp.export import pages


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(rimland, ["brief", *map(str, arguments)])


def refusal(*arguments: str | Path) -> str:
    done = run(*arguments)
    assert isinstance(done.exception, RimlandError), done.output
    assert "\n" not in str(done.exception)
    return str(done.exception)


@pytest.fixture
def quick(monkeypatch) -> list[str]:
    """Briefings without bands and with few units, so that a page takes no time; the targets asked for."""
    asked: list[str] = []

    def small(saved):
        asked.append(saved.target.id)
        return pages.briefing_of(
            saved, subjects.catalogue(), lambda rows: _World(), lambda kind, at: pages.Projection(kind, *at)
        )

    class _World:
        catalogue = subjects.catalogue()

    def respond(_world, scenario, target: Target, check):
        from layers.response.model import Response

        return Response(target.id, target.name, target.lon, target.lat, None, scenario.id, (), ())

    monkeypatch.setattr(pages.clock, "respond", respond)
    monkeypatch.setattr(pages.answer, "bands", lambda *_, **__: ())
    monkeypatch.setattr(subjects, "briefing_of", small)
    return asked


def test_several_files_at_once(quick, tmp_path: Path) -> None:
    done = run("pratas", "--out", tmp_path / "a.pdf", "--out", tmp_path / "a.geojson", "--date", "2026-01-31")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [f"Wrote {tmp_path / 'a.pdf'}", f"Wrote {tmp_path / 'a.geojson'}"]
    assert quick == ["pratas"]


def test_an_atlas_tells_its_progress_beside_its_files(quick, tmp_path: Path) -> None:
    done = run("all", "--theatre", "west", "--out", tmp_path / "a.geojson")
    assert done.exit_code == 0, done.output
    west = [row.id for row in subjects.catalogue().flashpoints.values() if row.theatre == "west"]
    assert quick == west
    assert len(done.stdout.splitlines()) == len(west)
    assert f"1/{len(west)}  Narva" in done.stderr
    assert all(line.startswith("Wrote ") for line in done.stdout.splitlines())


def test_a_scenario_is_an_atlas_under_its_assumptions(quick, tmp_path: Path) -> None:
    from layers.io.project import ready_made

    name = next(iter(ready_made()))
    done = run(name, "--theatre", "east", "--out", tmp_path / "a.geojson")
    assert done.exit_code == 0, done.output
    first = json.loads((tmp_path / "a-01-pratas.geojson").read_text(encoding="utf-8"))
    assert first["rimland"]["document"]["scenario"]["id"] == name


def test_a_place_comes_before_a_scenario_of_its_name(quick, tmp_path: Path) -> None:
    from layers.io.project import ready_made

    assert {"suwalki", "kinmen"} <= set(ready_made())
    done = run("suwalki", "--out", tmp_path / "a.geojson")
    assert done.exit_code == 0, done.output
    assert quick == ["suwalki"]


def test_what_was_written_can_be_written_again(quick, tmp_path: Path) -> None:
    run("pratas", "--scenario", "baseline", "--out", tmp_path / "a.svg", "--date", "2026-01-31", "--style", "light")
    done = run(tmp_path / "a.svg", "--out", tmp_path / "b.svg", "--date", "2026-01-31")
    assert done.exit_code == 0, done.output
    assert (tmp_path / "a.svg").read_bytes() == (tmp_path / "b.svg").read_bytes()


def test_a_position_is_a_target_too(quick, tmp_path: Path) -> None:
    assert run("20.5,116.5", "--out", tmp_path / "a.geojson").exit_code == 0
    assert quick == [""]


# --- batch -------------------------------------------------------------------------------------------------------------

BATCH = """
date = 2026-01-31
marking = "EXERCISE"

[[brief]]
target = "pratas"
out = ["a.pdf", "a.png"]
size = "A3"
dpi = 96

[[brief]]
target = "narva"
out = "n.svg"
portrait = true
"""


def test_a_batch_gives_the_same_bytes(quick, tmp_path: Path) -> None:
    contents = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "set.toml").write_text(BATCH, encoding="utf-8")
        done = run("--batch", folder / "set.toml")
        assert done.exit_code == 0, done.output
        contents.append({file.name: file.read_bytes() for file in folder.iterdir()})
    assert contents[0] == contents[1]
    assert contents[0].keys() == {"set.toml", "a.pdf", "a.png", "n.svg"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["no briefing"]),
        ("[[brief]]", ["brief 1", "target or out"]),
        ('[[brief]]\ntarget = "pratas"\nout = "a.pdf"\npaper = "A4"', ["brief 1", "paper", "size"]),
        ('[[brief]]\ntarget = "pratas"\nout = "a.pdf"\ndpi = "many"', ["brief 1", "dpi", "int"]),
        ('[[brief]]\ntarget = "prattas"\nout = "a.pdf"', ["brief 1", "prattas"]),
        ('[[brief]]\ntarget = "pratas"\nout = "a.docx"', ["brief 1", "a.docx"]),
        ("[[brief", ["no TOML"]),
    ],
)
def test_a_mistake_in_a_batch_is_named_by_its_place(tmp_path: Path, text: str, words: list[str]) -> None:
    file = tmp_path / "set.toml"
    file.write_text(text, encoding="utf-8")
    line = refusal("--batch", file)
    for word in ("set.toml", *words):
        assert word in line


def test_a_batch_stands_alone(tmp_path: Path) -> None:
    assert "alone" in refusal("pratas", "--batch", tmp_path / "x.toml")
    assert "cannot read" in refusal("--batch", tmp_path / "x.toml")


# --- mistakes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pratas",), ["--out"]),
        (("--out", "x.pdf"), ["place"]),
        (("pratas", "--out", "x.pdf", "--size", "B5"), ["B5", "A3"]),
        (("pratas", "--out", "x.pdf", "--template", "poster"), ["poster", "figures"]),
        (("pratas", "--out", "x.pdf", "--dpi", "5"), ["5 dots", "30 to 1200"]),
        (("pratas", "--out", "x.pdf", "--date", "31.1.2026"), ["31.1.2026", "2026-01-31"]),
        (("pratas", "--out", "x.pdf", "--locale", "tlh"), ["tlh", "en-GB"]),
        (("pratas", "--out", "x.pdf", "--style", "neon"), ["neon"]),
        (("all", "--out", "x.pdf", "--theatre", "north"), ["north", "east or west"]),
        (("prattas", "--out", "x.pdf"), ["prattas", "scenarios are"]),
        (("missing.pdf", "--out", "x.pdf"), ["missing.pdf"]),
    ],
)
def test_a_mistake_is_told_before_the_work(
    arguments: tuple[str, ...], words: list[str], tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.chdir(tmp_path)
    line = refusal(*arguments)
    for word in words:
        assert word in line
    assert list(tmp_path.iterdir()) == []


def ended(monkeypatch, *arguments: str | Path) -> int:
    """The exit code of `rimland brief`."""
    monkeypatch.setattr(sys, "argv", ["rimland", "brief", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


def test_a_briefing_that_is_written_ends_with_0(quick, tmp_path: Path, monkeypatch, capsys) -> None:
    assert ended(monkeypatch, "pratas", "--out", tmp_path / "a.geojson") == 0
    told = capsys.readouterr()
    assert (told.out, told.err) == (f"Wrote {tmp_path / 'a.geojson'}\n", "")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("pratas", "--nonsense"), "No such option"),  # a wrong option
        (("pratas", "--out", "x.pdf", "--dpi", "many"), "'many' is not a valid integer"),
        (("pratas", "--out", "x.pdf", "--dpi", "5"), "30 to 1200"),  # a right one with a value that is refused
        (("pratas", "--out", "x.docx"), "x.docx"),
        (("prattas", "--out", "x.pdf"), "prattas"),
        (("pratas", "--out", "no/such/folder/x.geojson"), "choose a folder that exists"),  # a file that is refused
    ],
)
def test_a_briefing_that_is_not_written_ends_with_2(
    quick, arguments, words: str, tmp_path, monkeypatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert ended(monkeypatch, *arguments) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert words in told.err
    assert "Traceback" not in told.err
    assert list(tmp_path.iterdir()) == []


def test_every_option_of_the_command_is_a_key_of_a_batch(tmp_path: Path) -> None:
    names = {one.name for one in brief.brief.params} - {"target", "outs", "batch"}
    file = tmp_path / "set.toml"
    file.write_text('[[brief]]\ntarget = "pratas"\nout = "a.pdf"\nbase = "house.pptx"', encoding="utf-8")
    ((target, outs, options),) = batch.read(file)
    assert (target, outs, options) == ("pratas", [tmp_path / "a.pdf"], {"base": tmp_path / "house.pptx"})
    assert names == set(inspect.signature(write_brief).parameters) - {"target", "outs", "say"}
