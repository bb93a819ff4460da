from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from layers import units
from layers.errors import GeometryError


@pytest.mark.parametrize(
    ("metres", "unit", "text"),
    [
        (424_017.0, "km", "424 km"),
        (424_017.0, "nmi", "229 nmi"),
        (421_600.0, "mi", "262 mi"),
        (5_000.0, "km", "5.0 km"),
        (9_960.0, "km", "10 km"),
        (925.0, "km", "0.93 km"),
        (926.0, "nmi", "0.5 nmi"),
        (650.0, "nmi", "0.35 nmi"),
        (0.0, "km", "0.00 km"),
        (20_003_931.0, "km", "20 004 km"),
    ],
)
def test_distances_read_as_people_write_them(metres: float, unit: units.DistanceUnit, text: str) -> None:
    assert units.format_distance(metres, unit) == text


def test_a_reason_has_whole_kilometres() -> None:
    assert units.km(1_234_500.0) == "1\u202f234 km"
    assert units.km(400.0) == "0 km"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0, "0 s"),
        (45.0, "45 s"),
        (59.6, "1 min"),
        (1200.0, "20 min"),
        (3600.0, "1 h"),
        (12_000.0, "3 h 20 min"),
        (86_399.0, "1 d"),
        (187_200.0, "2 d 4 h"),
        (86_400.0 * 365 * 10, "3 650 d"),
        (-12_000.0, "\u22123 h 20 min"),
        (-0.2, "0 s"),
    ],
)
def test_durations_read_as_people_write_them(seconds: float, text: str) -> None:
    assert units.format_duration(seconds) == text


def test_the_exact_definitions() -> None:
    # 1 international nautical mile is 1852 m, 1 mile 1609.344 m; the speed of sound at 11 km is 295.069 m/s (ISO 2533).
    assert units.parse_distance("1 nmi") == 1852.0
    assert units.parse_distance("1 mi") == 1609.344
    assert units.parse_speed("3600 kn") == pytest.approx(1852.0)
    assert pytest.approx(math.sqrt(1.4 * 287.05287 * 216.65), abs=0.01) == units.MPS_PER_MACH


@pytest.mark.parametrize(
    ("text", "metres"),
    [("400", 4e5), ("400 km", 4e5), ("1 200 km", 1.2e6), ("12.5mi", 20_116.8), ("800 m", 800.0), (" .5 NM ", 926.0)],
)
def test_distances_are_read(text: str, metres: float) -> None:
    assert units.parse_distance(text) == pytest.approx(metres)


@pytest.mark.parametrize(
    ("text", "mps"),
    [("480", 246.9333), ("480 kn", 246.9333), ("900 km/h", 250.0), ("Mach 0.85", 250.8095), ("m0.85", 250.8095)],
)
def test_speeds_are_read(text: str, mps: float) -> None:
    assert units.parse_speed(text) == pytest.approx(mps, abs=1e-3)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("36", 36),
        ("3 h 20 min", 10 / 3),
        ("2d4h", 52),
        ("90 min", 1.5),
        ("1:30", 1.5),
        ("\u22122 h", -2),
        ("1 d, 2 h", 26),
    ],
)
def test_durations_are_read(text: str, hours: float) -> None:
    assert units.parse_duration(text) == pytest.approx(hours * 3600)


@pytest.mark.parametrize("text", ["", "fast", "12 parsecs", "km", "1e5", "nan", "-4 km", "3 h later", "3 4"])
def test_what_is_no_quantity_is_refused_with_an_example(text: str) -> None:
    for read in (units.parse_distance, units.parse_speed, units.parse_duration):
        if read is units.parse_duration and text == "3 4":
            continue
        with pytest.raises(GeometryError, match="write it as"):
            read(text)


def test_what_is_not_reached_has_no_duration() -> None:
    for endless in (math.inf, math.nan):
        with pytest.raises(GeometryError, match="why"):
            units.format_duration(endless)


@given(st.floats(-1e8, 1e8))
def test_a_duration_survives_its_text_to_half_its_last_part(seconds: float) -> None:
    size = abs(seconds)
    tolerance = 0.5 if size < 59.5 else 30 if size < 86_370 else 1800
    assert abs(units.parse_duration(units.format_duration(seconds)) - seconds) <= tolerance + 1e-6


@given(st.floats(0, 2.1e7), st.sampled_from(["km", "nmi", "mi"]))
def test_a_distance_survives_its_text_to_half_its_last_digit(metres: float, unit: units.DistanceUnit) -> None:
    one = units.parse_distance("1", unit)
    digit = 0.01 if metres < 926 else 0.1 if metres / one < 9.95 else 1.0
    assert abs(units.parse_distance(units.format_distance(metres, unit)) - metres) <= digit / 2 * one * (1 + 1e-9)
