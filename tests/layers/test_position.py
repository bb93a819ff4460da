from __future__ import annotations

import math
import warnings

import mgrs
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from layers import geodesy
from layers.errors import PlaceError
from layers.position import STYLES, Position, PositionStyle, format_position, parse_position


@pytest.mark.parametrize(
    "text",
    [
        "20.7,116.72",
        "20.7 116.72",
        " 20.7 ; 116.72 ",
        "20,7; 116,72",
        "20.7N 116.72E",
        "20.7°N, 116.72°E",
        "116.72E 20.7N",
        "N20.7 E116.72",
        "+20.7 +116.72",
        "20°42′N 116°43′12″E",
        "20° 42' 00\" N 116° 43' 12.0\" E",
        "20 42 00 116 43 12",
        "20 42.000 N, 116 43.200 E",
        "N20 42 E116 43.2",
        "20 deg 42 min n 116 deg 43 min 12 sec e",
        "204200N1164312E",
        "20/116.72".replace("20/", "20.7/"),
    ],
)
def test_one_position_in_many_notations(text: str) -> None:
    found = parse_position(text)
    assert found.lat == pytest.approx(20.7, abs=1e-9)
    assert found.lon == pytest.approx(116.72, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "lon", "lat"),
    [
        ("-20.7,-116.72", -116.72, -20.7),
        ("\u221220.7, \u2212116.72", -116.72, -20.7),
        ("20.7S 116.72W", -116.72, -20.7),
        ("2042S11643W", -(116 + 43 / 60), -20.7),
        ("10,190", -170.0, 10.0),
        ("10,-190", 170.0, 10.0),
        ("90,0", 0.0, 90.0),
        ("0 0", 0.0, 0.0),
    ],
)
def test_signs_letters_and_the_other_way_round(text: str, lon: float, lat: float) -> None:
    found = parse_position(text)
    assert (found.lon, found.lat) == (pytest.approx(lon), pytest.approx(lat))


def test_published_grid_references() -> None:
    # The Washington Monument is 18SUJ23480647; United States National Grid, FGDC-STD-011-2001.
    monument = parse_position("18S UJ 2348 0647")
    assert geodesy.distance(monument.lon, monument.lat, -77.035278, 38.889467) < 15
    # The poles: the false origin of the polar grids (2 000 000 m) falls on the corner of ZAH and BAN; NGA.SIG.0012.
    assert parse_position("ZAH 00000 00000").lat == pytest.approx(90, abs=1e-4)
    # UTM zone 31N: on the equator at the central meridian, 3 E, the easting is 500 000 m.
    assert parse_position("31N 500000 0") == Position(pytest.approx(3.0), pytest.approx(0.0, abs=1e-9))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("95,10", "latitude 95 is beyond the pole"),
        ("95N 10E", "latitude 95 is beyond the pole"),
        ("116.72,20.7", "did you mean 20.7,116.72"),
        ("20.7,400", "longitude 400"),
        ("20 61 N 10 E", "61 minutes"),
        ("20 10 99 N 10 E", "99 seconds"),
        ("-20S 10E", "both a sign and a letter"),
        ("20N 10N", "two of one kind"),
        ("20.5 30 N 10 E", "decimals before its last part"),
        ("61QMH1212", "MGRS"),
        ("50QMH123", "MGRS"),
        ("50QZZ1212", "MGRS"),
        ("32N 500000 5400000", "latitude band N"),
        ("99Q 470845 2288821", "UTM"),
        ("nan,nan", "no position"),
        ("Pratas", "no position"),
        ("20.7", "no position"),
        ("20.7, 116.72, 3", "no position"),
        ("1 2 3", "no position"),
        ("", "no position"),
    ],
)
def test_refused_with_value_and_remedy(text: str, words: str) -> None:
    with pytest.raises(PlaceError) as error:
        parse_position(text)
    assert words in str(error.value)
    assert error.value.remedy


def test_utm_is_refused_near_the_poles_and_mgrs_is_not() -> None:
    with pytest.raises(PlaceError, match="use MGRS"):
        format_position(0, 85, "UTM")
    assert format_position(0, 85, "MGRS").startswith("Z")
    with pytest.raises(PlaceError, match="beyond the pole"):
        format_position(0, 90.0001)


@pytest.mark.parametrize(
    ("lon", "lat", "style", "text"),
    [
        (116.72, 20.7, "DD", "20.70000°N 116.72000°E"),
        (-116.72, -20.7, "DD", "20.70000°S 116.72000°W"),
        (28.2, 59.36666667, "DMS", "59°22′00.0″N 28°12′00.0″E"),
        (28.2, 59.99999999, "DMS", "60°00′00.0″N 28°12′00.0″E"),
        (28.2, 59.5, "DDM", "59°30.000′N 28°12.000′E"),
        (-1e-9, -1e-9, "DD", "0.00000°N 0.00000°E"),
        (3.0, 0.0, "UTM", "31N 500000 0"),
    ],
)
def test_formats(lon: float, lat: float, style: PositionStyle, text: str) -> None:
    assert format_position(lon, lat, style) == text


@given(st.floats(-180, 180), st.floats(-90, 90), st.sampled_from(STYLES))
def test_a_position_survives_its_text(lon: float, lat: float, style: PositionStyle) -> None:
    assume(style != "UTM" or -80 <= lat <= 84)
    found = parse_position(format_position(lon, lat, style))
    assert geodesy.distance(lon, lat, found.lon, found.lat) < 2.3  # half a tenth of a second, each way; MGRS cuts


@given(st.floats(-180, 179.999), st.floats(-79, 83))
def test_utm_agrees_with_the_other_library(lon: float, lat: float) -> None:
    zone, hemisphere, east, north = mgrs.MGRS().MGRSToUTM(mgrs.MGRS().toMGRS(lat, lon))
    text = format_position(lon, lat, "UTM").split()
    assume(text[0] == f"{zone}{text[0][-1]}")  # on a zone's border either may be told
    assert (text[0][-1] >= "N") == (hemisphere == "N") or abs(lat) < 1e-4
    if abs(lat) > 1e-4:
        assert math.hypot(float(text[1]) - east, float(text[2]) - north) < 2.3


@given(st.text(max_size=30))
def test_any_text_is_a_position_or_a_friendly_refusal(text: str) -> None:
    try:
        found = parse_position(text)
    except PlaceError:
        return
    assert -180 <= found.lon <= 180
    assert -90 <= found.lat <= 90


def test_utm_warns_of_nothing_while_another_thread_changes_what_is_warned_of(monkeypatch):
    """An import beside it records warnings, and the filters of one thread are those of all: none may be relied on."""
    monkeypatch.setattr(warnings, "filterwarnings", lambda *_args, **_more: None)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert format_position(116.72, 20.7, "UTM") == "50Q 470842 2288972"
        assert format_position(-70.0, -33.4, "UTM").startswith("19H ")
        assert parse_position("50Q 470845 2288821").lat == pytest.approx(20.698, abs=1e-3)
