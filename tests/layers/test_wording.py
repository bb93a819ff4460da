"""The language of a page: Babel's numbers, words from a table, nothing left over when the block ends."""

from __future__ import annotations

import json
import re
import threading

import pytest
from babel import numbers
from hypothesis import given
from hypothesis import strategies as st

import resources
from layers import units, wording
from layers.errors import RimlandError
from layers.response.gap import EFFECTS, verdict

TABLES = sorted(resources.path("i18n", "brief").glob("*.json"))


@pytest.mark.parametrize("locale", ["uk-UA", "de-DE", "fr-FR", "en-US", "pl-PL", "ja-JP"])
@given(value=st.floats(-1e7, 1e7), decimals=st.integers(0, 3))
def test_numbers_are_written_as_cldr_has_them(locale: str, value: float, decimals: int) -> None:
    with wording.spoken(locale):
        ours = units.group(value, decimals)
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    text = f"{value:.{decimals}f}"
    from decimal import Decimal

    theirs = numbers.format_decimal(Decimal(text), pattern, locale.replace("-", "_"), group_separator=True)
    theirs = theirs.replace("-", "\u2212")
    if not float(text):
        theirs = theirs.lstrip("\u2212")
    # Polish sets four digits without a space in running text; a table does not
    assert re.sub(r"[\s.,\u2019]", "", ours) == re.sub(r"[\s.,\u2019]", "", theirs)
    if decimals:
        assert ours[-decimals - 1] == theirs[-decimals - 1] == numbers.get_decimal_symbol(locale.replace("-", "_"))
    if abs(value) >= 10_000:
        assert ours == theirs


def test_ukrainian_words_and_numbers() -> None:
    with wording.spoken("uk-UA"):
        assert units.format_distance(9_650.0) == "9,7 км" or units.format_distance(9_650.0) == "9,6 км"
        assert units.format_distance(12_345_678.0) == "12\u00a0346 км"
        assert units.format_duration(3 * 86400 + 4 * 3600) == "3 д 4 год"
        assert verdict(2.5) == "запізно на 2 год 30 хв"
        assert wording.quantity("1\u202f000 km") == wording.quantity("1 000 km") == "1\u00a0000 км"
        assert wording.quantity("2.5 nmi") == "2,5 м. миль"
        assert wording.quantity("My ring 2.5") == "My ring 2.5"
    assert units.format_distance(12_345_678.0) == "12 346 km"
    assert verdict(2.5) == "late by 2 h 30 min"


def test_other_threads_speak_their_own() -> None:
    found: list[str] = []
    with wording.spoken("de-DE"):
        thread = threading.Thread(target=lambda: found.append(units.group(1234.5, 1)))
        thread.start()
        thread.join()
        assert units.group(1234.5, 1) == "1.234,5"
    assert found == ["1 234.5"]


def test_a_mistake_inside_ends_the_block() -> None:
    with pytest.raises(ValueError, match="x"), wording.spoken("uk-UA"):
        raise ValueError("x")
    assert wording.now() is wording.OWN
    with pytest.raises(RimlandError, match="xx-YY"):
        wording.of("xx-YY")


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_a_table_puts_in_what_the_phrase_puts_in(path) -> None:
    for phrase, spoken in json.loads(path.read_text(encoding="utf-8"))["phrases"].items():
        assert set(re.findall(r"{(\w+)}", phrase)) == set(re.findall(r"{(\w+)}", spoken)), phrase
        assert spoken.strip() or not phrase.strip()


def test_every_effect_has_its_words() -> None:
    for path in TABLES:
        phrases = json.loads(path.read_text(encoding="utf-8"))["phrases"]
        assert {text.removeprefix("first ") for text in EFFECTS.values()} <= phrases.keys()
