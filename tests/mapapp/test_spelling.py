"""Names have the marks of their own languages; a hand that types them plainly finds them all the same."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QModelIndex

import resources
from layers.document.assumptions import assumptions
from layers.io.tables import read_catalogue
from layers.scenario.model import BASELINE
from mapapp.document import Content, Document
from mapapp.panels.assumption_tree import AssumptionTree
from mapapp.panels.browser import Browser
from mapapp.panels.own_forms import form_for


@pytest.fixture
def shipped(basemap, qapp):
    return Document(basemap, read_catalogue(resources.path("catalogue"))[0], Content(BASELINE))


@pytest.mark.parametrize(
    ("plain", "name"),
    [("aland", "Åland (Mariehamn)"), ("Constanta naval", "Constanța naval base"), ("suwalki", "Suwałki gap"),
     ("kogalniceanu", "Mihail Kogălniceanu Air Base"), ("swietoszow", "Żagań and Świętoszów")],
)  # fmt: skip
def test_the_theatres_are_searched_in_either_spelling(shipped, qtbot, plain, name):
    browser = Browser(shipped)
    qtbot.addWidget(browser)
    for text in (plain, name.split(" (")[0]):
        browser.search.setText(text)
        assert name in {index.data() for index in _leaves(browser.tree.model())}, text


def test_the_assumptions_are_searched_in_either_spelling(shipped, qtbot):
    tree = AssumptionTree()
    qtbot.addWidget(tree)
    tree.show_assumptions(assumptions(shipped.catalogue, BASELINE, {"CUW": "Curaçao"}))
    for text in ("curacao", "Curaçao"):
        tree.search(text, changed_only=False)
        shown = [index.data() for index in _leaves(tree.model()) if not tree.isRowHidden(index.row(), index.parent())]
        assert shown == ["Curaçao"]


def test_a_form_lists_names_with_marks_among_the_others(shipped, qtbot):
    form = form_for(shipped, "unit", None, None)
    qtbot.addWidget(form)
    box = form.editors["base"]
    names = [box.itemText(k) for k in range(box.count())]
    assert names.index("Ämari Air Base") < names.index("Bezmer Air Base")
    assert names.index("Łask Air Base") < names.index("MCAS Futenma")


def _leaves(model, parent=None):
    """All rows below which there are none."""
    parent = QModelIndex() if parent is None else parent
    for row in range(model.rowCount(parent)):
        index = model.index(row, 0, parent)
        if model.rowCount(index):
            yield from _leaves(model, index)
        else:
            yield index
