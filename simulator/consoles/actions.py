"""What can be done at a screen: one table, from which keys, palette, help and footers are made.

The words of an action stand in the locales, under `screen.action.<id>`: `label`, `help`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Literal

from simulator.domain.errors import UsageError

Pointed = Literal["", "inject", "question", "decision", "entry", "team"]
"""An entry is anything that people said."""


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do, with the key for it."""

    id: str
    key: str = ""
    kinds: tuple[str, ...] = ()
    """The commands it may give, the first that is offered; none for what screens do themselves."""
    about: Pointed = ""
    """What of what is pointed at it is about."""
    asks: tuple[str, ...] = ()
    """Fields it asks for though they are not needed; what is needed is always asked for."""
    panels: tuple[str, ...] = ()
    """Panels in which it is named first; the empty name stands for every panel."""


WRITTEN = {
    "exclamation_mark": "!",
    "question_mark": "?",
    "colon": ":",
    "ctrl+p": "^p",
    "ctrl+q": "^q",
}
"""Keys as they are written where their name is not what stands on the key."""

FACILITATOR: tuple[Action, ...] = (
    Action("release", "r", ("release_inject",), panels=("", "next", "msel")),
    Action("play", "p", ("start_exercise", "resume_exercise", "pause_exercise"), panels=("",)),
    Action("improvise", "i", ("improvise",), asks=("to", "channel", "sender", "tlp"), panels=("",)),
    Action("note", "n", ("take_note",), asks=("team", "inject", "objective"), panels=("",)),
    Action("skip", "s", ("skip_inject",), "inject", ("reason", "teams"), ("next", "msel")),
    Action("send", "x", ("release_inject", "release_inject_now"), "inject", ("teams",), ("msel",)),
    Action("hold", "h", ("hold_inject", "unhold_inject"), "inject", (), ("msel",)),
    Action("edit", "e", ("edit_inject",), "inject", (), ("msel", "next")),
    Action("decks", "d"),
    Action("answer", "a", ("answer_question",), "question", (), ("waiting",)),
    Action("decline", "", ("decline_question",), "question", (), ("waiting",)),
    Action("review", "l", ("review_decision",), "decision", (), ("waiting", "feed")),
    Action(
        "wall", "u", ("show_to_room", "hide_from_room"), "entry", (), ("feed", "waiting", "msel")
    ),
    Action("outlook", "o"),
    Action("map", "m"),
    Action("timeline", "t"),
    Action("invite", "j"),
    Action("withdraw", "w", ("withdraw_inject",), "inject", ("reason", "teams"), ("msel",)),
    Action("back", "b", ("go_back",), "inject", ("reason", "teams"), ("teams", "msel")),
    Action("sync", "y", ("sync_teams",), "inject", ("reason", "teams"), ("teams",)),
    Action("jump", "g", ("jump_clock",), asks=("story",)),
    Action("speed", "f", ("change_speed",)),
    Action("late", "c", ("log_decision",), "inject", ("team", "at", "reason", "rationale")),
    Action("tell", "", ("send_message",), asks=("to", "tlp")),
    Action("milestone", "", ("set_milestone",), asks=("reason",)),
    Action("variable", "", ("set_variable",), asks=("reason",)),
    Action("observe", "", ("observe",), asks=("text",)),
    Action("rate", "", ("rate",), asks=("team", "text")),
    Action("justify", "", ("justify_deviation",)),
    Action("hotwash", "", ("note_hotwash",)),
    Action("improve", "", ("plan_improvement",)),
    Action("handover", "", ("hand_over_seat",)),
    Action("lock", "", ("lock_lobby",)),
    Action("unlock", "", ("unlock_lobby",)),
    Action("rotate", "", ("rotate_codes",)),
    Action("mute", "", ("mute_person",)),
    Action("unmute", "", ("unmute_person",)),
    Action("kick", "", ("revoke_seat",), asks=("reason",)),
    Action("stop", "exclamation_mark", ("stop_exercise",)),
    Action("end", "E", ("end_exercise",), asks=("reason",)),
    Action("seat", "v"),
    Action("theme", ""),
    Action("help", "question_mark,f1"),
    Action("palette", "colon"),
    Action("leave", "q,ctrl+q"),
)
"""What the facilitator's screen can do; keys work while nothing is being typed."""

PARTICIPANT: tuple[Action, ...] = (
    Action("whole", "f2", panels=("entry",)),
    Action("ask", "f3,a", ("ask_question",), panels=("",)),
    Action("message", "f5,t", ("send_message",), asks=("to", "tlp", "links"), panels=("",)),
    Action("unread", "f6,n", panels=("", "inbox", "page")),
    Action("option", "f9,o", panels=("entry",)),
    Action("amend", "f7,m", ("amend_decision",), "decision", ("text",), ("log",)),
    Action("retract", "f8,r", ("retract_decision",), "decision", ("reason",), ("log",)),
    Action("seat", "f4,v"),
    Action("theme", ""),
    Action("join", "", ("join_exercise",)),
    Action("handover", "", ("hand_over_seat",)),
    Action("give_up", "", ("leave_exercise",)),
    Action("help", "f1,question_mark"),
    Action("palette", "ctrl+p,colon"),
    Action("leave", "ctrl+q"),
)
"""What a team's screen can do; letters work where nothing is typed, the other keys everywhere."""
WATCHER: tuple[Action, ...] = tuple(
    action
    for action in PARTICIPANT
    if action.id in ("unread", "seat", "theme", "join", "give_up", "help", "palette", "leave")
)
"""What who only watches can do."""


TABLES = (FACILITATOR,)
"""What there is to do at all screens."""


def named(table: Sequence[Action], id: str) -> Action:
    """The action of this id. Raises `KeyError`."""
    return next((action for action in table if action.id == id), None) or _unknown(id)


def _unknown(id: str) -> Action:
    raise KeyError(id)


def with_keys(table: Sequence[Action], keymap: Mapping[str, str]) -> tuple[Action, ...]:
    """The table with the keys somebody wants.

    Raises `UsageError` for an action that no table has, and for two that would share a key.
    """
    known = [action.id for each in TABLES for action in each]
    for id in keymap:
        if id not in known:
            near = get_close_matches(id, known, n=1) or known[:1]
            raise UsageError("unknown_action", action=id, near=near[0])
    mapped = tuple(replace(each, key=keymap.get(each.id, each.key)) for each in table)
    taken: dict[str, str] = {}
    for action in mapped:
        for key in action.key.split(",") if action.key else ():
            if key in taken:
                raise UsageError("key_taken", key=key, action=action.id, other=taken[key])
            taken[key] = action.id
    return mapped


def written(action: Action) -> str:
    """The first key of an action, as it stands on the keyboard; empty where it has none."""
    key = action.key.split(",")[0]
    return WRITTEN.get(key, key.upper() if key[1:].isdecimal() else key)
