"""Write docs/essay.md: the essay's argument with figures that the program gives when this is run (`make docs`).

The template holds the words and a name for every figure; here each name is a question to the command line, so that
a reader can ask it too. Nothing is typed in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from click.testing import CliRunner

import resources
from layers.io.tables import read_catalogue
from layers.units import format_duration
from mapapp.cli.main import rimland
from mapapp.panels.tornado import UNITS

HERE = Path(__file__).parent
CATALOGUE = read_catalogue(resources.path("catalogue"))[0]
FIRST = ("ally_ground", "ally_ship", "ally_air")
"""What a guarantor has to bring: on the ground where ground is at stake, else at sea or in the air."""


@cache
def ask(command: str) -> Any:
    """What the command answers as JSON."""
    result = CliRunner().invoke(rimland, [*command.split(), "--json"])
    if result.exception is not None:
        raise result.exception
    return json.loads(result.stdout)


def hours(value: float | None) -> str:
    """Hours as the program writes them."""
    return "nobody comes" if value is None else format_duration(value * 3600)


def chance(value: float | None) -> str:
    return "no clock" if value is None else f"{value:.0%}"


def gap(target: str, scenario: str, effect: str, more: str = "") -> dict[str, Any]:
    found: dict[str, Any] = ask(f"gap {target} --scenario {scenario} --effect {effect} {more}".strip())[0]
    return found


def gap_table(target: str, scenario: str, more: str = "") -> str:
    """Every threshold of a place alone and with pressure."""
    rows = ask(f"gap {target} --scenario {scenario} {more}".strip())
    lines = [
        "| what has to be there | alone | in time | with | in time | price | most time goes to |",
        "|---|--:|--:|--:|--:|--:|---|",
    ]
    lines += [
        f"| {row['effect_name']} | {hours(row['alone_h'])} | {chance(row['alone']['p_in_time'])} "
        f"| {hours(row['with_h'])} | {chance(row['p_in_time'])} | {row['price_in_words']} "
        f"| {row['binding_resource']} |"
        for row in rows
    ]
    clock = rows[0]["clock_h"]
    return "\n".join([*lines, "", f"The seizure clock: {hours(clock)} ({CATALOGUE.clocks[target].source.text})."])


def verdicts(scenario: str) -> str:
    """One line per flashpoint: the first of its thresholds that an ally has to meet on the ground or else at sea."""
    rows = ask(f"gap all --scenario {scenario}")
    lines = [
        "| flashpoint | guarantor's first | alone | with | price | verdict | covered by | not by |",
        "|---|---|--:|--:|--:|---|---|---|",
    ]
    for place in CATALOGUE.flashpoints:
        mine = {row["effect"]: row for row in rows if row["target"] == place}
        row = next((mine[name] for name in FIRST if name in mine), None)
        if row is None:
            row = next(iter(mine.values()))
        lines.append(
            f"| {row['target_name']} | {row['effect_name']} | {hours(row['alone_h'])} | {hours(row['with_h'])} "
            f"| {row['price_in_words']} | {row['with']['verdict']} | {', '.join(row['covered_by']) or 'nothing'} "
            f"| {', '.join(row['not_covered_by'])} |"
        )
    return "\n".join(lines)


def tally(scenario: str) -> str:
    """In a sentence for how many places the guarantor's first force comes in time, alone and with."""
    rows = ask(f"gap all --scenario {scenario}")
    counted = {"alone": 0, "with": 0}
    dear = []
    asked = 0
    for place in CATALOGUE.flashpoints:
        mine = {row["effect"]: row for row in rows if row["target"] == place}
        row = next((mine[name] for name in FIRST if name in mine), None)
        if row is None or row["clock_h"] is None or row["alone_h"] is None:
            continue
        asked += 1
        for side in counted:
            counted[side] += row[side]["gap_h"] is not None and row[side]["gap_h"] <= 0
        if row["price_of_distraction_h"]:
            dear.append(row["price_of_distraction_h"])
    dear.sort()
    middle = hours(dear[len(dear) // 2])
    return (
        f"Of {asked} places with a seizure clock that a guarantor's force can reach, it is in time at "
        f"{counted['alone']} when nothing else happens, at {counted['with']} when both ends burn; "
        f"{len(dear)} of them pay a price, {hours(dear[0])} to {hours(dear[-1])}, half of them {middle} or more."
    )


def lever_table(target: str, effect: str, scenario: str) -> str:
    """What each lever costs."""
    row = ask(f"gap {target} --scenario {scenario} --effect {effect} --each")[0]
    lines = ["| lever | what it acts on | by itself | on top of the others |", "|---|---|--:|--:|"]
    for one in row["levers"]:
        lever = CATALOGUE.levers[one["id"]]
        ends = ["nothing" if one[key] == 0 else hours(one[key]) for key in ("by_itself_h", "on_top_h")]
        lines.append(f"| {lever.name} | {acts_on(lever.effect)} | {ends[0]} | {ends[1]} |")
    return "\n".join(lines)


def late(target: str, levers: str, effects: str) -> str:
    """A place with a few levers on, threshold by threshold."""
    lines = ["| what has to be there | without | with | what bars or takes most |", "|---|--:|--:|---|"]
    for effect in effects.split(","):
        row = gap(target, "baseline", effect, f"--levers {levers}")
        lines.append(
            f"| {row['effect_name']} | {hours(row['alone_h'])} | {hours(row['with_h'])} | {row['binding_resource']} |"
        )
    return "\n".join(lines)


def events() -> str:
    """What the two did together, by date."""
    rows = [row for row in CATALOGUE.events if {"china", "russia"} <= set(row.actors)]
    lines = ["| date | who | what | where | source |", "|---|---|---|---|---|"]
    for row in rows:
        who = " and ".join(actor.capitalize() for actor in row.actors)
        lines.append(f"| {row.date} | {who} | {row.name} | {row.place} | {row.source.text} |")
    return "\n".join(lines)


def commitments() -> str:
    """Those of the United States, and whatever else covers a flashpoint."""
    named = {name for place in CATALOGUE.flashpoints.values() for name in place.commitments}
    rows = [
        row
        for row in CATALOGUE.commitments.values()
        if any(party.startswith("USA") for party in row.parties) or row.id in named
    ]
    lines = ["| end | short | commitment | kind | signed |", "|---|---|---|---|---|"]
    for end in ("west", "east"):
        lines += [
            f"| {end} | {row.id} | {row.name} | {row.binding} | {row.signed} |" for row in rows if row.theatre == end
        ]
    return "\n".join(lines)


def both_ways() -> str:
    """The grab in the east with the war in the west, and the other way round."""
    lines = ["| | Europe first: Pratas | Asia first: Narva |", "|---|--:|--:|"]
    for effect in ("ally_air", "ally_ground", "ally_battalion"):
        east, west = gap("pratas", "europe-first", effect), gap("narva", "asia-first", effect)
        for name, key in (("alone", "alone_h"), ("with the other end burning", "with_h")):
            lines.append(f"| {east['effect_name']}, {name} | {hours(east[key])} | {hours(west[key])} |")
        lines.append(f"| {east['effect_name']}, price | {east['price_in_words']} | {west['price_in_words']} |")
    return "\n".join(lines)


def lost(first: str, second: str, target: str, count: int = 8) -> str:
    """The units that lose most between two scenarios."""
    rows = ask(f"compare {first} {second} --target {target}")["arrivals"]
    rows = [row for row in rows if row["won_h"] is None or row["won_h"] < 0]
    lines = ["| unit | alone | with | lost |", "|---|--:|--:|--:|"]
    for row in rows[:count]:
        name = CATALOGUE.units[row["unit"]].name
        gone = "does not come" if row["b_h"] is None else hours(row["b_h"])
        loss = row["words"] if row["won_h"] is None else hours(-row["won_h"])
        lines.append(f"| {name} | {hours(row['a_h'])} | {gone} | {loss} |")
    return "\n".join(lines)


def tornado(target: str, scenario: str, effect: str, count: int = 6) -> str:
    rows = ask(f"sensitivity {target} --scenario {scenario} --effect {effect}")["swings"][:count]
    lines = ["| assumption | low | gap then | high | gap then |", "|---|--:|--:|--:|--:|"]
    for row in rows:
        ends = [
            f"{value:+.1f} h" if value is not None else "nobody comes"
            for value in (row["gap_low_h"], row["gap_high_h"])
        ]
        lines.append(
            f"| {row['name']} | {row['low']:g} {unit(row)} | {ends[0]} | {row['high']:g} {unit(row)} | {ends[1]} |"
        )
    return "\n".join(lines)


def unit(row: dict[str, Any]) -> str:
    return str(UNITS.get(row["unit"], row["unit"]))


def acts_on(effect: str) -> str:
    """The effect of a lever in words."""
    return effect.removesuffix("_h").replace("_", " ")


def whatif(target: str, effect: str, what: str, scenario: str = "baseline") -> str:
    return str(ask(f"whatif {target} --effect {effect} --solve {what} --scenario {scenario}")["words"])


def best(target: str, effect: str, kind: str, scenario: str) -> str:
    rows = ask(f"whatif {target} --effect {effect} --solve {kind} --scenario {scenario}")
    return rows[0]["words"] if rows else "No single change of that kind wins an hour."


def garrison(place: str) -> str:
    return CATALOGUE.flashpoints[place].garrison or "none"


def claim(place: str) -> str:
    return CATALOGUE.flashpoints[place].essay_claim


def km(place: str, country: str) -> str:
    return f"{ask(f'nearest {place} {country}')['distance_km']:.0f} km"


def price(target: str, scenario: str, effect: str) -> str:
    return str(gap(target, scenario, effect)["price_in_words"])


QUESTIONS: dict[str, Callable[..., str]] = {
    question.__name__: question
    for question in (
        best, both_ways, claim, commitments, events, garrison, gap_table, km, late, lever_table, lost, price, tally,
        tornado, verdicts, whatif,
    )
}  # fmt: skip
"""What the template may ask."""


def filled(template: str) -> str:
    """The template with every {{ question }} answered."""

    def answered(match: re.Match[str]) -> str:
        name, *arguments = match[1].split()
        return str(QUESTIONS[name](*arguments))

    return re.sub(r"\{\{(.+?)\}\}", answered, template)


def main() -> None:
    text = filled((HERE / "essay.template.md").read_text(encoding="utf-8"))
    (HERE / "essay.md").write_text(text, encoding="utf-8")
    print(f"wrote {HERE / 'essay.md'}")


if __name__ == "__main__":
    main()
