"""A typed line as a command: a verb, what it is about, and the values it needs.

`decide plant-decision cut We close it now.` — the words after the verb fill, in this order: what
the choice is about, the needed fields that offer exactly this value, and with all the rest the
first field of free text. `name=value` fills any field by name; a value with spaces goes in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from simulator.acts import COMMAND, Command
from simulator.domain.errors import UsageError
from simulator.domain.view import Choice, Field

VERBS: Mapping[str, str] = MappingProxyType(
    {
        "start": "start_exercise",
        "release": "release_inject",
        "now": "release_inject_now",
        "skip": "skip_inject",
        "hold": "hold_inject",
        "unhold": "unhold_inject",
        "edit": "edit_inject",
        "withdraw": "withdraw_inject",
        "back": "go_back",
        "sync": "sync_teams",
        "improvise": "improvise",
        "decide": "log_decision",
        "amend": "amend_decision",
        "retract": "retract_decision",
        "tell": "send_message",
        "open": "acknowledge_inject",
        "ask": "ask_question",
        "answer": "answer_question",
        "decline": "decline_question",
        "set": "set_milestone",
        "let": "set_variable",
        "observe": "observe",
        "note": "take_note",
        "rate": "rate",
        "hotwash": "note_hotwash",
        "improve": "plan_improvement",
        "handover": "hand_over_seat",
        "pause": "pause_exercise",
        "resume": "resume_exercise",
        "jump": "jump_clock",
        "speed": "change_speed",
        "stop": "stop_exercise",
        "end": "end_exercise",
    }
)
"""What people type → the kind of command."""
ONE_KEY = frozenset({"release_inject"})
"""Kinds that, said alone, mean what is marked as the first, and nothing else."""
NONE = ("none", "-")
"""Said in place of what a thing is about: about nothing that was received."""
PRESENT = frozenset({"log_decision"})
"""Kinds that, where nothing is named, a team means of what it received last (K25)."""
FLAGS: Mapping[str, bool] = MappingProxyType(
    dict.fromkeys(("true", "yes", "sí", "si"), True) | dict.fromkeys(("false", "no"), False)
)
"""What people type for yes and no."""
_TOKEN = re.compile(r'(\w+)=("[^"]*"|\S+)|(\S+)')
TEXTS = ("prose", "line", "id", "span", "number")


@dataclass(frozen=True, slots=True)
class Draft:
    """A command under way: the choice, what is filled in, and what is still asked for."""

    choice: Choice
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Field, ...]:
        """The required fields that have no value yet, nor has another in their place."""
        needed = (f for f in self.choice.fields if f.required and f.name not in self.values)
        return tuple(f for f in needed if f.unless not in self.values)

    @property
    def asked(self) -> tuple[Field, ...]:
        """What is asked for next: a missing field, and another that would do in its place."""
        wanted = self.missing[0]
        return (wanted, *(f for f in self.choice.fields if f.name == wanted.unless))

    def answered(self, text: str) -> Draft:
        """The draft with what was asked for. Raises `UsageError` where it cannot be read."""
        wanted = next((f for f in self.asked if _offers(f, text)), self.asked[0])
        if wanted.kind == "choice" and wanted.options and not _offers(wanted, text):
            known = ", ".join(value for value, _ in wanted.options)
            raise UsageError("not_among", word=text, options=known)
        return self.filled(wanted.name, _value(wanted, text))

    def filled(self, name: str, value: object) -> Draft:
        """The draft with one more value."""
        return Draft(self.choice, {**self.values, name: value})

    def command(self) -> Command:
        """The command. Raises `UsageError` where a value cannot be read."""
        try:
            return COMMAND.validate_python(
                {"kind": self.choice.kind, **self.choice.given, **self.values}
            )
        except ValidationError as error:
            wrong = error.errors()[0]
            place = ".".join(str(part) for part in wrong["loc"][1:])
            if wrong["type"] == "string_too_long":
                most = wrong["ctx"]["max_length"]
                raise UsageError("value_too_long", field=place, most=most) from error
            raise UsageError("wrong_value", field=place) from error


def read(line: str, choices: Sequence[Choice]) -> Draft:
    """The draft that a typed line means, among what may be done now. Raises `UsageError`."""
    verb, _, rest = line.strip().partition(" ")
    kind = VERBS.get(verb.lower())
    if kind is None:
        raise UsageError("unknown_verb", verb=verb)
    offered = [choice for choice in choices if choice.kind == kind]
    if not offered:
        raise UsageError("not_offered", verb=verb)
    choice, rest = _about(offered, rest.strip(), verb)
    return _fill(choice, rest)


def _about(offered: Sequence[Choice], rest: str, verb: str) -> tuple[Choice, str]:
    word, _, after = rest.partition(" ")
    for choice in offered:
        if choice.about and choice.about == word:
            return choice, after.strip()
    if not word:
        return _alone(offered, verb), rest
    if word in NONE and not offered[0].about:
        return offered[0], after.strip()
    near = get_close_matches(word, [c.about for c in offered if c.about], n=1, cutoff=0.8)
    if near:
        raise UsageError("not_among", word=word, options=near[0])
    if offered[0].kind in PRESENT and not any(f.name == "team" for f in offered[0].fields):
        return offered[-1], rest
    if len(offered) == 1 or not offered[0].about:
        return offered[0], rest
    raise UsageError("not_among", word=word, options=_listed(offered))


def _alone(offered: Sequence[Choice], verb: str) -> Choice:
    """What a verb means that is said alone. Raises `UsageError` where it could be several."""
    general = (c for c in offered if c.first or not c.about)
    only = offered[0] if len(offered) == 1 and offered[0].kind not in ONE_KEY else None
    chosen = next(general, only)
    if chosen is None:
        raise UsageError("about_what", verb=verb, options=_listed(offered))
    return chosen


def _listed(offered: Sequence[Choice]) -> str:
    return ", ".join(dict.fromkeys(choice.about for choice in offered if choice.about))


def _fill(choice: Choice, rest: str) -> Draft:
    draft = Draft(choice)
    free: list[str] = []
    fields = {f.name: f for f in choice.fields}
    for match in _TOKEN.finditer(rest):
        name, value, word = match.groups()
        if name in fields:
            draft = draft.filled(name, _value(fields[name], value.strip('"')))
            continue
        chosen = _option(draft, word) if word and not free else None
        if chosen is not None:
            draft = draft.filled(chosen.name, _value(chosen, word))
        else:
            free.append(match.group(0))
    text = " ".join(free)
    if not text:
        return draft
    target = next(
        (f for f in choice.fields if f.kind in TEXTS and f.name not in draft.values), None
    )
    if target is None:
        raise UsageError("too_many_words", words=text)
    return draft.filled(target.name, _value(target, text))


def _option(draft: Draft, word: str) -> Field | None:
    """The first unfilled field that offers exactly this value and may be filled by place."""
    for each in _by_place(draft.choice):
        if each.name not in draft.values and _offers(each, word):
            return each
    return None


def _by_place(choice: Choice) -> tuple[Field, ...]:
    """The fields that a word may fill without their name: no word of a free text is taken away."""
    free = any(f.kind in ("prose", "line") for f in choice.fields)
    instead = {f.unless for f in choice.fields}
    return tuple(
        f for f in choice.fields if f.required or f.name in instead or f.kind == "flag" or not free
    )


def _offers(wanted: Field, text: str) -> bool:
    if wanted.kind == "flag":
        return text.lower() in FLAGS
    values = text.split(",") if wanted.kind == "choices" else [text]
    return {*values} <= {value for value, _ in wanted.options}


def _value(wanted: Field, text: str) -> object:
    """A typed value as its field wants it. Raises `UsageError`."""
    if wanted.kind == "choices":
        return [part.strip() for part in text.split(",") if part.strip()]
    if wanted.kind == "flag":
        if text.lower() not in FLAGS:
            raise UsageError("wrong_value", field=wanted.name)
        return FLAGS[text.lower()]
    if wanted.kind in ("span", "number") and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    return text
