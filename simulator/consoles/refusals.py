"""Why a verb is not among what a seat may do now, as far as how play stands tells."""

from __future__ import annotations

from simulator.consoles.reader import Reader
from simulator.consoles.sight import Sight
from simulator.consoles.standing import suggested, waiting
from simulator.domain.errors import UsageError

PLAYERS = frozenset(
    {
        "log_decision",
        "amend_decision",
        "retract_decision",
        "ask_question",
        "send_message",
        "acknowledge_inject",
    }
)
EVALUATORS = frozenset(
    {"observe", "take_note", "rate", "review_decision", "note_hotwash", "plan_improvement"}
)
AFTERWARDS = frozenset({"note_hotwash", "plan_improvement"})
_AT_ONCE = {
    ("start_exercise", "running"): "already_started",
    ("start_exercise", "paused"): "already_started",
    ("pause_exercise", "paused"): "already_paused",
    ("resume_exercise", "running"): "not_paused",
    ("release_inject", "paused"): "paused",
    ("release_inject", "running"): "nothing_due",
    ("unhold_inject", ""): "nothing_held",
    ("answer_question", ""): "no_open_question",
    ("decline_question", ""): "no_open_question",
    ("send_message", ""): "nobody_to_tell",
    ("acknowledge_inject", ""): "nothing_unopened",
    ("amend_decision", ""): "nothing_decided",
    ("retract_decision", ""): "nothing_decided",
    ("review_decision", ""): "nothing_to_review",
    ("show_to_room", ""): "no_such_entry",
    ("hide_from_room", ""): "no_such_entry",
    ("withdraw_inject", ""): "nothing_out",
    ("go_back", ""): "nothing_out",
    ("sync_teams", ""): "all_together",
    ("hand_over_seat", ""): "nobody_joined",
    ("revoke_seat", ""): "nobody_there_yet",
    ("mute_person", ""): "nobody_there_yet",
    ("unmute_person", ""): "nobody_muted",
    ("lock_lobby", ""): "already_so",
    ("unlock_lobby", ""): "already_so",
}
_STATUS = {"created": "not_started", "stopped": "stopped", "ended": "has_ended"}


def refusal(verb: str, kind: str, role: str, status: str) -> UsageError:
    """The error that says why a seat is not offered a kind of command."""
    able = role == "facilitator" or (role == "participant" and kind in PLAYERS)
    if not able and not (role in ("evaluator", "lead-evaluator") and kind in EVALUATORS):
        return UsageError("not_this_seat", verb=verb)
    if kind in AFTERWARDS and status not in ("ended", ""):
        return UsageError("not_ended")
    if status in _STATUS:
        return UsageError(_STATUS[status])
    code = _AT_ONCE.get((kind, status)) or _AT_ONCE.get((kind, ""))
    return UsageError(code) if code else UsageError("not_offered", verb=verb)


def unreleased(sight: Sight, reader: Reader) -> str:
    """Why one key releases nothing while play runs, and what can be done instead."""
    if any(row.kind == "end" for row in waiting(sight, reader)):
        return reader.say("screen.end_proposed")
    found = suggested(sight)
    waits = found.coming.waits if found and found.coming else ()
    if found and any(code == "held" for code, _ in waits):
        return reader.say("screen.errors.held", inject=found.card.inject)
    return reader.say("screen.errors.nothing_due")
