"""How a team decides from its screen: one field or all of them, and the reason afterwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from simulator.consoles.actions import Action
from simulator.consoles.draft import Draft, value_of
from simulator.consoles.screens.form import Form
from simulator.consoles.team import about_decision, decidable, in_force, with_links
from simulator.consoles.unsent import Place, Unsent
from simulator.consoles.widgets.entry import Entry
from simulator.domain.errors import SimulatorError
from simulator.domain.view import Choice

if TYPE_CHECKING:
    from simulator.consoles.screens.participant import ParticipantScreen

DECIDE = Action("decide", "", ("log_decision",))
REASON = Action("reason", "", ("amend_decision",), "decision", ("rationale",))
REASONS = ("rationale", "considered", "assignee", "confidence", "links")
"""What may be added to a decision that was sent."""


class Deciding:
    """The hand of a team's screen on its place to decide."""

    def __init__(self, screen: ParticipantScreen, entry: Entry) -> None:
        self._screen = screen
        self._entry = entry
        self._sending = False
        self._unreasoned = ""
        """The card of the decision that was sent last, while no reason is given for it."""

    @property
    def wants_reason(self) -> bool:
        """Whether the reason of the last decision is what comes next: nothing else is typed."""
        return bool(self._unreasoned) and not self._entry.unsent.anything

    def go_on(self) -> None:
        """Something else is open, or was done: what was sent before is done with."""
        self._unreasoned = ""

    def state(self) -> str:
        """What whoever types should know: how play stands, and what else would be sent."""
        status, reader = self._screen.session.sight.status, self._screen.session.reader
        if status != "running":
            return reader.say(f"screen.team.state.{status}")
        if self._choice is None:
            return reader.say("screen.team.state.closed")
        more = self._entry.unsent.more.items()
        named = ", ".join(reader.coded("field", name) for name, value in more if value)
        return reader.say("screen.team.with", fields=named) if named else ""

    def send(self) -> None:
        """Send what is typed; pressed twice it is sent once."""
        if not self._sending:
            self._sending = True
            self._screen.run_worker(self._send())

    async def _send(self) -> None:
        inject, typed, meant = self._screen.desk.inject, self._entry.unsent.text, self._entry.meant
        try:
            problem = await self._given(meant)
        finally:
            self._sending = False
        if problem:
            self._entry.tell(problem, "trouble")
        else:
            self._sent(inject, typed, meant)
        self._screen.show()

    async def _given(self, meant: Unsent) -> str:
        """Give the decision; why it was not saved, in words, or nothing."""
        say, choice = self._screen.session.reader.say, self._choice
        if not meant.text.strip() and not meant.option:
            return say("screen.team.empty")
        if choice is None:
            running = self._screen.session.sight.status in ("running", "paused")
            why = self._screen.console.why_not(self._screen, DECIDE)
            return self._not_saved(say("screen.team.state.closed") if running else why)
        if any(f.name == "option" and f.required for f in choice.fields) and not meant.option:
            return self._not_saved(
                say("screen.team.option_needed", key=self._screen.key_of("option"))
            )
        try:
            await self._screen.session.give(decision(choice, meant).command())
        except SimulatorError as error:
            return self._not_saved(say(f"errors.{error.code}", **error.values))
        return ""

    def _sent(self, inject: str, typed: str, meant: Unsent) -> None:
        desk, session = self._screen.desk, self._screen.session
        if desk.inject == inject:
            self._entry.forget(typed)
        else:
            desk.typed.pop(inject, None)
        card = in_force(session.sight, session.actor.team, inject)
        reasoned = bool(meant.more.get("rationale"))
        self._unreasoned = card.id if card and not reasoned else ""
        key = self._screen.key_of("whole")
        self.saved("" if reasoned else session.reader.say("screen.team.why", key=key))

    def saved(self, further: str = "") -> None:
        """Say that an entry is on record, and since when."""
        now = self._screen.console.now().astimezone()
        said = self._screen.session.reader.say("screen.team.saved", time=f"{now:%H:%M:%S}")
        self._entry.tell(f"{said} {further}".rstrip(), "saved")

    def _not_saved(self, why: str) -> str:
        return self._screen.session.reader.say("screen.team.not_saved", why=why)

    # All fields

    def fill_in(self) -> None:
        """The reason of what was just sent; else all fields of what is being typed."""
        sight = self._screen.session.sight
        card = sight.card(self._unreasoned) if self.wants_reason else None
        choice = about_decision(sight, "amend_decision", card) if card else None
        if card is None or choice is None:
            self._screen.run_worker(self._fill_in())
            return
        fields = tuple(f for f in choice.fields if f.name in REASONS)
        reason = choice.having(fields=fields)
        self._screen.console.perform(REASON, choice=reason)

    async def _fill_in(self) -> None:
        """All fields of a decision; what was filled in is kept where the form is left."""
        choice, say = self._choice, self._screen.session.reader.say
        if choice is None:
            self._entry.tell(await self._given(self._entry.meant), "trouble")
            return
        typed = self._entry.meant
        values = {**typed.more, "text": typed.text, "option": typed.option}
        title = say("screen.team.about", title=choice.title or say("screen.team.about_none"))
        form = Form(
            Draft(with_links(self._screen.session.sight, choice)),
            title,
            self._screen.session.reader,
            kept={name: value for name, value in values.items() if value},
            begin_at="rationale" if typed.text or typed.option else "",
        )
        filled = await self._screen.app.push_screen_wait(form)
        self._put_back(dict(filled.values if filled else form.typed))
        if filled:
            self.send()
        self._screen.show()

    def _put_back(self, values: dict[str, Any]) -> None:
        text, option = str(values.pop("text", "")), str(values.pop("option", ""))
        before = self._entry.unsent
        at = before.cursor if text == before.text else (_end(text), _end(text))
        self._entry.put(Unsent(text, at, option, values))

    @property
    def _choice(self) -> Choice | None:
        return decidable(self._screen.session.sight, self._screen.desk.inject)


def decision(choice: Choice, meant: Unsent) -> Draft:
    """The command that is typed. Raises `UsageError` where a value cannot be read."""
    values: Mapping[str, Any] = {**meant.more, "text": meant.text.strip(), "option": meant.option}
    draft = Draft(choice)
    for field in choice.fields:
        value = values.get(field.name)
        if isinstance(value, str):
            value = value_of(field, value.strip()) if value.strip() else None
        if value:
            draft = draft.filled(field.name, value)
    return draft


def _end(text: str) -> Place:
    lines = text.split("\n")
    return (len(lines) - 1, len(lines[-1]))
