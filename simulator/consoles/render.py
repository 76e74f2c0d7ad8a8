"""Cards as plain lines of text: no colour, no cursor tricks, fit for a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.view import Card, Choice, Field
from simulator.text import Say, clock, say_in

QUIET = ("planned",)
"""States of an inject of which a screen says nothing: the plan names what comes next."""


def card_lines(card: Card, language: str) -> Iterator[str]:
    """One card as lines."""
    say = say_in(language)
    render = {
        "exercise": _exercise,
        "inject": _inject,
        "decision": _decision,
        "question": _question,
        "deadline": _deadline,
        "proposal": _plan,
        "team": _team,
        "note": _note,
    }.get(card.kind, _brief)
    yield from (line.replace("\n", "\n  ") for line in render(card, say))


def _when(card: Card) -> str:
    return f"[{clock(card.elapsed)}] " if card.elapsed is not None else ""


def _exercise(card: Card, say: Say) -> Iterator[str]:
    story = f", {say('console.story')} {card.story:%Y-%m-%d %H:%M}" if card.story else ""
    state = say(f"console.status.{card.marks[0]}")
    yield f"{_when(card)}{card.title}: {state}{story}"


def _brief(card: Card, say: Say) -> Iterator[str]:
    secret = f" ({say('console.control_only')})" if card.id == "control" else ""
    if card.body or card.lines:
        yield f"== {card.title}{secret}"
    if card.body:
        yield card.body
    yield from (f"- {line}" for line in card.lines)


def _inject(card: Card, say: Say) -> Iterator[str]:
    face = card.face
    marks = "".join(f", {mark}" for mark in card.marks if mark)
    label = face.label if face else ""
    state = say(f"console.inject_state.{card.state}")
    head = f"{_when(card)}{say('console.inject')} {card.inject}"
    if card.state in QUIET:
        return
    if face is None or card.state == "skipped":
        yield f"{head}: {state}"
        return
    yield f"{head}: {state} ({label}, TLP:{card.tlp}{marks})"
    yield f"  {face.headline}"
    if face.byline:
        yield f"  {say('console.from')} {face.byline}"
    yield from (f"  {fact.label}: {fact.value}" for fact in face.facts)
    if face.body != face.headline:
        yield from (f"  {line}" for line in face.body.splitlines())
    for attached in face.attachments:
        yield f"  {say('console.attached')} {attached.title or attached.file} ({attached.file})"
    yield from (f"  > {line}" for line in card.lines)
    if card.state != "released":
        yield from (f"  * {say(f'console.guidance.{key}')} {text}" for key, text in card.guidance)


def _decision(card: Card, say: Say) -> Iterator[str]:
    marks = "".join(f" ({say(f'console.mark.{mark}')})" for mark in card.marks)
    about = f" · {card.title}" if card.title else ""
    chosen = f" [{card.option}]" if card.option and card.option != card.body else ""
    yield f"{_when(card)}{say('console.decision')} {card.team}{about}: {card.body}{chosen}{marks}"
    yield from (f"  {say('console.because')} {line}" for line in card.lines)


def _question(card: Card, say: Say) -> Iterator[str]:
    state = say(f"console.question.{card.marks[0]}")
    number = card.id.removeprefix("question-")
    yield f"{_when(card)}{say('console.asks', team=card.team)} {card.title} ({number}, {state})"
    if card.lines:
        yield f"  {say('console.suggested')} {', '.join(card.lines)}"
    if card.body:
        yield f"  = {card.body}"


def _deadline(card: Card, say: Say) -> Iterator[str]:
    due = f"{card.story:%Y-%m-%d %H:%M}" if card.story else clock(card.elapsed or 0)
    state = say(f"console.deadline.{card.marks[0]}")
    yield f"{say('console.deadline.title')} {card.title}: {state} ({due})"


def _plan(card: Card, say: Say) -> Iterator[str]:
    if not card.lines:
        yield say("console.nothing_proposed")
        return
    yield say("console.next") + (f" ({card.team})" if card.team else "")
    for line in card.lines:
        id, state, because, title = line.split("\t")
        if state == "end":
            yield f"  {say('console.end_proposed')}"
        elif state == "timed_out":
            assume = f"; {say('console.assume', option=because)}" if because else ""
            yield f"  {id}: {title} ({say('console.timed_out')}{assume})"
        else:
            reason = say(f"console.because_of.{because}")
            yield f"  {id}: {title} ({say(f'console.plan.{state}')}; {reason})"


def _team(card: Card, say: Say) -> Iterator[str]:
    asks = f" · {say('console.has_question')}" if "asks" in card.marks else ""
    place = card.body or say("console.waits")
    yield f"{say('console.team')} {card.team}: {card.title}, {place}{asks}"


def _note(card: Card, say: Say) -> Iterator[str]:
    result = "".join(f" ({say(f'console.result.{mark}')})" for mark in card.marks)
    about = " · ".join(part for part in (card.team, card.title) if part)
    yield f"{_when(card)}{say('console.note')} {about}: {card.body}{result}"


def choice_line(verb: str, choice: Choice) -> str:
    """One thing that may be done, as it would be typed."""
    instead = {f.unless for f in choice.fields}
    needed = " ".join(_asked(f) for f in choice.fields if f.name not in instead or f.required)
    title = f"  ({' '.join(choice.title.split())})" if choice.title else ""
    return " ".join(part for part in (verb, choice.about, needed) if part) + title


def _asked(field: Field) -> str:
    """A field as help shows it: needed ones in angles, with what does in their place."""
    either = f"{field.name}|{field.unless}" if field.unless else field.name
    return f"<{either}>" if field.required else f"[{either}]"
