"""The essay walks through every row, asks what the program can answer, types no figure, and names what holds it."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ESSAY = (ROOT / "docs/essay.md").read_text(encoding="utf-8")
TEMPLATE = (ROOT / "docs/essay.template.md").read_text(encoding="utf-8")


def test_every_row_of_the_argument_is_walked_through() -> None:
    assert re.findall(r"^## (E\d+) ", ESSAY, re.MULTILINE) == [f"E{number}" for number in range(1, 16)]
    assert re.findall(r"^## .*", ESSAY, re.MULTILINE) == re.findall(r"^## .*", TEMPLATE, re.MULTILINE)


def test_every_row_names_a_test_or_a_picture_that_is_there() -> None:
    for section in re.split(r"^## ", ESSAY, flags=re.MULTILINE)[1:]:
        named = re.findall(r"`(tests/[\w/.]+)::(\w+)`", section)
        assert named, section[:40]
        for path, test in named:
            assert f"def {test}(" in (ROOT / path).read_text(encoding="utf-8"), test
        for picture in re.findall(r"`(docs/images/[\w.-]+)`", section):
            assert (ROOT / picture).exists(), picture


def test_no_figure_is_typed() -> None:
    words = re.sub(r"\{\{.*?\}\}|`[^`]*`|\bE\d+\b", "", TEMPLATE)
    assert not re.findall(r"\d+", words)


def test_every_question_is_one_that_can_be_asked_and_was_answered() -> None:
    from docs.make_essay import QUESTIONS, claim, filled, garrison

    asked = {match.split()[0] for match in re.findall(r"\{\{(.+?)\}\}", TEMPLATE)}
    assert asked <= QUESTIONS.keys()
    assert "{{" not in ESSAY
    # The cheap ones are asked again.
    assert claim("pratas") in ESSAY
    assert garrison("pratas") in ESSAY
    assert filled("{{km pratas taiwan}}") in ESSAY
