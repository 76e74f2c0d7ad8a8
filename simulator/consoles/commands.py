"""A typed line as a command: a verb, what it is about, and the values it needs.

`decide plant-decision cut We close it now.` — the words after the verb fill, in this order: what
the choice is about, the needed fields that offer exactly this value, and with all the rest the
first field of free text. `name=value` fills any field by name; a value with spaces goes in quotes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from types import MappingProxyType

from simulator.acts import OFFERED, Command
from simulator.acts.people import JoinExercise, LeaveExercise
from simulator.consoles.draft import Draft, must_be_no_slip, offers_value, value_of
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
        "review": "review_decision",
        "show": "show_to_room",
        "hide": "hide_from_room",
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
        "justify": "justify_deviation",
        "hotwash": "note_hotwash",
        "improve": "plan_improvement",
        "join": "join_exercise",
        "leave": "leave_exercise",
        "handover": "hand_over_seat",
        "lock": "lock_lobby",
        "unlock": "unlock_lobby",
        "rotate": "rotate_codes",
        "kick": "revoke_seat",
        "mute": "mute_person",
        "unmute": "unmute_person",
        "pause": "pause_exercise",
        "resume": "resume_exercise",
        "jump": "jump_clock",
        "speed": "change_speed",
        "stop": "stop_exercise",
        "end": "end_exercise",
    }
)
"""What people type → the kind of command."""
VERB_OF: Mapping[str, str] = MappingProxyType({kind: verb for verb, kind in VERBS.items()})
LEAVE = ("quit", "exit")
HELP = ("help", "?")
CONSOLE = (
    *("look", "next", "teams", "history", "library", "time", "as", "name", "invite"),
    *(*HELP, *LEAVE),
)
"""Words about the console itself."""
ONE_KEY = frozenset({"release_inject"})
"""Kinds that, said alone, mean what is marked as the first, and nothing else."""
NONE = ("none", "-")
"""Said in place of what a thing is about: about nothing that was received."""
PRESENT = frozenset({"log_decision"})
"""Kinds that, where nothing is named, a team means of what it received last (K25)."""
HARD = frozenset(
    {
        "stop_exercise",
        "end_exercise",
        "withdraw_inject",
        "go_back",
        "sync_teams",
        "rotate_codes",
        "revoke_seat",
    }
)
"""Kinds that are hard to take back, and are asked about before they are done."""
WHOM = (("send_message", "to"),)
"""Fields that words fill first though they are not needed: without them all teams are meant, and
`back a red` must never be that. `teams` is one for every kind."""
YES = ("yes", "y", "sí", "si", "s", "sim", "oui", "o")
_GIVEN: tuple[type[Command], ...] = (*OFFERED, JoinExercise, LeaveExercise)
_NAMES: Mapping[str, frozenset[str]] = MappingProxyType(
    {kind.model_fields["kind"].default: frozenset(kind.model_fields) - {"kind"} for kind in _GIVEN}
)
"""Kind → the names of all its values: `option=x` is never logged as a text."""
_TOKEN = re.compile(r'(\w+)=("[^"]*"|\S+)|(\S+)')
TEXTS = ("prose", "line", "id", "span", "number", "date", "moment", "lines")
"""Kinds of field that the words fill for which nothing else is found: the first of them."""


def own_choices(role: str, offered: Sequence[Choice]) -> tuple[Choice, ...]:
    """What concerns the person in a seat, and so is never among what an audience is offered."""
    handover = Choice(kind="hand_over_seat", fields=(Field(name="to", kind="id"),))
    given = any(choice.kind == "hand_over_seat" for choice in offered)
    passing = () if given or role == "facilitator" else (handover,)
    return (Choice(kind="join_exercise"), Choice(kind="leave_exercise"), *passing)


def kind_of(verb: str) -> str:
    """The kind of command that a verb means. Raises `UsageError`, with a verb that is near."""
    kind = VERBS.get(verb.lower())
    if kind is not None:
        return kind
    near = get_close_matches(verb.lower(), (*VERBS, *CONSOLE), n=1, cutoff=0.6)
    if near:
        raise UsageError("unknown_verb_near", verb=verb, near=near[0])
    raise UsageError("unknown_verb", verb=verb)


def read(line: str, choices: Sequence[Choice]) -> Draft:
    """The draft that a typed line means, among what may be done now. Raises `UsageError`."""
    verb, _, rest = line.strip().partition(" ")
    kind = kind_of(verb)
    offered = [choice for choice in choices if choice.kind == kind]
    if not offered:
        raise UsageError("not_offered", verb=verb)
    before, _, last = rest.strip().rpartition(" ")
    if last.lower() in YES:
        choice, words = _about(offered, before.strip(), verb, choices)
        if _doubts(choice):
            return _fill(choice, words)
    choice, words = _about(offered, rest.strip(), verb, choices)
    return _fill(choice, words).doubted(_doubts(choice))


def _doubts(choice: Choice) -> tuple[str, ...]:
    """What is said before a choice is taken, unless the line ends with a yes."""
    return (*choice.warns, *((choice.kind,) if choice.kind in HARD else ()))


def _about(
    offered: Sequence[Choice], rest: str, verb: str, choices: Sequence[Choice]
) -> tuple[Choice, str]:
    word, _, after = rest.partition(" ")
    for choice in offered:
        if choice.about and choice.about == word:
            return choice, after.strip()
    if not word or any(word.startswith(f"{f.name}=") for f in offered[0].fields):
        return _alone(offered, verb), rest
    if word in NONE and not offered[0].about:
        return offered[0], after.strip()
    _must_be_possible(offered, word, choices)
    near = get_close_matches(word, [c.about for c in offered if c.about], n=1, cutoff=0.8)
    if near:
        raise UsageError("not_among", word=word, options=near[0])
    if offered[0].kind in PRESENT and not any(f.name == "team" for f in offered[0].fields):
        return offered[-1], rest
    if len(offered) == 1 or not offered[0].about:
        return offered[0], rest
    raise UsageError("not_among", word=word, options=_listed(offered))


def _must_be_possible(offered: Sequence[Choice], word: str, choices: Sequence[Choice]) -> None:
    """Raises `UsageError` where a release names an inject that is not due, or is out already."""
    if offered[0].kind != "release_inject":
        return
    for kind, code in (
        ("release_inject_now", "not_proposed"),
        ("withdraw_inject", "already_released"),
    ):
        if any(c.kind == kind and c.about == word for c in choices):
            raise UsageError(code, inject=word)


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
            draft = draft.filled(name, value_of(fields[name], value.strip('"')))
            continue
        if name in _NAMES[choice.kind]:
            raise UsageError("not_given_here", field=name)
        chosen = _by_word(draft, word) if word and not free else None
        if chosen is not None:
            draft = draft.filled(chosen.name, _worth(chosen, word))
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
    must_be_no_slip(text, [f for f in _by_place(choice) if f.name not in draft.values])
    return draft.filled(target.name, value_of(target, text))


def _worth(field: Field, word: str) -> object:
    """What a word alone says of a field: its value, or that it is so."""
    return True if field.kind == "flag" and word == field.name else value_of(field, word)


def _by_word(draft: Draft, word: str) -> Field | None:
    """The first unfilled field that offers exactly this value and may be filled by place."""
    for each in draft.choice.fields:
        if each.kind == "flag" and each.name == word and each.name not in draft.values:
            return each
    for each in _by_place(draft.choice):
        if each.name not in draft.values and offers_value(each, word):
            return each
    return None


def _by_place(choice: Choice) -> tuple[Field, ...]:
    """The fields that a word may fill without their name: no word of a free text is taken away."""
    free = any(f.kind in ("prose", "line") for f in choice.fields)
    instead = {f.unless for f in choice.fields}
    flags = [f for f in choice.fields if f.kind == "flag"]
    whom = [f.name for f in choice.fields if f.name == "teams" or (choice.kind, f.name) in WHOM]
    by_need = sorted(choice.fields, key=lambda f: not f.required)
    return tuple(
        f
        for f in by_need
        if f.required
        or f.name in (*instead, *whom)
        or flags == [f]
        or (not free and f.kind != "flag")
    )
