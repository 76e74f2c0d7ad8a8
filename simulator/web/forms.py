"""Choices as forms, and forms as commands: every choice, whatever it is, for every role."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any
from urllib.parse import parse_qsl, urlencode

from pydantic import ValidationError

from simulator.acts import COMMAND, Command
from simulator.domain.errors import Refused, SimulatorError, UsageError
from simulator.domain.view import Choice, Field

HARD = frozenset({"stop_exercise", "end_exercise", "withdraw_inject", "go_back", "sync_teams"})
"""What is hard to take back, and is asked about before it is done."""
HOMES = {
    kind: home
    for home, kinds in {
        "injects": "release_inject release_inject_now skip_inject hold_inject unhold_inject "
        "edit_inject withdraw_inject improvise",
        "clock": "start_exercise pause_exercise resume_exercise jump_clock change_speed go_back "
        "sync_teams set_milestone set_variable end_exercise stop_exercise",
        "notes": "observe take_note rate justify_deviation note_hotwash plan_improvement "
        "review_decision show_to_room hide_from_room",
        "people": "hand_over_seat rotate_codes lock_lobby unlock_lobby revoke_seat mute_person "
        "unmute_person",
    }.items()
    for kind in kinds.split()
}
"""Among which forms those of a kind stand; all others are what people say."""
OWN = frozenset({"kind", "given", "token", "library"})
"""What a form says beside the values of its command."""
LISTED = ("choice", "choices")
OURS = {"seen": Field(name="seen", kind="number")}
"""What forms say of themselves, for the command."""
BY_HAND = frozenset({"steps"})
"""What is chosen from a list that not everybody may read; to the others it is a line to type."""
SPLIT = re.compile(r"[;,\s]+")
TYPED = frozenset({"text", "title", "body", "rationale", "reason", "issue", "action"})
"""What people write at length, and do not want to write again."""
MOST_DIGITS = 15
MANY = 6
"""Options after which a list of them is folded."""


@dataclass(frozen=True, slots=True)
class Group:
    """All choices of one kind, as one form."""

    kind: str
    label: str
    hard: bool
    about: str
    """The name of what they are about; empty where they are about nothing."""
    abouts: tuple[tuple[str, str, tuple[str, ...]], ...]
    """What they may be about: what is settled by it, a title, codes of what it would lead to."""
    needed: tuple[Field, ...]
    further: tuple[Field, ...]
    """What may be left empty."""
    top: bool = False
    """Whether it is a large button, with the rest of it folded."""
    open: bool = False
    """Whether it stands open on top, ready to be typed in."""

    @property
    def id(self) -> str:
        """What its element is called."""
        return f"do-{self.kind}" + ("-first" if self.top else "")

    @property
    def home(self) -> str:
        """Among which forms it stands."""
        return "top" if self.top or self.open else HOMES.get(self.kind, "say")

    def on_top(self) -> Group:
        """What it is about first, as a large button."""
        return replace(self, top=True, abouts=self.abouts[:1])

    def opened(self) -> Group:
        """Where it is what its reader does all the time."""
        return replace(self, open=True)


def grouped(choices: Iterable[Choice], labels: Mapping[str, str]) -> list[Group]:
    """The choices by kind, in the order in which they are offered."""
    found: dict[str, list[Choice]] = {}
    for choice in sorted(choices, key=lambda c: not c.first):
        found.setdefault(choice.kind, []).append(choice)
    return [_group(kind, each, labels.get(kind, kind)) for kind, each in found.items()]


def _group(kind: str, choices: Sequence[Choice], label: str) -> Group:
    fields: dict[str, Field] = {}
    for choice in choices:
        for each in choice.fields:
            known = fields.get(each.name)
            fields[each.name] = each if known is None else _joined(known, each)
    asked = [f for f in fields.values() if f.options or f.name in BY_HAND or f.kind not in LISTED]
    return Group(
        kind=kind,
        label=label,
        hard=kind in HARD,
        about=next((name for choice in choices for name in choice.given), ""),
        abouts=tuple((urlencode(c.given), _titled(c), c.warns) for c in choices),
        needed=tuple(f for f in asked if f.required),
        further=tuple(f for f in asked if not f.required),
    )


def _titled(choice: Choice) -> str:
    return choice.title or " / ".join(choice.given.values())


def _joined(one: Field, other: Field) -> Field:
    """A field that offers what either offers, and is needed only where both need it."""
    options = tuple(dict.fromkeys((*one.options, *other.options)))
    return one.having(options=options, required=one.required and other.required)


def command_of(
    form: Mapping[str, Sequence[str]],
    choices: Sequence[Choice],
    more: Mapping[str, Any] = MappingProxyType({}),
) -> Command:
    """The command that a filled-in form means, with what does not stand in it.

    Raises `UsageError`.
    """
    kind = (form.get("kind") or [""])[0]
    fields = {f.name: f for choice in choices if choice.kind == kind for f in choice.fields}
    values: dict[str, Any] = {"kind": kind} | dict(parse_qsl((form.get("given") or [""])[0]))
    for name, said in form.items():
        texts = [text.strip() for text in said if text.strip()]
        if name not in OWN and texts:
            values[name] = _value(fields.get(name) or OURS.get(name), texts)
    values |= more
    try:
        return COMMAND.validate_python(values)
    except ValidationError as error:
        raise _problem(error, offered=bool(fields)) from error


def _problem(error: ValidationError, *, offered: bool) -> UsageError | Refused:
    wrong = error.errors(include_input=False, include_url=False)[0]
    place = ".".join(str(part) for part in wrong["loc"][1:])
    if not place and not offered:
        return UsageError("wrong_value", field="kind")
    return UsageError("wrong_command", field=place or "kind", problem=wrong["msg"])


def _value(field: Field | None, texts: list[str]) -> Any:
    if field is None:
        return texts[0]
    if field.kind == "choices" and field.name in BY_HAND and not field.options:
        return tuple(dict.fromkeys(word for text in texts for word in SPLIT.split(text) if word))
    if field.kind == "choices":
        return tuple(texts)
    if field.kind == "lines":
        return tuple(part for text in texts for line in text.split(";") if (part := line.strip()))
    if field.kind == "flag":
        return texts[0] == "true"
    if field.kind in ("number", "span"):
        return _number(texts[0])
    if field.kind == "moment":
        return _moment(texts[0])
    return texts[0]


def _number(text: str) -> float | str:
    """A number where it is one; a length of time may have a unit, and who reads it says so."""
    if text.isascii() and text.isdecimal() and len(text) <= MOST_DIGITS:
        return int(text)
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return text


def _moment(text: str) -> datetime | str:
    """A moment as a page says it: on the clock of the room, which is the server's."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except ValueError:
        return text


@dataclass(frozen=True, slots=True)
class Again:
    """A form that was refused, to be looked at, changed and sent again."""

    action: str
    kept: tuple[tuple[str, str], ...]
    typed: tuple[tuple[str, str], ...]
    """Texts, which stand there to be changed."""


def typed_again(
    form: Mapping[str, Sequence[str]], error: SimulatorError, action: str
) -> Again | None:
    """A refused form with what was typed; of an entry amended since, about how it reads now (P9).

    None where nothing was typed.
    """
    now = {"decision": str(error.values["decision"])} if error.code == "amended_since" else {}
    said = {name: tuple(texts) for name, texts in form.items()}
    said |= {name: (text,) for name, text in now.items()}
    pairs = [(name, text) for name, texts in said.items() for text in texts]
    typed = tuple(pair for pair in pairs if pair[0] in TYPED)
    kept = tuple(pair for pair in pairs if pair[0] not in TYPED)
    return Again(action, kept, typed) if typed else None
