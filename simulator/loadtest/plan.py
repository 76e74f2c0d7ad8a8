"""Who joins when, who opens and decides what when: all of it drawn from the seed beforehand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from simulator.loadtest.setup import Setup, Way

OPENED_WITHIN = 0.8
"""Of the time to the next release: by then everybody has opened an inject."""
SAID = (
    "We take the file server off the network and keep a copy of its memory.",
    "The duty officer calls the national CSIRT and writes down who was told what.",
    "Nobody pays. We prepare a statement for the press and wait for what legal says.",
    "Passwords of the three accounts are changed; their owners are asked in person.",
    "The night shift works on paper until the copies have been tried out.",
)


@dataclass(frozen=True, slots=True)
class Visitor:
    """One person, and what it will do so many seconds after the doors open, or after STARTEX."""

    number: int
    table: int
    """Its team, by its place in the list of them."""
    way: Way
    joins: float
    opens: tuple[float, ...]
    """For each release, how long after it came this person opens it."""
    decides: tuple[float, ...]

    def says(self, place: int) -> str:
        """What it says the so manieth time; no two things said are the same."""
        said = SAID[(self.number + place) % len(SAID)]
        return f"{said} ({self.number}-{place})"

    def key(self, place: int) -> str:
        """Under which it says so."""
        return f"load-{self.number}-{place}"


def plan(setup: Setup) -> tuple[Visitor, ...]:
    """Everybody, in the order in which they join."""
    chance = Random(setup.seed)  # noqa: S311  # who does what is no secret
    ways = _ways(setup, chance)
    joins = sorted(chance.uniform(0, setup.burst) for _ in range(setup.people))
    return tuple(
        Visitor(
            number=number,
            table=number % setup.teams,
            way=ways[number],
            joins=joins[number],
            opens=tuple(
                chance.uniform(0, setup.every * OPENED_WITHIN) for _ in range(setup.releases)
            ),
            decides=tuple(_moments(setup, chance)),
        )
        for number in range(setup.people)
    )


def _ways(setup: Setup, chance: Random) -> list[Way]:
    ways: list[Way] = ["stalled"] * setup.stalled
    ways += ["polling"] * setup.polling
    ways += ["console"] * setup.consoles
    ways += ["page"] * (setup.people - len(ways))
    chance.shuffle(ways)
    return ways[: setup.people]


def _moments(setup: Setup, chance: Random) -> Iterator[float]:
    """When somebody decides something: at any time, so many times a minute as a mean."""
    if setup.decisions <= 0:
        return
    now = chance.expovariate(setup.decisions / 60)
    while now < setup.seconds:
        yield now
        now += chance.expovariate(setup.decisions / 60)
