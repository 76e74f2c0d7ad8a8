"""The plain console: the exercise as lines of text, for a table, a script or a screen reader.

One person types for everybody: `as TEAM` or `as TEAM/ROLE` takes a team's seat, `as evaluator` one
of the staff's, `as facilitator` goes back.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TextIO

from simulator.acts import Command
from simulator.consoles.ahead import ahead_lines
from simulator.consoles.attendance import people_lines
from simulator.consoles.clocks import clock_lines, elapsed_now, story_now
from simulator.consoles.commands import CONSOLE, HELP, LEAVE, VERBS, YES, kind_of, own_choices, read
from simulator.consoles.completing import answers, candidates
from simulator.consoles.draft import Draft
from simulator.consoles.help import about_verb, option_lines, overview, said_back
from simulator.consoles.history import asked, history_lines
from simulator.consoles.invitation import Inviting, invitation_lines
from simulator.consoles.keyboard import Typed
from simulator.consoles.leaving import Leaving, Left, ways
from simulator.consoles.reader import Reader
from simulator.consoles.ready import listed, named_in, taken
from simulator.consoles.refusals import refusal
from simulator.consoles.render import board_line, card_lines
from simulator.consoles.seats import Seats
from simulator.domain.access import Seat
from simulator.domain.errors import SimulatorError, StoreError, UsageError
from simulator.domain.model import cleaned
from simulator.domain.people import Actor
from simulator.domain.view import Card, Choice, View
from simulator.service.gateway import Gateway
from simulator.service.ready import Shelf, empty
from simulator.service.recent import last_of
from simulator.text import clock

Gateways = Callable[[Actor], Gateway]
LAST = {"exercise": 0, "brief": 1, "team": 3, "deadline": 4, "proposal": 5}
"""Kinds in the order they are read; what is due comes last, beside the prompt."""


def _wall() -> datetime:
    return datetime.now(UTC)


class LineConsole:
    """One terminal, in which one seat at a time is typed for."""

    def __init__(
        self,
        gateways: Gateways,
        teams: Sequence[tuple[str, Sequence[str]]],
        language: str,
        out: TextIO,
        now: Callable[[], datetime] = _wall,
        seated: Sequence[Seat] = (),
        shelf: Shelf = empty,
        only: Actor | None = None,
        leaving: Leaving = "alone",
        inviting: Inviting | None = None,
    ) -> None:
        """`only`: the one seat there is, where the terminal has joined from elsewhere.

        `leaving`: who leaves. `inviting`: how others come in.
        """
        self._gateways = gateways
        self._seats = Seats(teams, seated, only)
        self._leaving = leaving
        self._inviting = inviting
        self._reader = Reader(language)
        self._shelf = shelf
        self._out = out
        self._now = now
        self._actor = self._seats.first
        self._open: dict[Actor, Gateway] = {}
        self._seen: dict[Actor, int] = {}
        self._told: dict[tuple[Actor | None, str], list[str]] = {}
        self._clocks: dict[Actor, Card] = {}
        self._choices: tuple[Choice, ...] = ()
        self._draft: Draft | None = None
        self._done = False
        """Whether the last line gave a command."""
        self._typed: Typed | None = None
        self._telling = asyncio.Lock()

    async def run(self, typed: Typed) -> Left:
        """Take lines until there are no more, or `quit`; a store that fails ends it.

        What is to become of the exercise.
        """
        self._typed = typed
        self._print(self._say("console.welcome"))
        await self.news()
        if self._status == "created" and self._actor.role == "facilitator":
            self._print(self._say("console.begin"))
        while (line := await typed.ask(self._prompt())) is not None:
            self._done = False
            try:
                if not await self._take(line.strip()):
                    left = await self._left(typed, line)
                    if left != "stay":
                        return left
                    continue
                if not await self.news() and self._done:
                    self._print(self._say("console.done"))
            except StoreError:
                raise
            except SimulatorError as error:
                self._draft = None
                self._print(self._reader.problem(f"errors.{error.code}", error.values))
                await self._catch_up()
        return "leave"

    async def _catch_up(self) -> None:
        """What has changed meanwhile; where nobody answers, it comes later."""
        with suppress(UsageError):
            await self.news()

    async def _left(self, typed: Typed, line: str) -> Left:
        """What is to become of the exercise, as it was said or is asked now."""
        if self._leaving != "server":
            return "leave"
        said: str | None = line.strip().lower().partition(" ")[2].strip()
        possible = ways(self._status)
        while said not in possible:
            self._print(" ".join(self._say(f"console.leaving.{way}") for way in possible))
            said = await typed.ask(f"{' / '.join(possible)}> ")
            if said is None:
                return "leave"
            said = said.strip().lower()
        return said

    async def news(self) -> bool:
        """Print what has changed for this seat since it was last looked at; whether anything."""
        async with self._telling:
            actor = self._actor
            seen = await self._look(after=self._seen.get(actor, 0))
            self._seen[actor] = seen.number
            lines = [line for card in _in_order(seen.cards) for line in self._new(actor, card)]
            if lines and self._typed is not None:
                with self._typed.aside():
                    self._print(*lines)
            return bool(lines)

    def complete(self, line: str) -> list[str]:
        """What the last piece of a line may become."""
        if self._draft is not None:
            return answers(line, self._draft)
        return candidates(line, self._choices, self._seats.places())

    # What one line says

    async def _take(self, line: str) -> bool:
        """Do what one line says; False where it says to leave."""
        word, _, rest = line.partition(" ")
        word, rest = word.lower(), rest.strip()
        pending, self._draft = self._draft, None
        about_console = line.lower() in CONSOLE or (word == "as" and self._seats.has(rest))
        if pending is not None and not about_console and await self._answered(pending, line):
            return True
        if word in LEAVE:
            return False
        if word in CONSOLE:
            await self._about_console(word, rest)
        elif line:
            await self._command(line)
        return True

    async def _about_console(self, word: str, rest: str) -> None:
        doing = {
            "look": self._look_again,
            "history": self._history,
            "name": self._name,
            "invite": self._invite,
        }
        if word in HELP:
            self._help(rest)
        elif word in doing:
            await doing[word](rest)
        elif word == "next":
            cards = (await self._staff_look()).cards
            self._print(*ahead_lines(cards, self._elapsed, self._reader))
        elif word == "teams":
            cards = (await self._staff_look()).cards
            self._print(*(board_line(c, self._reader) for c in cards if c.kind == "team"))
            presence = await self._gateway.presence()
            if presence is not None:
                reader = Reader(self._reader.language, await self._gateway.names())
                self._print(*people_lines(presence, reader))
        elif word == "library":
            await self._staff_look()
            self._print(*listed(self._shelf(), rest, self._reader))
        elif word == "time":
            self._print(*clock_lines(self._clocks[self._actor], self._now(), self._reader))
        elif word == "as":
            self._actor = self._seats.at(rest)
            self._print(self._say("console.seat", seat=self._actor.person))

    async def _command(self, line: str) -> None:
        verb = line.partition(" ")[0]
        kind = kind_of(verb)
        await self._look(self._seen.get(self._actor, 0))
        if all(choice.kind != kind for choice in self._choices):
            raise refusal(verb, kind, self._actor.role, self._status)
        ready = None
        if kind == "improvise":
            line, ready = named_in(line, self._shelf())
        draft = read(line, self._choices)
        await self._do(taken(draft, ready) if ready else draft)

    async def _do(self, draft: Draft) -> None:
        """Give the command, or ask for the first value that is missing, or whether it is meant."""
        if draft.missing:
            self._draft = draft
            names = " / ".join(self._reader.coded("field", f.name) for f in draft.asked)
            self._print(self._say("console.asked_for", field=names))
            self._print(*option_lines(draft.asked, self._reader))
        elif draft.warnings:
            self._draft = draft
            self._print(*said_back(draft, self._reader))
            self._print(*(self._reader.coded("warns", code) for code in draft.warnings))
            self._print(self._say("console.sure"))
            if draft.choice.kind == "stop_exercise":
                self._print(self._say("console.stop_again"))
        else:
            await self._give(draft)

    async def _give(self, draft: Draft) -> None:
        passes = draft.choice.kind == "hand_over_seat"
        if passes and not draft.values:
            draft = draft.filled("to", self._seats.successor(self._actor))
        command = draft.command()
        await self._gateway.submit(command)
        self._done = not passes
        if passes:
            self._passed_on(command)

    def _passed_on(self, command: Command) -> None:
        """Whoever has the seat now is typed for from here on."""
        said = command.model_dump()
        person, to = said["person"] or self._actor.person, said["to"]
        self._seats.passed_on(person, to)
        if person == self._actor.person:
            self._actor = self._actor.having(person=to)
        self._print(self._say("console.passed_on", person=person, to=to))

    async def _answered(self, pending: Draft, line: str) -> bool:
        """Whether a line was the answer to what was asked."""
        command = line.partition(" ")[0].lower() in VERBS
        if line and pending.missing and (pending.could_be(line) or not command):
            await self._do(pending.answered(line))
            return True
        twice = pending.choice.kind == "stop_exercise" and line.lower() == "stop"
        if (line.lower() in YES or twice) and not pending.missing:
            await self._do(pending.doubted(()))
            return True
        self._print(self._say("console.given_up"))
        return not command

    # What the console itself does

    def _help(self, verb: str) -> None:
        if verb:
            self._print(*about_verb(verb, self._choices, self._reader))
        else:
            staff = self._actor.is_staff
            self._print(*overview(self._choices, self._reader, staff=staff))

    async def _look_again(self, about: str) -> None:
        """Everything again at the next news, or one card whole."""
        if not about:
            self._seen[self._actor] = 0
            again = (None, self._actor)
            self._told = {key: told for key, told in self._told.items() if key[0] not in again}
            return
        seen = await self._look()
        found = [c for c in seen.cards if about in (c.inject, c.id, c.id.partition("-")[2])]
        found = [c for c in found if c.kind != "team" or c.team == about]
        if not found:
            raise UsageError("nothing_called", word=about)
        for card in found:
            self._print(*card_lines(card, self._reader, quiet=False))

    async def _staff_look(self, after: int = 0) -> View:
        if not self._actor.is_staff:
            raise UsageError("staff_only")
        return await self._look(after)

    async def _history(self, rest: str) -> None:
        """The last of what happened, or of what is asked for."""
        seen = await self._staff_look(after=self._seen.get(self._actor, 0))
        wanted = asked(rest)
        fits = wanted.fits(self._seats.teams)
        happened = await last_of(self._gateway, seen.number, wanted.most, fits)
        self._print(*history_lines(happened, self._reader))

    async def _name(self, name: str) -> None:
        """Say what the person in this seat is called, or ask what they are."""
        if name:
            await self._gateway.call_me(name)
        called = (await self._gateway.names()).get(self._actor.person)
        key = "console.called" if called else "console.no_name"
        self._print(self._say(key, person=self._actor.person, name=called))

    async def _invite(self, rest: str) -> None:
        """How others come in; the staff's codes only where somebody asks for them."""
        if self._actor.role != "facilitator":
            raise UsageError("facilitator_only")
        if self._inviting is None:
            raise UsageError("nobody_invited")
        found, language = await self._inviting(), self._reader.language
        self._print(*invitation_lines(found, language, staff=rest == "staff"))

    # What it reads

    @property
    def _gateway(self) -> Gateway:
        if self._actor not in self._open:
            self._open[self._actor] = self._gateways(self._actor)
        return self._open[self._actor]

    async def _look(self, after: int = 0) -> View:
        """What the seat sees; its choices and clock are kept, and the names of whoever speaks."""
        actor = self._actor
        seen = await self._gateway.look(after)
        self._choices = (*seen.choices, *own_choices(actor.role, seen.choices))
        self._clocks.update((actor, card) for card in seen.cards if card.kind == "exercise")
        if any(card.person for card in seen.cards):
            with suppress(StoreError):  # without names people are called by their seats
                self._reader = Reader(self._reader.language, await self._gateway.names())
        return seen

    @property
    def _status(self) -> str:
        card = self._clocks.get(self._actor)
        return card.marks[0] if card else ""

    @property
    def _elapsed(self) -> float:
        """Exercise time now, seconds."""
        card = self._clocks.get(self._actor)
        return elapsed_now(card, self._now()) if card else 0.0

    def _new(self, actor: Actor, card: Card) -> list[str]:
        """The lines of a card that were not read yet; one that is for all is read once."""
        guided = actor.role != "facilitator"
        lines = card_lines(self._as_of_now(card), self._reader, guided=guided)
        shared = card.kind == "brief" and card.id != "role"
        key = (None if shared else actor, card.id)
        told = self._told.get(key)
        if lines:
            self._told[key] = lines
        if told is None:
            return lines
        if lines == told:
            return []
        return [*lines[:1], *(line for line in lines[1:] if line not in told)]

    def _as_of_now(self, card: Card) -> Card:
        """The exercise with its clocks as they stand; any other card as it is."""
        if card.kind != "exercise":
            return card
        now = self._now()
        return card.having(elapsed=elapsed_now(card, now), story=story_now(card, now))

    # What it prints

    def _say(self, key: str, /, **values: object) -> str:
        return self._reader.say(key, **values)

    def _prompt(self) -> str:
        names = " / ".join(field.name for field in self._draft.asked) if self._draft else ""
        time = f"[{clock(self._elapsed)}] " if self._status not in ("", "created") else ""
        return f"{time}{self._seats.called(self._actor)}{names and f' {names}'}> "

    def _print(self, *lines: str) -> None:
        """Print lines; what people typed may be in one, so nothing that moves a cursor stays."""
        for line in lines:
            self._out.write(f"{cleaned(line)}\n")
        self._out.flush()


def _in_order(cards: Iterable[Card]) -> list[Card]:
    """Cards in the order they are read; those of people in the order things happened."""
    return sorted(
        cards, key=lambda c: (LAST.get(c.kind, 2), c.changed if c.kind not in LAST else 0)
    )
