"""What control is told before it does something: whom it is for, and what it would force."""

from __future__ import annotations

from simulator.consoles.actions import Action
from simulator.consoles.ahead import force_words
from simulator.consoles.commands import HARD
from simulator.consoles.draft import Draft
from simulator.consoles.reader import Reader
from simulator.consoles.sight import Sight


def before(action: Action, draft: Draft, sight: Sight, reader: Reader) -> list[str]:
    """What sending an inject would do that is not due; STARTEX is asked about too."""
    kind = draft.choice.kind
    if kind == "start_exercise":
        return [reader.say("screen.confirm.start")]
    if kind == "release_inject_now":
        return [reader.say("screen.confirm.now"), *dict.fromkeys(_forced(draft, sight, reader))]
    alone = action.id == "send" and kind == "release_inject" and len(_teams(draft)) == 1
    if kind in HARD or alone:  # for a team alone there is no form that has said so
        return _whom(draft, reader)
    return []


def _forced(draft: Draft, sight: Sight, reader: Reader) -> list[str]:
    return [
        force_words(code, about, reader)
        for card in sight.of("ahead")
        for each in card.coming
        if each.inject == draft.choice.about
        for code, about in each.forces
    ]


def _whom(draft: Draft, reader: Reader) -> list[str]:
    """The teams it is for, where it is for teams at all."""
    wanted = draft.values.get("teams") or [value for value, _ in _teams(draft)]
    names = [label or value for value, label in _teams(draft) if value in wanted]
    return [reader.say("screen.confirm.teams", teams=", ".join(names))] if names else []


def _teams(draft: Draft) -> tuple[tuple[str, str], ...]:
    return next((f.options for f in draft.choice.fields if f.name == "teams"), ())
