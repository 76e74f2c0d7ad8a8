"""Help: what waits for a seat now, what can be done by groups, and one verb with an example."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from simulator.consoles.commands import CONSOLE, HARD, TEXTS, VERB_OF, VERBS, kind_of
from simulator.consoles.draft import Draft
from simulator.consoles.reader import Reader
from simulator.domain.view import Choice, Field

GROUPS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "story": (
            "start", "release", "now", "skip", "hold", "unhold", "edit", "improvise", "withdraw",
            "back", "sync", "set", "let", "end",
        ),
        "people": (
            "decide", "amend", "retract", "review", "tell", "open", "ask", "answer", "decline",
            "note", "show", "hide",
            "observe", "rate", "hotwash", "improve", "name", "join", "leave", "handover",
            "lock", "unlock", "rotate", "kick", "mute", "unmute",
        ),
        "clock": ("time", "pause", "resume", "jump", "speed", "stop"),
        "reading": ("look", "next", "teams", "history", "library", "invite", "as", "help"),
        "leaving": ("quit",),
    }
)  # fmt: skip
FOR_CONTROL = ("next", "teams", "history", "library", "invite")
OTHERWISE = {("hand_over_seat", "to"): "successor"}
"""Fields that mean something else for one kind of command."""
CHOSEN = ("choice", "choices", "flag")
"""Kinds of field that a word fills by its place."""
MOST_WAITING = 8
MOST_NAMED = 12


def overview(choices: Sequence[Choice], reader: Reader, *, staff: bool) -> Iterator[str]:
    """What a seat can do now, by groups; each verb with what it needs and what it does."""
    waiting = list(_waiting(choices, reader))
    if waiting:
        yield reader.say("console.group.waiting")
        yield from (f"  {line}" for line in waiting[:MOST_WAITING])
    for group, verbs in GROUPS.items():
        lines = [line for verb in verbs for line in _short(verb, choices, reader, staff)]
        if lines:
            yield reader.coded("group", group)
            yield from (f"  {line}" for line in lines)
    yield reader.say("console.help_more")


def _waiting(choices: Sequence[Choice], reader: Reader) -> Iterator[str]:
    """What somebody waits for: the start, what is due, questions, what nobody has opened."""
    kinds = ("start_exercise", "resume_exercise", "answer_question")
    settled = {choice.about for choice in choices if choice.kind == "amend_decision"}
    for choice in choices:
        asked = any(f.name == "option" for f in choice.fields) and choice.about not in settled
        reads = all(f.name != "team" for f in choice.fields)
        if (
            choice.kind in kinds
            or (choice.kind == "release_inject" and choice.first)
            or (choice.kind == "acknowledge_inject" and reads)
            or (choice.kind == "log_decision" and asked and reads)
        ):
            verb = VERB_OF[choice.kind]
            title = choice.title or reader.say(f"console.verb.{verb}")
            yield f"{' '.join(part for part in (verb, choice.about) if part)}: {title}"


def _short(verb: str, choices: Sequence[Choice], reader: Reader, staff: bool) -> Iterator[str]:
    """One verb in a line, where it can be given now."""
    if verb in CONSOLE:
        if staff or verb not in FOR_CONTROL:
            yield f"{verb}: {reader.coded('verb', verb)}"
        return
    offered = [choice for choice in choices if choice.kind == VERBS[verb]]
    if offered:
        shown = next((c for c in offered if c.about), offered[0])
        about = reader.coded("field", next(iter(shown.given))) if shown.given else ""
        about = f"[{about}]" if about and any(not c.about for c in offered) else about
        fields = " ".join(_bracketed(f) for f in shown.fields if f.required)
        head = " ".join(part for part in (verb, about.upper(), fields) if part)
        yield f"{head}: {reader.coded('verb', verb)}"


def _bracketed(field: Field) -> str:
    return f"<{field.name}|{field.unless}>" if field.unless else f"<{field.name}>"


def about_verb(verb: str, choices: Sequence[Choice], reader: Reader) -> Iterator[str]:
    """One verb: what it does, what it is about, its fields, an example. Raises `UsageError`."""
    if verb in CONSOLE:
        yield f"{verb}: {reader.coded('verb', 'quit' if verb == 'exit' else verb)}"
        return
    kind = kind_of(verb)
    verb = verb.lower()
    yield f"{verb}: {reader.coded('verb', verb)}"
    offered = [choice for choice in choices if choice.kind == kind]
    if not offered:
        yield f"  {reader.say('console.not_now')}"
        return
    abouts = [f"{c.about} ({c.title})" if c.title else c.about for c in offered if c.about]
    if abouts:
        yield f"  {reader.say('console.about')} {_listed(abouts, '; ')}"
    shown = next((c for c in offered if c.fields), offered[0])
    yield from (f"  {_field(field, kind, reader)}" for field in shown.fields)
    if kind in HARD:
        yield f"  {reader.say('console.asked_first')}"
    yield f"  {reader.say('console.example')} {example(offered[0], reader)}"


def _field(field: Field, kind: str, reader: Reader) -> str:
    """One value: its name, what it is, whether it is needed, how it is written."""
    needed = "needed" if field.required else "optional"
    if field.required and field.unless:
        needed = "needed_unless"
    what = reader.coded("field", OTHERWISE.get((kind, field.name), field.name))
    needs = reader.say(f"console.{needed}", other=field.unless)
    known = [_labelled(value, label, reader) for value, label in field.options]
    values = f": {_listed(known, ', ')}" if known else ""
    return f"{field.name}: {what} ({needs}; {reader.coded('kind', field.kind)}){values}"


def _labelled(value: str, label: str, reader: Reader) -> str:
    """A value to type, with its meaning where that says more."""
    said = reader.coded("value", value) if label == value else label
    return value if said == value else f"{value} ({said})"


def said_back(draft: Draft, reader: Reader) -> Iterator[str]:
    """What is about to be done, where it is about something; and which teams it is for."""
    choice = draft.choice
    if choice.about:
        teams = ", ".join(draft.values.get("teams", ())) or reader.say("console.all_teams")
        head = f"{VERB_OF[choice.kind]} {choice.about}, {choice.title}"
        yield f"{head} ({reader.say('console.for_teams')} {teams})"


def option_lines(fields: Sequence[Field], reader: Reader) -> Iterator[str]:
    """The values that may be typed for what is asked."""
    for field in fields:
        for value, label in field.options:
            yield f"  {value}: {reader.coded('value', value) if label == value else label}"


def _listed(words: Sequence[str], between: str) -> str:
    more = f"{between}…" if len(words) > MOST_NAMED else ""
    return between.join(words[:MOST_NAMED]) + more


def example(choice: Choice, reader: Reader) -> str:
    """A choice as it might be typed, with what it needs and nothing else."""
    values: dict[str, str] = {}
    for field in choice.fields:
        if field.required and field.unless not in values:
            values[field.name] = _sample(field, reader)
    return typed(choice, values)


def typed(choice: Choice, values: Mapping[str, str]) -> str:
    """A choice with these values as a line: options by place, and one text at the end."""
    fields = [f for f in choice.fields if f.name in values]
    placed = [values[f.name] for f in fields if f.required and f.kind in CHOSEN]
    rest = [f.name for f in fields if not (f.required and f.kind in CHOSEN)]
    texts = [f.name for f in choice.fields if f.kind in TEXTS]
    last = [name for name in rest if name in texts][-1:]
    named = [name for name in rest if name not in last]
    if last and any(name not in values for name in texts[: texts.index(last[0])]):
        named, last = [*named, *last], []
    said = [f'{name}="{values[name]}"' for name in named]
    words = (VERB_OF[choice.kind], choice.about, *placed, *said, *(values[n] for n in last))
    return " ".join(word for word in words if word)


def _sample(field: Field, reader: Reader) -> str:
    if field.options and field.kind != "flag":
        return field.options[0][0]
    return reader.coded("sample", field.kind)
