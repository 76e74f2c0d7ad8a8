"""A typed line as a command: a verb, what it is about, and the values it needs.

`decide plant-decision cut We close it now.` — the words after the verb fill, in this order: what
the choice
is about, a field that offers exactly this value, and with all the rest the first field of free
text. `name=value` fills a field by name; a value with spaces goes in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
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
        "improvise": "improvise",
        "decide": "log_decision",
        "amend": "amend_decision",
        "ask": "ask_question",
        "answer": "answer_question",
        "decline": "decline_question",
        "set": "set_milestone",
        "let": "set_variable",
        "observe": "observe",
        "note": "take_note",
        "pause": "pause_exercise",
        "resume": "resume_exercise",
        "jump": "jump_clock",
        "end": "end_exercise",
    }
)
"""What people type → the kind of command."""
FIRST = "release"
"""The verb that, said alone, means the first of what is offered: the inject proposed first (K6)."""
_TOKEN = re.compile(r'(\w+)=("[^"]*"|\S+)|(\S+)')
TEXTS = ("prose", "line", "id", "span", "number")


@dataclass(frozen=True, slots=True)
class Draft:
    """A command under way: the choice, what is filled in, and what is still asked for."""

    choice: Choice
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def missing(self) -> tuple[Field, ...]:
        """The required fields that have no value yet."""
        return tuple(f for f in self.choice.fields if f.required and f.name not in self.values)

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
            place = [str(part) for part in error.errors()[0]["loc"][1:]]
            raise UsageError("wrong_value", field=".".join(place)) from error


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
    if len(offered) == 1 or not offered[0].about or (verb == FIRST and not word):
        return offered[0], rest
    if not word:
        raise UsageError("about_what", verb=verb, options=_listed(offered))
    general = next((choice for choice in offered if not choice.about), None)
    if general is not None:
        return general, rest
    raise UsageError("not_among", word=word, options=_listed(offered))


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
    """The first unfilled field that offers exactly this value."""
    for each in draft.choice.fields:
        if each.name not in draft.values and any(value == word for value, _ in each.options):
            return each
    return None


def _value(wanted: Field, text: str) -> object:
    """A typed value as its field wants it."""
    if wanted.kind == "choices":
        return [part for part in text.split(",") if part]
    if wanted.kind == "flag":
        return text.lower() in ("true", "yes", "1", "sí", "si", "oui", "sim")
    number = re.fullmatch(r"-?\d+(\.\d+)?", text)
    if number and wanted.kind in ("span", "number", "choice", "line") and wanted.name != "reason":
        return float(text) if "." in text else int(text)
    return text
