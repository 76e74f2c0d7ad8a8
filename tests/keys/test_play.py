"""Every key of a play script's header and people, every action; what it changes."""

from __future__ import annotations

import pytest

from tests.keys.base import BASE, play
from tests.keys.bench import (
    Bench,
    Row,
    check,
    failures,
    log,
    printed,
    red,
)

FACTS = {
    "scenario:milestones": "[{id: cut, text: Cut off}]",
    "scenario:variables": "[{id: noise, text: Noise}]",
}
GOAL = {"scenario:objectives": "[{id: care, text: Calm}]"}
THIRD = "play:play/2"
SPANISH = """
translates: small
language: es
status: courtesy
injects: {alarm: {title: Alarma}}
"""

HEADER = (
    Row("Play.schema_version", "play:schema_version", "2", check, "TTX018"),
    Row("Play.id", "play:id", "second", check, "TTX016"),
    Row("Play.scenario", "play:scenario", "big", check, "TTX137", instead="small"),
    Row("Play.title", "play:title", "The quick way", printed, "The quick way"),
    Row(
        "Play.language",
        "play:language",
        "es",
        failures,
        hides="Alarma",
        more={
            "es": SPANISH,
            **play("{expect: {sees: {by: ana, text: Alarma}}}"),
        },
    ),
    Row(
        "Play.teams",
        "play:teams",
        "2",
        log,
        "red-1",
        more={
            "scenario:story": "{scope: team}",
            "scenario:teams": "[{id: red, title: Red team, roles: [{id: chief, title: Chief}]}]",
            "play:people": "{ana: {team: red-2, role: chief}}",
            "play:play": "[start, {release: alarm}, {decide: {by: ana, text: Go.}}]",
        },
    ),
    Row(
        "Play.values",
        "play:values",
        "{town: Beta}",
        red,
        "Beta is dark",
        "Alba is dark",
        more={"scenario:values": "{town: Alba}", "scenario:injects/alarm/body": "'{town} is dark'"},
    ),
    Row(
        "Play.people",
        "play:people",
        "{zoe: {team: red}}",
        log,
        "participant red/",
        "unknown_person",
        more=play("{decide: {by: zoe, text: Go.}}"),
    ),
    Row(
        "Play.play",
        "play:play",
        "[start, end]",
        log,
        "exercise_ended",
        instead="[start]",
    ),
    Row(
        "Person.team",
        "play:people/ana",
        "{team: blue}",
        log,
        "participant blue/",
        instead="{team: red}",
        more=play("{decide: {by: ana, text: Go.}}"),
    ),
    Row(
        "Person.role",
        "play:people/ana/role",
        "clerk",
        log,
        "red/clerk",
        more=play("{decide: {by: ana, text: Go.}}"),
    ),
    Row(
        "Person.staff",
        "play:people/eva/staff",
        "lead-evaluator",
        log,
        "lead-evaluator",
        instead="evaluator",
        more=play("{note: {by: eva, text: Calm.}}"),
    ),
)


def action(
    name: str, said: str, shows: str, before: str = "", more: dict[str, str] | None = None
) -> Row:
    """An action that leaves its trace in the log."""
    steps = [step for step in ("start", "{release: alarm}", before) if step]
    step = said if not said or said.startswith("{") else f"{{{name}: {said}}}"
    with_it = f"[{', '.join([*steps, step or name])}]"
    without = f"[{', '.join(steps)}]"
    return Row(
        f"PlayStep.{name}", "play:play", with_it, log, shows, instead=without, more=more or {}
    )


ACTIONS = (
    Row("PlayStep.start", "play:play", "[start]", log, "exercise_started", instead="[{wait: 1}]"),
    action("pause", "", "exercise_paused"),
    action("resume", "", "exercise_resumed", "pause"),
    action("end", "", "exercise_ended"),
    action("jump", "30", "clock_jumped"),
    action("release", "note", '"inject":"note","teams"'),
    action("release_now", "end", '"inject":"end","teams"'),
    action("skip", "{skip: {inject: note, reason: No time.}}", "inject_skipped"),
    action("improvise", "{improvise: {title: Rain, body: It rains.}}", "inject_improvised"),
    action("set", "cut", '"milestone":"cut","value":true', more=FACTS),
    action("clear", "cut", '"milestone":"cut","value":false', "{set: cut}", FACTS),
    action("let", "{let: {variable: noise, value: 3}}", '"variable":"noise","value":3', more=FACTS),
    action("decide", "{decide: {by: ana, text: Go.}}", '"text":"Go."'),
    action(
        "amend", "{amend: {by: ana, text: Stay.}}", '"amends"', "{decide: {by: ana, text: Go.}}"
    ),
    action("ask", "{ask: {by: ana, text: Who?}}", "question_asked"),
    action("answer", "{answer: {text: She.}}", "question_answered", "{ask: {by: ana, text: Who?}}"),
    action("decline", "{decline: {to: red}}", "question_declined", "{ask: {by: ana, text: Who?}}"),
    action("stop", "", "exercise_stopped"),
    action("speed", "2", "speed_changed"),
    action("hold", "note", "inject_held"),
    action("unhold", "note", "inject_unheld", "{hold: note}"),
    action("edit", "{edit: {inject: note, body: Otherwise.}}", "inject_edited"),
    action("withdraw", "alarm", "inject_withdrawn"),
    action("go_back", "alarm", "pass_started"),
    action("sync", "note", "team_synced", "{release: {inject: note, teams: [red]}}"),
    action(
        "retract", "{retract: {by: ana}}", "decision_retracted", "{decide: {by: ana, text: Go.}}"
    ),
    action("show", "alarm", "shown_to_room"),
    action("hide", "alarm", "hidden_from_room", "{show: alarm}"),
    action("review", "", "decision_reviewed", "{decide: {by: ana, text: Go.}}"),
    action("message", "{message: {by: ana, text: Help.}}", "message_sent"),
    action("acknowledge", "{acknowledge: {by: ana, inject: alarm}}", "inject_acknowledged"),
    action(
        "late_entry",
        "{late_entry: {team: red, at: 1, text: Go., reason: Late.}}",
        '"decided":60.0',
        "{wait: 2}",
    ),
    action("rate", "{rate: {by: eva, subject: care, achieved: true}}", "rating_given", more=GOAL),
    action(
        "justify",
        "{justify: {by: eva, team: red, about: book/call, text: A fire.}}",
        "deviation_justified",
    ),
    action("hotwash", "{hotwash: {topic: gap, text: Dark.}}", "hotwash_noted", "end"),
    action("improve", "{improve: {issue: No list}}", "improvement_planned", "end"),
    action("restart", "", "exercise_interrupted"),
    action("join", "{join: {by: ana}}", "person_joined"),
    action("hand_over", "{hand_over: {by: ana, to: kim}}", "seat_handed_over", "{join: {by: ana}}"),
    action("leave", "{leave: {by: ana}}", "person_left", "{join: {by: ana}}"),
    action("lock", "", "lobby_locked"),
    action("unlock", "", "lobby_unlocked", "lock"),
    action("rotate", "", "codes_rotated"),
    action("kick", "ana", "seat_revoked", "{join: {by: ana}}"),
    action("mute", "ana", "person_muted", "{join: {by: ana}}"),
    action("unmute", "ana", "person_unmuted", "{join: {by: ana}}, {mute: ana}"),
    action(
        "observe",
        "{observe: {by: eva, team: red, expectation: alarm/call, result: done}}",
        "observation_made",
    ),
    action("note", "{note: {by: eva, text: Calm.}}", "note_taken"),
    Row(
        "PlayStep.wait",
        THIRD,
        "{wait: 7}",
        log,
        "420 facilitator",
        instead="{wait: 1}",
        more=play("{wait: 1}", "{note: {text: Now.}}"),
    ),
    Row(
        "PlayStep.expect",
        THIRD,
        "{expect: {status: paused}}",
        failures,
        "status: paused / running",
        more=play("start"),
    ),
)

ROWS = (*HEADER, *ACTIONS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_a_key_of_a_play_changes_what_happens(row: Row, bench: Bench) -> None:
    row.must_prove(bench, BASE)
