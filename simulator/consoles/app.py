"""The full-screen console: what all its screens share, from seats to refusals as toasts."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, ClassVar

from textual import events
from textual.app import App
from textual.binding import BindingType
from textual.command import CommandPalette

from simulator.consoles.actions import TABLES, Action, with_keys
from simulator.consoles.commands import HARD, VERB_OF
from simulator.consoles.draft import Draft
from simulator.consoles.invitation import Inviting
from simulator.consoles.leaving import Leaving
from simulator.consoles.palette import ActionsOfScreen
from simulator.consoles.refusals import refusal, unreleased
from simulator.consoles.safe import drawable
from simulator.consoles.screens.confirm import Confirm
from simulator.consoles.screens.facilitator import FacilitatorScreen
from simulator.consoles.screens.form import Form
from simulator.consoles.screens.improvising import Improvising
from simulator.consoles.screens.participant import ParticipantScreen
from simulator.consoles.screens.seat import SeatScreen
from simulator.consoles.screens.sheet import Sheet
from simulator.consoles.seats import FACILITATOR, Seats
from simulator.consoles.session import Session
from simulator.consoles.themes import THEMES, known_theme
from simulator.domain.errors import SimulatorError, UsageError
from simulator.domain.people import Actor
from simulator.domain.view import Choice
from simulator.service.gateway import Gateway
from simulator.service.ready import Shelf, empty
from simulator.text import has

Gateways = Callable[[Actor], Gateway]
Kept = tuple[str, str, str]
"""Whose unfinished form it is: person, kind of command, what it is about."""
FORMS: Mapping[str, type[Form]] = MappingProxyType({"improvise": Improvising})
"""What an action is filled in with, where that is more than its fields."""
FOLLOWING = "following"
"""The group of the worker that follows the exercise."""
WATCHING, LOOK = "watching", 3.0
"""The group of the worker that asks who is there, and seconds of wall time between two looks."""

BURST, AT_ONCE, SELDOM, REST = 3.0, 8, 0.3, 10
"""In so many seconds the screen is drawn anew so often at once; from then on, every so many, or so
many times what drawing takes."""


def _wall() -> datetime:
    return datetime.now(UTC)


class ConsoleApp(App[str]):
    """One terminal at one exercise, in which one seat at a time is looked at."""

    CSS_PATH = [  # noqa: RUF012
        "styles/all.tcss",
        "styles/facilitator.tcss",
        "styles/participant.tcss",
    ]
    BINDINGS: ClassVar[list[BindingType]] = []
    COMMANDS = {ActionsOfScreen}  # noqa: RUF012
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (120, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-low"), (36, "-high")]  # noqa: RUF012

    def __init__(
        self,
        gateways: Gateways,
        seats: Seats,
        language: str,
        *,
        first: Actor = FACILITATOR,
        now: Callable[[], datetime] = _wall,
        theme: str | None = None,
        channels: Sequence[tuple[str, str]] = (),
        shelf: Shelf = empty,
        keymap: Mapping[str, str] = MappingProxyType({}),
        leaving: Leaving = "alone",
        inviting: Inviting | None = None,
        welcoming: bool = False,
    ) -> None:
        """A console at its first seat.

        `channels`: how an improvised inject may arrive, each with its label. `shelf`: what
        lies ready to be improvised. `keymap`: the keys somebody wants. `leaving`: who leaves.
        `inviting`: how others come in; `welcoming`: it is shown first of all. Raises
        `UsageError` for a theme or a key that cannot be had.
        """
        super().__init__()
        self._gateways = gateways
        self.seats = seats
        self.language = language
        self.now = now
        self._first = first
        self._channels = tuple(channels)
        self.shelf = shelf
        self._wanted_keys = keymap
        self.leaving = leaving
        self.inviting = inviting
        self._welcoming = welcoming
        for table in TABLES:
            with_keys(table, keymap)
        self._screens: dict[Actor, SeatScreen] = {}
        self._kept: dict[Kept, Mapping[str, Any]] = {}
        self._acting: Action | None = None
        """What is under way, from its first question to its answer."""
        self._drawn: list[float] = []
        """When the screen was last drawn anew, as far as it counts for a burst."""
        self.fault: Exception | None = None
        """What went wrong that is our fault, if anything did."""
        for each in THEMES:
            self.register_theme(each)
        self.theme = known_theme(theme)

    def _handle_exception(self, error: Exception) -> None:
        """A fault of ours ends the console, and is told by whoever opened it; no traceback here."""
        if self.is_headless:
            super()._handle_exception(error)
            return
        self.fault = self.fault or error
        self.exit("fault", return_code=1)

    async def on_event(self, event: events.Event) -> None:
        """What is pasted is cleaned before any field has it."""
        if isinstance(event, events.Paste):
            event.text = drawable(event.text)
        await super().on_event(event)

    def action_help_quit(self) -> None:
        """What the terminal knows as an interrupt: `q` leaves, and asks."""
        self.seat.act("leave")

    def action_command_palette(self) -> None:
        """Every action, by typing a part of its name."""
        if not isinstance(self.screen, CommandPalette):
            placeholder = self.seat.session.reader.say("screen.palette")
            self.push_screen(CommandPalette(placeholder=placeholder, id="--command-palette"))

    async def on_mount(self) -> None:
        """Sit down at the first seat."""
        await self.sit(self._first)
        if self._welcoming:
            self.seat.act("invite")

    # Seats

    @property
    def seat(self) -> SeatScreen:
        """The screen of the seat that is looked at, whatever lies over it."""
        return next(s for s in reversed(self.screen_stack) if isinstance(s, SeatScreen))

    async def sit(self, actor: Actor) -> None:
        """Look at the exercise from this seat; what was typed at another stays there."""
        name = f"seat-{actor.person}"
        if actor not in self._screens:
            gateway = self._gateways(actor)
            session = Session(actor, gateway, self.language, self._wanted_keys)
            await session.look()
            made = FacilitatorScreen(session) if actor.is_staff else ParticipantScreen(session)
            self._screens[actor] = made
            self.install_screen(made, name)
        if len(self.screen_stack) > 1:
            await self.switch_screen(name)
        else:
            await self.push_screen(name)
        self.run_worker(self._follow(self._screens[actor]), group=FOLLOWING, exclusive=True)
        self.run_worker(self._watch(self._screens[actor]), group=WATCHING, exclusive=True)

    async def _follow(self, screen: SeatScreen) -> None:
        """Tell the screen of what happens; an exercise that cannot be read says so there."""
        try:
            async for changed in screen.session.follow():
                begun = asyncio.get_running_loop().time()
                self._live(screen, "")
                await screen.news(changed)
                for each in self.screen_stack:
                    if isinstance(each, Sheet):
                        each.renew()
                await self._breath(begun)
        except SimulatorError as error:
            self._live(screen, self.worded(screen, error))

    async def _watch(self, screen: SeatScreen) -> None:
        """Tell one of the staff who is there now, where somebody keeps count."""
        while isinstance(screen, FacilitatorScreen):
            with suppress(SimulatorError):  # that nobody answers is told to whoever follows
                presence = await screen.session.meet()
                if presence is None:
                    return
                screen.meet(presence)
            await asyncio.sleep(LOOK)

    async def _breath(self, begun: float) -> None:
        """Where much happens at once, leave time for keys; what comes meanwhile is one piece."""
        now = asyncio.get_running_loop().time()
        self._drawn = [*(at for at in self._drawn if now - at < BURST), now]
        if len(self._drawn) > AT_ONCE:
            await asyncio.sleep(max(SELDOM, REST * (now - begun)))

    def trouble(self, error: SimulatorError | None) -> None:
        """Nobody answers whoever follows the exercise; or, without an error, somebody does."""
        if self.is_running and self._screens:
            for screen in self._screens.values():
                self._live(screen, self.worded(screen, error) if error else "")

    def _live(self, screen: SeatScreen, trouble: str) -> None:
        """Tell a screen whether it is kept up; while it is not, its clocks stand."""
        screen.session.sight.stand(self.now() if trouble else None)
        screen.live(trouble)

    # Commands

    def perform(
        self,
        action: Action,
        about: str = "",
        given: Mapping[str, Any] | None = None,
        choice: Choice | None = None,
    ) -> None:
        """Do what an action says: ask for what is missing, have it confirmed, give the command.

        `choice`: the one that is meant, where the screen has made it more precise.
        """
        seat = self.seat
        if self._acting is not None:
            before = seat.label(self._acting)
            self.tell(f"{before}: {seat.session.reader.say('page.sending')}", "warning")
            return
        self._acting = action
        choice = choice or seat.session.sight.offered(action.kinds, about)
        self.run_worker(self._perform(seat, action, choice, given or {}), group="acting")

    async def _perform(
        self, screen: SeatScreen, action: Action, choice: Choice | None, given: Mapping[str, Any]
    ) -> None:
        try:
            if choice is None:
                self.tell(self.why_not(screen, action), "warning")
                return
            await self._draw_up(screen, action, choice, given)
        finally:
            self._acting = None
            if screen.next_act is not None:
                (id, on), screen.next_act = screen.next_act, None
                screen.act_on(id, on)

    async def _draw_up(
        self, screen: SeatScreen, action: Action, choice: Choice, given: Mapping[str, Any]
    ) -> None:
        draft = Draft(self._with_channels(choice), dict(given))
        named = {f.name for f in choice.fields if len(f.options) != 1}
        problem = ""
        while True:
            if draft.missing or named & set(action.asks) or problem:
                filled = await self._asked(screen, action, draft, problem)
                if filled is None:
                    return
                draft = filled
            if not await self._meant(screen, action, draft):
                return
            try:
                await screen.session.give(draft.command())
            except SimulatorError as error:
                problem, screen.next_act = self.worded(screen, error), None
                self.tell(problem, "error")
                if not (draft.missing or named & set(action.asks)):
                    return
                continue
            self._kept.pop(self._key(screen, choice), None)
            screen.done(action, draft)
            return

    async def _asked(
        self, screen: SeatScreen, action: Action, draft: Draft, problem: str
    ) -> Draft | None:
        """The draft as it was filled in; what was typed is kept where the form is left."""
        key = self._key(screen, draft.choice)
        reader = screen.session.reader
        title = screen.label(action)
        about = draft.choice.title or draft.choice.about
        heading = f"{title}: {about}" if about else title
        intro = (problem,) if problem else ()
        form = screen.editor(action, draft, heading) or FORMS.get(action.id, Form)(
            draft, heading, reader, intro=intro, kept=self._kept.get(key)
        )
        filled = await self.push_screen_wait(form)
        self._kept[key] = dict(filled.values) if filled else form.typed
        return filled

    async def _meant(self, screen: SeatScreen, action: Action, draft: Draft) -> bool:
        """Whether it is meant, where it is hard to take back or something is said before."""
        choice, reader = draft.choice, screen.session.reader
        codes = draft.doubted((*choice.warns, *((choice.kind,) if choice.kind in HARD else ())))
        lines = [reader.coded("warns", code) for code in codes.warnings]
        lines += screen.consequences(action, draft)
        if not lines:
            return True
        title = f"{screen.label(action)}: {choice.title or choice.about}".removesuffix(": ")
        meant: bool | None = await self.push_screen_wait(Confirm(title, lines, reader))
        if not meant:
            self.tell(reader.say("console.given_up"))
        return meant is True

    def _with_channels(self, choice: Choice) -> Choice:
        """The choice with every channel by name, where it asks for one."""
        fields = tuple(
            f.having(kind="choice", options=self._channels)
            if f.name == "channel" and self._channels
            else f
            for f in choice.fields
        )
        return choice.having(fields=fields)

    def why_not(self, screen: SeatScreen, action: Action) -> str:
        """Why something cannot be done now, in one sentence."""
        actor, sight = screen.session.actor, screen.session.sight
        if action.id == "release" and sight.status == "running":
            return unreleased(sight, screen.session.reader)
        if any(choice.kind in action.kinds for choice in sight.choices):
            return screen.session.reader.say("screen.not_this_one", action=screen.label(action))
        errors = [
            refusal(VERB_OF.get(kind, kind), kind, actor.role, sight.status)
            for kind in action.kinds
        ]
        telling = [e for e in errors if e.code not in ("not_offered", "not_this_seat")]
        return self.worded(screen, (telling or errors or [UsageError("not_offered", verb="")])[0])

    def tell(self, text: str, severity: str = "information") -> None:
        """A toast; people's words may be in it, so it is never read as markup."""
        self.notify(drawable(text), severity=severity, markup=False)  # type: ignore[arg-type]

    def worded(self, screen: SeatScreen, error: SimulatorError) -> str:
        """An error in words; where those of the plain console name its verbs, in the screen's."""
        own = f"screen.errors.{error.code}"
        key = own if has(own) else f"errors.{error.code}"
        return screen.session.reader.problem(key, error.values)

    def _key(self, screen: SeatScreen, choice: Choice) -> Kept:
        return (screen.session.actor.person, choice.kind, choice.about)
