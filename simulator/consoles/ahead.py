"""What comes next for each team in words: when, why, what it waits for, what forcing would do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from simulator.consoles.reader import Reader
from simulator.domain.view import Card, Coming
from simulator.text import clock

NEGATED = "not_"
"""Before a term of a condition that would have to be false."""
WHOLE = ("not_needed", "not_open")
"""Codes that begin so and are no such term."""


def ahead_lines(cards: Sequence[Card], now: float, reader: Reader) -> Iterator[str]:
    """The next of every team, at this second of exercise time; teams that share it together."""
    found: dict[tuple[tuple[Coming, ...], tuple[str, ...]], list[str]] = {}
    for card in cards:
        if card.kind == "ahead":
            found.setdefault((card.coming, card.marks), []).append(card.team or "")
    for (coming, marks), teams in found.items():
        head = reader.say("console.next_for", teams=", ".join(teams))
        yield head if coming else f"{head} {reader.say('console.nothing_comes')}"
        if "no_end" in marks:
            yield f"  {reader.say('console.no_end')}"
        for each in coming:
            yield from _coming(each, now, reader)


def _coming(each: Coming, now: float, reader: Reader) -> Iterator[str]:
    say = reader.say
    when = say("console.due_at", clock=clock(each.due)) if each.due is not None else ""
    head = ", ".join(part for part in (when, reader.coded("because_of", each.because)) if part)
    yield f"  {each.inject}: {each.title} ({head})"
    waits = [
        wait_words(code, about, reader)
        for code, about in each.waits
        if code != "time" or float(about) > now
    ]
    if waits:
        yield f"    {say('console.waits_for')} {'; '.join(waits)}"
    forces = [force_words(code, about, reader) for code, about in each.forces]
    if forces:
        yield f"    {say('console.by_force', inject=each.inject)} {'; '.join(forces)}"


def wait_words(code: str, about: str, reader: Reader) -> str:
    """What something waits for, in words."""
    term = code if code in WHOLE else code.removeprefix(NEGATED)
    if term == "time":
        about = clock(float(about))
    elif term == "deadline":
        name, _, state = about.rpartition(" ")
        about = f"{name} {reader.coded('deadline', state)}"
    said = reader.coded("waits_of", term, about=about)
    return reader.say("console.not_so", term=said) if code != term else said


def force_words(code: str, about: str, reader: Reader) -> str:
    """What forcing something would do, in words."""
    if code == "overrules":
        about = reader.coded("overruled", about)
    elif code == "story_time":
        about = f"{datetime.fromisoformat(about):%Y-%m-%d %H:%M}"
    elif code in ("lets", "adds"):
        name, _, value = about.rpartition(" ")
        return reader.coded("forces_to", code, name=name, value=value)
    return reader.coded("forces_to", code, about=about)
