"""Plays: every action and every expectation, once as it should be and once not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from simulator.channels.read_aloud import ReadAloud
from simulator.domain.errors import UsageError
from simulator.domain.play import Play, PlayStep
from simulator.domain.scenario import Scenario
from simulator.plays.expect import _READ
from simulator.plays.run import Played, Player
from simulator.stores.base import EventLog
from simulator.stores.memory import MemoryLog
from simulator.stores.sqlite import SqliteLog
from tests.builders import (
    a_choice,
    a_kit,
    a_playbook,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

BOOK = a_playbook("inform")
PEOPLE: dict[str, Any] = {
    "ana": {"team": "red", "role": "chief"},
    "ben": {"team": "red", "role": "clerk"},
    "eva": {"staff": "evaluator"},
    "olga": {"staff": "observer"},
    "tom": {"team": "red"},
}


def scenario(**fields: Any) -> Scenario:
    given: dict[str, Any] = {
        "teams": [a_team("red", "chief", "clerk"), a_team("blue")],
        "milestones": [{"id": "m", "text": "M"}, {"id": "own", "text": "O", "scope": "team"}],
        "variables": [{"id": "v", "text": "V"}],
        "objectives": [{"id": "goal", "text": "Share"}],
        "requests": [{"id": "r", "title": "R", "ask": ["tape"], "answer": "Old ones."}],
        "story": {"starts": "2031-05-12 08:00", "pace": 2},
        "deadlines": [
            {
                "id": "d",
                "title": "D",
                "starts": {"released": "a"},
                "met_by": {"milestone": "m"},
                "within": 20,
                "clock": "exercise",
            }
        ],
    }
    options = (an_option("x", next="b"), an_option("y", next="c"))
    return a_scenario(
        an_inject(
            "a",
            body='They say "help"\nand wait.',
            release={"until": 10},
            decision=a_choice(*options, decides="red/chief"),
            expectations=[{"id": "e", "text": "E", "step": "book/inform"}],
        ),
        an_inject("b", to="red"),
        "c",
        an_inject("late", release={"after": "start", "at": 30, "auto": True}),
        **(given | fields),
    )


async def run(
    *steps: Any, log: EventLog | None = None, of: Scenario | None = None, **play: Any
) -> Played:
    given = {"scenario": "small", "people": PEOPLE, "play": list(steps)} | play
    player = Player(
        Play.model_validate(given),
        a_kit(of or scenario(), BOOK),
        log or MemoryLog(),
        {"read-aloud": ReadAloud()},
        exercise="play",
    )
    return await player.run()


def told(played: Played) -> list[str]:
    """The failures, as step, key, what was wanted and what was so."""
    return [
        f"{f.step} {f.mismatch.key}: {f.mismatch.wanted} / {f.mismatch.found}"
        for f in played.failures
    ]


START, A = "start", {"release": "a"}
ASKED = {"ask": {"by": "ana", "text": "Any tape?"}}
DECIDED = {"decide": {"by": "ana", "inject": "a", "option": "x"}}
JOINED = {"join": {"by": "ana"}}
NOTED = {"hotwash": {"topic": "gap", "text": "Nobody called."}}
PLANNED = {"improve": {"issue": "No list of numbers"}}
LATE = {"team": "red", "at": 1, "text": "We called.", "reason": "No paper left."}
RATED = {"rate": {"by": "eva", "subject": "goal", "achieved": True}}
JUSTIFIED = {"by": "eva", "team": "red", "about": "book/inform", "text": "They knew."}

ACTIONS: dict[str, tuple[list[Any], Any, str]] = {
    "start": ([], START, "exercise_started"),
    "pause": ([START], {"pause": "Coffee."}, "exercise_paused"),
    "resume": ([START, "pause"], "resume", "exercise_resumed"),
    "end": ([START], {"end": "Time is up."}, "exercise_ended"),
    "stop": ([START], {"stop": "A fire alarm."}, "exercise_stopped"),
    "speed": ([START], {"speed": 2}, "speed_changed"),
    "hold": ([START], {"hold": "a"}, "inject_held"),
    "unhold": ([START, {"hold": "a"}], {"unhold": "a"}, "inject_unheld"),
    "edit": ([START], {"edit": {"inject": "a", "body": "Otherwise."}}, "inject_edited"),
    "withdraw": ([START, A], {"withdraw": "a"}, "inject_withdrawn"),
    "go_back": ([START, A], {"go_back": "a"}, "pass_started"),
    "sync": ([START, {"release": {"inject": "a", "teams": "red"}}], {"sync": "a"}, "team_synced"),
    "jump": ([START], {"jump": 5}, "clock_jumped"),
    "release": ([START], A, "inject_released"),
    "release_now": ([START], {"release_now": {"inject": "c"}}, "inject_released"),
    "skip": ([START], {"skip": {"inject": "a", "reason": "No time."}}, "inject_skipped"),
    "improvise": ([START], {"improvise": {"title": "T", "body": "B"}}, "inject_improvised"),
    "set": ([START], {"set": "m"}, "facts_changed"),
    "clear": ([START, {"set": "m"}], {"clear": "m"}, "facts_changed"),
    "let": ([START], {"let": {"variable": "v", "value": 3}}, "facts_changed"),
    "decide": ([START, A], DECIDED, "decision_logged"),
    "amend": ([START, A, DECIDED], {"amend": {"by": "ben", "text": "No."}}, "decision_logged"),
    "retract": ([START, A, DECIDED], {"retract": {"by": "ben"}}, "decision_retracted"),
    "review": ([START, A, DECIDED], "review", "decision_reviewed"),
    "show": ([START, A, DECIDED], "show", "shown_to_room"),
    "hide": ([START, A, DECIDED, "show"], {"hide": {"team": "red"}}, "hidden_from_room"),
    "late_entry": ([START, {"wait": 2}, "end"], {"late_entry": LATE}, "decision_logged"),
    "message": ([START], {"message": {"by": "ana", "text": "Help us."}}, "message_sent"),
    "acknowledge": (
        [START, A],
        {"acknowledge": {"by": "ana", "inject": "a"}},
        "inject_acknowledged",
    ),
    "hand_over": ([JOINED], {"hand_over": {"by": "ana", "to": "tom"}}, "seat_handed_over"),
    "lock": ([], "lock", "lobby_locked"),
    "unlock": (["lock"], "unlock", "lobby_unlocked"),
    "rotate": ([], {"rotate": "red"}, "codes_rotated"),
    "kick": ([JOINED], {"kick": "ana"}, "seat_revoked"),
    "mute": ([JOINED], {"mute": "ana"}, "person_muted"),
    "unmute": ([JOINED, {"mute": "ana"}], {"unmute": "ana"}, "person_unmuted"),
    "rate": ([START], RATED, "rating_given"),
    "justify": ([START], {"justify": JUSTIFIED}, "deviation_justified"),
    "hotwash": ([START, "end"], NOTED, "hotwash_noted"),
    "improve": ([START, "end"], PLANNED, "improvement_planned"),
    "ask": ([START], ASKED, "question_asked"),
    "answer": ([START, ASKED], {"answer": {"request": "r"}}, "question_answered"),
    "decline": ([START, ASKED], {"decline": {"to": "red"}}, "question_declined"),
    "join": ([], {"join": {"by": "ana"}}, "person_joined"),
    "leave": ([{"join": {"by": "ana"}}], {"leave": {"by": "ana"}}, "person_left"),
    "observe": (
        [START, A],
        {"observe": {"by": "eva", "team": "red", "expectation": "a/e", "result": "done"}},
        "observation_made",
    ),
    "note": ([START], {"note": {"by": "eva", "text": "N", "objective": "goal"}}, "note_taken"),
}
REFUSED: dict[str, tuple[list[Any], Any, str]] = {
    "start": ([START], START, "already_started"),
    "pause": ([START, "pause"], "pause", "already_paused"),
    "resume": ([START], "resume", "not_paused"),
    "end": ([], "end", "not_started"),
    "stop": ([], "stop", "not_started"),
    "speed": ([START], {"speed": 1}, "already_so"),
    "hold": ([START, A], {"hold": "a"}, "already_released"),
    "unhold": ([START], {"unhold": "a"}, "not_held"),
    "edit": ([START], {"edit": {"inject": "a"}}, "edit_needs_text"),
    "withdraw": ([START], {"withdraw": "a"}, "not_released"),
    "go_back": ([START, {"wait": 30}], {"go_back": "late"}, "not_on_line"),
    "sync": ([START, A], {"sync": "a"}, "nobody_behind"),
    "jump": ([START], {"jump": {"exercise": 1, "story": 1}}, "jump_one_clock"),
    "release": ([START], {"release": "b"}, "not_proposed"),
    "release_now": ([START, A], {"release_now": {"inject": "a"}}, "already_released"),
    "skip": ([START], {"skip": "a"}, "reason_needed"),
    "improvise": (
        [START],
        {"improvise": {"title": "T", "body": "B", "channel": "pigeon"}},
        "unknown_channel",
    ),
    "set": ([START], {"set": {"milestone": "m", "by": "ana"}}, "facilitator_only"),
    "clear": ([START], {"clear": "m"}, "already_so"),
    "let": ([START], {"let": {"variable": "v", "value": "much"}}, "value_not_allowed"),
    "decide": ([START], DECIDED, "inject_not_received"),
    "amend": ([START], {"amend": {"by": "ana", "text": "No."}}, "no_such_decision"),
    "retract": ([START, A], {"retract": {"by": "ana"}}, "no_such_decision"),
    "review": ([START], "review", "nothing_to_review"),
    "show": ([START], "show", "no_such_entry"),
    "hide": ([START, A], {"hide": "a"}, "already_so"),
    "late_entry": ([START], {"late_entry": LATE}, "not_yet_then"),
    "message": ([START], {"message": {"by": "ana", "to": "red", "text": "x"}}, "nobody_to_tell"),
    "acknowledge": ([START], {"acknowledge": {"by": "ana", "inject": "a"}}, "inject_not_received"),
    "hand_over": ([], {"hand_over": {"by": "ana", "to": "tom"}}, "not_joined"),
    "lock": (["lock"], "lock", "already_so"),
    "unlock": ([], "unlock", "already_so"),
    "rotate": ([], {"rotate": "green"}, "unknown_team"),
    "kick": ([], {"kick": "ana"}, "nobody_there"),
    "mute": ([JOINED], {"mute": {"person": "ana", "by": "ana"}}, "facilitator_only"),
    "unmute": ([JOINED], {"unmute": "ana"}, "not_muted"),
    "rate": ([START], {"rate": {"subject": "luck", "achieved": True}}, "unknown_subject"),
    "justify": ([START], {"justify": JUSTIFIED | {"about": "luck"}}, "unknown_deviation"),
    "hotwash": ([START], NOTED, "not_ended"),
    "improve": ([START, "end"], {"improve": {"improvement": "luck"}}, "unknown_improvement"),
    "ask": ([START], {"ask": {"by": "olga", "text": "x?"}}, "not_a_player"),
    "answer": ([START], {"answer": {"request": "r"}}, "no_open_question"),
    "decline": ([START, ASKED], {"decline": {"to": "blue"}}, "no_open_question"),
    "join": ([{"join": {"by": "ana"}}], {"join": {"by": "ana"}}, "already_joined"),
    "leave": ([], {"leave": {"by": "ana"}}, "not_joined"),
    "observe": ([START], {"observe": {"team": "red", "row": "z", "result": "done"}}, "unknown_row"),
    "note": ([START], {"note": {"by": "ana", "text": "N"}}, "evaluators_only"),
}


def test_every_action_is_tried_both_ways() -> None:
    actions = PlayStep.model_fields.keys() - {"wait", "restart", "expect"}
    assert set(ACTIONS) == set(REFUSED) == actions


@pytest.mark.parametrize(("before", "action", "kind"), ACTIONS.values(), ids=ACTIONS.keys())
async def test_an_action_happens(before: list[Any], action: Any, kind: str) -> None:
    played = await run(*before, action)
    assert told(played) == []
    assert kind in [r.event.kind for r in played.records if r.actor.role != "system"]


@pytest.mark.parametrize(("before", "action", "code"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_refused_action_fails_the_play_unless_that_refusal_is_expected(
    before: list[Any], action: Any, code: str
) -> None:
    (failure,) = (await run(*before, action)).failures
    assert (failure.step, failure.mismatch.kind) == (len(before) + 1, "refused")
    assert failure.mismatch.found.partition(" ")[0] == code
    assert told(await run(*before, action, {"expect": {"refused": code}})) == []


@pytest.mark.parametrize(("before", "action", "code"), REFUSED.values(), ids=REFUSED.keys())
async def test_a_refused_action_changes_nothing(before: list[Any], action: Any, code: str) -> None:
    steps = before or [{"join": {"by": "eva"}}]
    with_it, without = await run(*steps, action), await run(*steps)
    assert with_it.records == without.records


async def test_another_refusal_than_the_expected_one_fails() -> None:
    played = await run(START, START, {"expect": {"refused": "paused"}})
    assert told(played) == ["3 refused: paused / already_started"]


async def test_an_expected_refusal_that_does_not_come_fails() -> None:
    played = await run(START, {"expect": {"refused": "paused"}})
    assert told(played) == ["2 refused: paused / "]
    assert played.failures[0].mismatch.kind == "accepted"


async def test_an_expectation_of_something_else_does_not_excuse_a_refusal() -> None:
    played = await run(START, START, {"expect": {"status": "running"}})
    assert [f.step for f in played.failures] == [2]


async def test_a_refusal_is_told_once_and_the_play_goes_on() -> None:
    played = await run(START, START, A, {"expect": {"released": {"a": ["red", "blue"]}}})
    assert [f.step for f in played.failures] == [2]


EXPECTED: dict[str, tuple[list[Any], Any, Any]] = {
    "status": ([START], "running", "paused"),
    "clock": ([START, {"wait": 7}], 7, 6),
    "story_time": ([START, {"wait": 5}], "2031-05-12 08:10", "2031-05-12 08:05"),
    "proposed": ([START], ["a"], []),
    "deferred": ([START, {"jump": 40}], ["late"], ["a"]),
    "overdue": ([START, {"wait": 11}], ["a"], []),
    "released": ([START, A], {"a": ["blue", "red"], "b": []}, {"a": ["red"]}),
    "position": ([START, A], {"red": "a"}, {"red": None}),
    "milestone": ([START, {"set": "m"}], {"m": True, "own": False}, {"m": False}),
    "variable": ([START, {"let": {"variable": "v", "value": 2}}], {"v": 2}, {"v": 0}),
    "option": ([START, A, DECIDED], {"a": "x"}, {"a": None}),
    "deadline": ([START, A], {"d": "running"}, {"d": "waiting"}),
    "suggested": ([START, ASKED], ["r"], []),
    "answered": ([START, ASKED, {"answer": {"request": "r"}}], {"r": ["red"]}, {"r": ["blue"]}),
    "without_authority": (
        [START, A, {"decide": {"by": "ben", "inject": "a", "option": "x"}}],
        {"a": "ben"},
        {"a": "ana"},
    ),
    "sees": ([START, A], {"by": "ana", "inject": "a"}, {"by": "ana", "inject": "b"}),
    "sees_not": ([START, A], {"by": "ana", "inject": "b"}, {"by": "ana", "inject": "a"}),
}


def test_every_expectation_but_refusals_and_findings_is_tried_both_ways() -> None:
    assert set(EXPECTED) == set(_READ) | {"sees", "sees_not"}


@pytest.mark.parametrize("key", EXPECTED)
async def test_what_is_expected_and_so_passes(key: str) -> None:
    before, right, _ = EXPECTED[key]
    assert told(await run(*before, {"expect": {key: right}})) == []


@pytest.mark.parametrize("key", EXPECTED)
async def test_what_is_expected_and_not_so_fails_and_says_what_was_so(key: str) -> None:
    before, _, wrong = EXPECTED[key]
    (failure,) = (await run(*before, {"expect": {key: wrong}})).failures
    assert failure.step == len(before) + 1
    assert failure.mismatch.key.startswith(key)


async def test_every_key_of_an_expectation_must_hold() -> None:
    played = await run(START, {"expect": {"status": "paused", "clock": 3, "proposed": ["a"]}})
    assert told(played) == ["2 status: paused / running", "2 clock: 3 / 0"]


async def test_nothing_expected_of_a_key_is_not_the_same_as_nothing_said() -> None:
    assert told(await run(START, {"expect": {"proposed": []}})) == ["2 proposed: [] / [a]"]
    assert told(await run(START, {"expect": {"status": "running"}})) == []


async def test_what_people_see_is_their_text_and_nothing_of_its_wrapping() -> None:
    def seen(text: str) -> dict[str, Any]:
        return {"expect": {"sees": {"by": "ana", "text": text}}}

    assert told(await run(START, A, seen('say "help" and wait'), seen("What now?"))) == []
    assert len(told(await run(START, A, seen("inject"), seen('"kind"')))) == 2


async def test_people_see_in_the_language_of_the_play() -> None:
    spanish = scenario().having(injects=a_scenario(an_inject("a", body="Ayuda.")).injects)
    given = {
        "scenario": "small",
        "people": PEOPLE,
        "language": "es",
        "play": [START, A, {"expect": {"sees": {"by": "ana", "text": "Ayuda."}}}],
    }
    kit = a_kit(scenario(), translations={"es": spanish})
    player = Player(Play.model_validate(given), kit, MemoryLog(), {}, exercise="play")
    assert told(await player.run()) == []


async def test_where_teams_differ_a_fact_of_theirs_is_neither_true_nor_false() -> None:
    steps = [START, {"set": {"milestone": "own", "team": "red"}}]
    for value in (True, False):
        played = await run(*steps, {"expect": {"milestone": {"own": value}}})
        shown = str(value).lower()
        assert told(played) == [f"3 milestone own: {shown} / red true, blue false"]


async def test_a_fact_of_one_team_is_read_by_team_and_id() -> None:
    steps = [START, {"set": {"milestone": "own", "team": "red"}}]
    expected = {"red/own": True, "blue/own": False, "red/m": False}
    assert told(await run(*steps, {"expect": {"milestone": expected}})) == []
    played = await run(*steps, {"expect": {"milestone": {"blue/own": True}}})
    assert told(played) == ["3 milestone blue/own: true / false"]


async def test_under_scope_team_all_facts_of_a_team_are_read_by_team_and_id() -> None:
    teams = [a_team("red", "chief", "clerk"), a_team("blue")]
    each = scenario(story={"scope": "team", "starts": "2031-05-12 08:00"}, teams=teams)
    expected = {
        "milestone": {"red/m": True, "blue/m": False},
        "variable": {"red/v": 3, "blue/v": 0},
        "option": {"red/a": "x", "blue/a": None},
        "deadline": {"red/d": "met", "blue/d": "running"},
    }
    let = {"let": {"variable": "v", "value": 3, "team": "red"}}
    steps = [START, A, DECIDED, let, {"set": {"milestone": "m", "team": "red"}}]
    assert told(await run(*steps, {"expect": expected}, of=each)) == []


async def test_another_teams_option_is_read_though_it_moves_nothing() -> None:
    advice = {"decide": {"by": "blue", "inject": "a", "option": "y"}}
    expected = {"option": {"a": None, "blue/a": "y", "red/a": None}}
    assert told(await run(START, A, advice, {"expect": expected})) == []


async def test_what_was_taken_back_is_not_out_and_what_came_in_an_earlier_pass_is() -> None:
    withdrawn = {"expect": {"released": {"a": []}, "sees": {"by": "ana", "text": "Wrong table."}}}
    steps = [START, A, {"withdraw": {"inject": "a", "reason": "Wrong table."}}, withdrawn]
    assert told(await run(*steps)) == []
    steps = [START, A, DECIDED, {"release": "b"}, {"go_back": "a"}]
    assert told(await run(*steps, {"expect": {"released": {"b": ["red"]}}})) == []


async def test_where_every_team_has_its_own_story_its_facts_are_read_there() -> None:
    each = scenario(story={"scope": "team"}, teams=[a_team("red", "chief", "clerk")])
    expected = {"milestone": {"m": True}, "option": {"a": "x"}, "deadline": {"d": "met"}}
    steps = [START, A, DECIDED, {"set": "m"}, {"expect": expected}]
    assert told(await run(*steps, of=each)) == []


# Who does it


async def test_a_team_acts_by_its_name() -> None:
    played = await run(START, A, {"decide": {"by": "blue", "inject": "a", "text": "We help."}})
    assert played.records[-1].actor.team == "blue"


async def test_all_means_all_teams() -> None:
    told_all = {"message": {"by": "ana", "to": "all", "text": "Help us."}}
    played = await run(START, {"release": {"inject": "a", "teams": "all"}}, told_all)
    assert told(played) == []
    assert played.records[-1].event.kind == "message_sent"


async def test_somebody_unknown_stops_the_play() -> None:
    with pytest.raises(UsageError, match="unknown_person"):
        await run(START, {"ask": {"by": "zoe", "text": "x?"}})
    with pytest.raises(UsageError, match="unknown_person"):
        await run(START, {"expect": {"sees": {"by": "zoe", "inject": "a"}}})


async def test_who_was_given_a_seat_acts_from_it_and_earlier_entries_keep_their_author() -> None:
    given = {"hand_over": {"by": "ana", "to": "tom"}}
    mine = {"decide": {"by": "tom", "inject": "a", "option": "x", "text": "My turn."}}
    played = await run(JOINED, START, A, DECIDED, given, mine)
    authors = [r.actor for r in played.records if r.event.kind == "decision_logged"]
    assert [(a.person, a.team_role) for a in authors] == [("ana", "chief"), ("tom", "chief")]


async def test_a_seat_refused_is_not_acted_from() -> None:
    given = {"hand_over": {"by": "ana", "to": "tom"}}
    mine = {"decide": {"by": "tom", "inject": "a", "text": "My turn."}}
    played = await run(START, A, given, {"expect": {"refused": "not_joined"}}, mine)
    assert played.records[-1].actor.team_role is None


async def test_the_facilitator_passes_on_anybodys_seat() -> None:
    given = {"hand_over": {"person": "ana", "to": "tom"}}
    mine = {"decide": {"by": "tom", "text": "My turn."}}
    played = await run(JOINED, START, given, mine)
    assert played.records[-1].actor.team_role == "chief"


async def test_what_play_gave_an_id_goes_by_its_title() -> None:
    made = {"improvise": {"title": "The mayor calls", "body": "Well?"}}
    seen = {
        "sees": {"by": "ana", "inject": "the-mayor-calls"},
        "released": {"the-mayor-calls": ["red", "blue"]},
    }
    opened = {"acknowledge": {"by": "ana", "inject": "the-mayor-calls"}}
    taken = [{"withdraw": "the-mayor-calls"}, {"expect": {"released": {"the-mayor-calls": []}}}]
    done = {"improve": {"improvement": "no-list-of-numbers", "status": "done"}}
    played = await run(START, made, {"expect": seen}, opened, *taken, "end", PLANNED, done)
    assert told(played) == []
    first, second = (r.event for r in played.records if r.event.kind == "improvement_planned")
    assert first.improvement == second.improvement
    assert second.status == "done"


# Time and restarts


async def test_waiting_is_wall_time_and_stands_still_in_a_pause() -> None:
    steps = [START, {"wait": 5}, "pause", {"wait": 60}, {"expect": {"clock": 5}}, "resume"]
    played = await run(*steps, {"wait": 1}, {"expect": {"clock": 6}})
    assert told(played) == []
    assert played.expectations == 2


async def test_what_time_brings_happens_while_waiting() -> None:
    expected = {"released": {"late": ["red", "blue"]}}
    assert told(await run(START, {"wait": 30}, {"expect": expected})) == []


@pytest.mark.parametrize("home", ["memory", "sqlite"])
async def test_a_restart_closes_the_store_and_finds_running_play_cut_off(
    home: str, tmp_path: Path
) -> None:
    log: EventLog = SqliteLog(tmp_path) if home == "sqlite" else MemoryLog()
    found = {
        "status": "paused",
        "clock": 4,
        "released": {"a": ["red", "blue"]},
        "option": {"a": "x"},
    }
    still = [{"wait": 9}, {"expect": {"clock": 4, "deferred": []}}]
    steps = [START, A, {"wait": 4}, DECIDED, "restart", {"expect": found}, *still]
    on = {"expect": {"status": "running", "clock": 30, "released": {"late": ["red", "blue"]}}}
    played = await run(*steps, "resume", {"wait": 26}, on, log=log)
    await log.close()
    assert told(played) == []
    (cut,) = (r.event for r in played.records if r.event.kind == "exercise_interrupted")
    assert cut.cause == "restart"


async def test_what_was_due_and_had_not_gone_by_a_restart_goes_only_by_hand() -> None:
    """K7: an automatic inject held back while the store was away waits for a hand."""
    held = [START, {"hold": "late"}, {"wait": 31}, "restart", {"unhold": "late"}, "resume"]
    expected = {"deferred": ["late"], "released": {"late": []}}
    played = await run(*held, {"wait": 1}, {"expect": expected}, {"release": "late"})
    assert told(played) == []


@pytest.mark.parametrize(("before", "status"), [([], "created"), ([START, "pause"], "paused")])
async def test_a_restart_interrupts_nothing_that_stands(before: list[Any], status: str) -> None:
    played = await run(*before, "restart", {"expect": {"status": status}})
    assert told(played) == []
    assert "exercise_interrupted" not in [r.event.kind for r in played.records]


async def test_waiting_goes_as_fast_as_the_exercise() -> None:
    steps = [START, {"wait": 2}, {"speed": 3}, {"wait": 4}, {"expect": {"clock": 14}}]
    assert told(await run(*steps)) == []
