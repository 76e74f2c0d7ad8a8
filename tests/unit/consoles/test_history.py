"""What happened, as lines: which events are asked for, and how each is read."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from simulator.consoles.completing import candidates
from simulator.consoles.history import LAST, MOST, Asked, asked, history_lines
from simulator.consoles.reader import Reader
from simulator.domain.history import GROUPS, Group, Happening
from simulator.service import recent
from simulator.service.recent import last_of
from tests.builders import NOON
from tests.unit.consoles.test_line import Terminal, hospital

TEAMS = ("red", "blue")


def happening(number: int, **fields: object) -> Happening:
    given = {
        "number": number,
        "kind": "note_taken",
        "group": "evaluation",
        "at": NOON + timedelta(minutes=number),
        "offset": 60,
        "elapsed": 60.0 * number,
        "person": "eva",
        "text": f"Event {number}.",
    }
    return Happening.model_validate(given | fields)


class Teller:
    """What tells a list of events, and which parts of it were asked for."""

    def __init__(self, *happened: Happening) -> None:
        self.happened = happened
        self.asked: list[int] = []

    async def history(self, after: int = 0, most: int = 1000) -> tuple[Happening, ...]:
        self.asked.append(after)
        return tuple(each for each in self.happened if each.number > after)[:most]


async def found(teller: Teller, number: int, words: str = "") -> list[int]:
    wanted = asked(words)
    return [e.number for e in await last_of(teller, number, wanted.most, wanted.fits(TEAMS))]


# What is asked for


@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("", Asked()),
        ("5", Asked(5)),
        ("5 red", Asked(5, "red")),
        ("file server", Asked(LAST, "file server")),
        (" 7  file  server ", Asked(7, "file  server")),
        ("0", Asked(1)),
        ("99999999999999999999", Asked(MOST)),
        ("-3", Asked(LAST, "-3")),
        ("\u0663", Asked(LAST, "\u0663")),
    ],
)
def test_a_number_may_come_first(words: str, wanted: Asked) -> None:
    assert asked(words) == wanted


async def test_the_last_are_read_in_order_and_no_more_than_it_takes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(recent, "WINDOW", 4)
    teller = Teller(*(happening(n) for n in range(1, 31)))
    assert await found(teller, 30, "6") == [25, 26, 27, 28, 29, 30]
    assert teller.asked == [26, 22]
    assert await found(teller, 30, "99") == list(range(1, 31))


async def test_events_that_were_left_out_are_counted_neither_twice_nor_missed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An evaluator's pages reach over the numbers that are not shown."""
    monkeypatch.setattr(recent, "WINDOW", 5)
    numbers = [1, 2, 4, 9, 10, 11, 19, 20]
    teller = Teller(*(happening(n) for n in numbers))
    assert await found(teller, 20) == numbers
    assert await found(teller, 20, "3") == [11, 19, 20]


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("", [1, 2, 3]),
        ("red", [1, 3]),
        ("RED", [1, 3]),
        ("message", [2]),
        ("people", [4]),
        ("SÍ, cut", [2]),
        ("2 event", [1, 3]),
        ("nothing like it", []),
    ],
)
async def test_a_team_a_group_or_a_text_chooses(words: str, numbers: Sequence[int]) -> None:
    teller = Teller(
        happening(1, teams=("red",)),
        happening(2, teams=("blue",), group="message", text="Sí, CUT it."),
        happening(3, teams=TEAMS),
        happening(4, teams=("red",), group="people", quiet=True, text="Event: joined."),
    )
    assert await found(teller, 4, words) == numbers


@pytest.mark.parametrize("group", GROUPS)
async def test_each_group_shows_what_goes_on_behind_the_scenes_too(group: Group) -> None:
    assert await found(Teller(happening(1, group=group, quiet=True)), 1, group) == [1]


# How it is read


def test_each_event_is_a_line_with_both_clocks() -> None:
    lines = list(history_lines([happening(5, teams=TEAMS), happening(75)], Reader("en")))
    assert lines == [
        "Number, exercise time, wall time, what happened:",
        "    5     05:00  13:05:00  red, blue: Event 5.",
        "   75   1:15:00  14:15:00  Event 75.",
    ]


def test_over_midnight_the_day_is_said() -> None:
    lines = list(history_lines([happening(5), happening(720)], Reader("es")))
    assert lines[0].startswith("Número")
    assert "2031-05-12 13:05:00" in lines[1]
    assert "2031-05-13 01:00:00" in lines[2]


def test_that_there_is_nothing_is_said() -> None:
    assert list(history_lines([], Reader("en"))) == ["Nothing of the kind has happened."]


# Typed


async def test_the_history_is_read_in_the_console() -> None:
    terminal = Terminal(hospital())
    await terminal.typed("start", "release", "as red", "decide a We shut the network.")
    printed = await terminal.typed("as facilitator", "history")
    assert "STARTEX: play begins." in printed
    assert "12:00:00  red: Decision on “Title of a”: We shut the network." in printed
    assert "Due:" not in printed
    alone = await terminal.typed("history 1 decision")
    assert "We shut the network." in alone
    assert "STARTEX" not in alone
    assert "Due: “Title of b”." in await terminal.typed("history behind-the-scenes")
    assert "Nothing of the kind" in await terminal.typed("history no such words")


async def test_teams_and_observers_have_no_history() -> None:
    terminal = Terminal(hospital())
    for seat in ("red", "observer", "projector"):
        printed = await terminal.typed(f"as {seat}", "history")
        assert "This is for exercise control" in printed
        assert "history:" not in await terminal.typed("help")


async def test_an_evaluator_does_not_read_what_another_noted() -> None:
    terminal = Terminal(hospital())
    await terminal.typed("start", "as evaluator", "note Mine.", "as evaluator 2", "note Theirs.")
    printed = await terminal.typed("as evaluator", "history note")
    assert "Mine." in printed
    assert "Theirs." not in printed
    assert "Theirs." in await terminal.typed("as facilitator", "history evaluation")


async def test_what_people_typed_moves_no_cursor() -> None:
    terminal = Terminal(hospital())
    await terminal.typed("start", "release", "as red", "decide a \x1b[2J[bold]{who}\u202e gone")
    printed = await terminal.typed("as facilitator", "history red", "history \x1b[31m")
    assert "\x1b" not in printed
    assert "\u202e" not in printed
    assert "[2J[bold]{who} gone" in printed


async def test_help_and_completion_know_it() -> None:
    terminal = Terminal(hospital())
    printed = await terminal.typed("start", "help", "help history")
    assert printed.count("history: what happened, on both clocks") == 2
    assert {"red", "blue", "decision"} <= set(terminal.console.complete("history "))
    assert terminal.console.complete("history behind") == ["behind-the-scenes"]
    offered = candidates("history ", (), ("facilitator", "red", "red/chief"))
    assert "red" in offered
    assert not {"facilitator", "red/chief"} & set(offered)
