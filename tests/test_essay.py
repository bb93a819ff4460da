"""The page that walks through the essay: every row of it names tests and pictures, and all of these exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TEMPLATE = (ROOT / "docs/essay.template.md").read_text(encoding="utf-8")
ESSAY = (ROOT / "docs/essay.md").read_text(encoding="utf-8")
ROWS = {f"E{number}" for number in range(1, 16)}


def sections(text: str) -> dict[str, str]:
    """What stands below each heading, by the row it begins with."""
    parts = re.split(r"^## (E\d+) ", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def named_tests(text: str) -> set[tuple[str, str]]:
    return set(re.findall(r"(tests/[\w/]+\.py)::(test_\w+)", text))


@pytest.mark.parametrize("row", sorted(ROWS))
def test_each_row_names_a_test_or_a_picture_that_exists(row: str) -> None:
    text = sections(TEMPLATE)[row]
    pictures = re.findall(r"docs/images/[\w.-]+", text)
    assert named_tests(text) or pictures
    assert all((ROOT / picture.rstrip(".")).is_file() for picture in pictures)
    for file, name in named_tests(text):
        tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
        found = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == name]
        assert found, f"{file} has no {name}"
        assert any(isinstance(node, ast.Assert) for node in ast.walk(found[0])), f"{name} asserts nothing"


def test_the_page_is_the_template_with_every_figure_filled_in() -> None:
    assert sections(ESSAY).keys() == sections(TEMPLATE).keys() == ROWS
    assert "{{" not in ESSAY
    assert "{{" in TEMPLATE
    for row, text in sections(TEMPLATE).items():
        assert named_tests(sections(ESSAY)[row]) == named_tests(text), "the page was not made anew"
