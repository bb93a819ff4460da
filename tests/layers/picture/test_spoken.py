"""A map in another language: its legend, its figures and what the catalogue tells on it; names stay."""

from __future__ import annotations

from dataclasses import replace

from layers import wording
from layers.picture import answer
from layers.picture.compose import compose
from layers.picture.marks import Text
from layers.picture.sheet import Sheet
from layers.response.model import Posture
from tests.layers.picture.conftest import PRATAS, view


def everything(sheet: Sheet) -> Sheet:
    for row in sheet.layers:
        sheet = sheet.with_layer(replace(row, visible=True))
    return sheet


def test_a_map_with_every_layer_has_no_english_word_in_its_legend(full: Sheet) -> None:
    sheet = everything(full)
    zones = {zone.name for zone in sheet.catalogue.zones.values()}
    with wording.spoken("uk-UA"):
        picture = compose(sheet, view(*PRATAS, 12_000))
        told = {text for entry in picture.legend for text in (entry.text, entry.group)} - zones
        left = {text for text in told if text and wording.sentence(text) == text and not text[0].isdigit()}
        names = {mark.text for mark in picture.over if isinstance(mark, Text)}
    assert {text for text in left if text.isascii()} == set()
    assert "Умовні позначення" in names
    assert any(name.startswith("Берегова протиповітряна оборона, 260\u202fкм") or "260 км" in name for name in names)
    english = compose(sheet, view(*PRATAS, 12_000))
    assert any(isinstance(mark, Text) and "260 km" in mark.text for mark in english.over), "the other language is gone"


def test_events_are_named_in_the_language(full: Sheet) -> None:
    sheet = everything(full)
    with wording.spoken("uk-UA"):
        names = {mark.text for mark in compose(sheet, view(*PRATAS, 800)).over if isinstance(mark, Text)}
    assert "Близько 380 вильотів у південно-західну зону розпізнавання 2020 року" in names


def test_the_title_of_a_posture_is_said_with_its_parts() -> None:
    title = answer.posture_title("F-15EX Eagle II", "Narva", Posture("f-15ex", 6.0, 0.25))
    assert wording.sentence(title) == title
    with wording.spoken("uk-UA"):
        said = wording.sentence(title)
    assert "F-15EX Eagle II" in said
    assert "Narva" in said
    assert "Hours" not in said
