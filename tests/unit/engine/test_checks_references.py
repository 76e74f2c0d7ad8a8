"""Pointers that name nothing are told, each with its number, its place and what was meant."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.engine.kits import (
    Data,
    a_choice,
    a_play,
    a_playbook,
    a_scenario,
    a_step,
    a_use,
    found,
    told,
)

ASK: Data = {"id": "ask", "decision": a_choice("x", "y")}
MEMBERS: Data = {
    "teams": [{"id": "red", "title": "Red", "roles": ["Chief"]}],
    "milestones": [{"id": "cut", "text": "It is cut."}],
    "variables": [{"id": "noise", "text": "Noise"}],
    "objectives": [{"id": "share", "text": "Share.", "critical_tasks": ["Tell them."]}],
    "evaluation": {"rows": [{"id": "voice", "text": "One voice.", "objective": "share"}]},
}


def when(**term: Any) -> Data:
    return {"id": "later", "release": {"when": term}}


UNKNOWN: dict[str, tuple[Data, Data]] = {
    "TTX050 injects/1/next/0/to": ({"id": "b", "next": "nowhere"}, {}),
    "TTX050 injects/1/decision/options/0/next/1/to": (
        {
            "id": "b",
            "decision": a_choice(
                {"id": "x", "next": [{"to": "ask", "when": {"released": "b"}}, {"to": "no"}]}, "y"
            ),
        },
        {},
    ),
    "TTX050 injects/1/release/after/1": ({"id": "b", "release": {"after": ["start", "no"]}}, {}),
    "TTX050 injects/1/release/when/released": (when(released="no"), {}),
    "TTX050 injects/1/release/when/all/1/not/timed_out": (
        when(all=[{"released": "ask"}, {"not": {"timed_out": "no"}}]),
        {},
    ),
    "TTX050 injects/1/release/when/option": (when(option="no/x"), {}),
    "TTX051 injects/1/release/when/option": (when(option="ask/z"), {}),
    "TTX051 injects/1/release/after/0": ({"id": "b", "release": {"after": "ask/z"}}, {}),
    "TTX051 injects/1/decision/on_timeout/assume": (
        {"id": "b", "decision": a_choice("x", "y", time_limit=5, on_timeout={"assume": "z"})},
        {},
    ),
    "TTX052 injects/1/to/1": ({"id": "b", "to": ["red", "blue"]}, {}),
    "TTX052 injects/1/versions/0/to/0": (
        {"id": "b", "versions": [{"to": "blue", "body": "For you."}]},
        {},
    ),
    "TTX052 injects/1/expectations/0/team": (
        {"id": "b", "expectations": [{"id": "e", "text": "Do it.", "team": "blue"}]},
        {},
    ),
    "TTX052 injects/1/decision/decides": (
        {"id": "b", "decision": a_choice("x", "y", decides="blue")},
        {},
    ),
    "TTX052 injects/1/release/when/team": (when(released="ask", team="blue"), {}),
    "TTX052 requests/0/to/0": (
        {"id": "b"},
        {"requests": [{"id": "r", "title": "R", "to": ["blue"], "ask": ["r"], "answer": "A"}]},
    ),
    "TTX052 deadlines/0/to/0": (
        {"id": "b"},
        {
            "deadlines": [
                {
                    "id": "d",
                    "title": "D",
                    "to": ["blue"],
                    "starts": {"released": "ask"},
                    "met_by": {"released": "b"},
                    "within": 5,
                }
            ]
        },
    ),
    "TTX053 injects/1/to/0": ({"id": "b", "to": "red/clerk"}, {}),
    "TTX053 injects/1/decision/decides": (
        {"id": "b", "decision": a_choice("x", "y", decides="red/clerk")},
        {},
    ),
    "TTX053 injects/1/expectations/0/role": (
        {"id": "b", "expectations": [{"id": "e", "text": "Do it.", "role": "clerk"}]},
        {},
    ),
    "TTX054 injects/1/from": ({"id": "b", "from": "nobody"}, {}),
    "TTX055 injects/1/phase": ({"id": "b", "phase": "late"}, {}),
    "TTX055 truth/severity/0/phase": (
        {"id": "b"},
        {"truth": {"severity": [{"phase": "late", "level": 1}]}},
    ),
    "TTX056 injects/1/objectives/1": ({"id": "b", "objectives": ["share", "win"]}, {}),
    "TTX056 evaluation/rows/0/objective": (
        {"id": "b"},
        {"evaluation": {"rows": [{"id": "r", "text": "R", "objective": "win"}]}},
    ),
    "TTX057 injects/1/effects/0/clear": ({"id": "b", "effects": [{"clear": "cutt"}]}, {}),
    "TTX057 truth/contained/milestone": (
        {"id": "b"},
        {"truth": {"contained": {"milestone": "cutt"}}},
    ),
    "TTX058 injects/1/effects/0/add/nois": ({"id": "b", "effects": [{"add": {"nois": 1}}]}, {}),
    "TTX058 injects/1/release/when/variable/nois": (when(variable={"nois": {"is": 1}}), {}),
    "TTX059 injects/1/release/when/deadline/duty": (when(deadline={"duty": "missed"}), {}),
    "TTX060 injects/1/release/when/answered": (when(answered="backup"), {}),
    "TTX061 injects/1/release/when/expectation": (when(expectation="ask/done"), {}),
    "TTX062 injects/1/decision/options/0/step/0": (
        {"id": "b", "decision": a_choice({"id": "x", "step": "other/declare"}, "y")},
        {},
    ),
    "TTX063 objectives/0/critical_tasks/0/steps/0": (
        {"id": "b"},
        {
            "objectives": [
                {
                    "id": "share",
                    "text": "Share.",
                    "critical_tasks": [{"id": "t", "text": "T", "steps": ["plan/no"]}],
                }
            ]
        },
    ),
    "TTX063 deadlines/0/step": (
        {"id": "b"},
        {"deadlines": [{"id": "d", "title": "D", "step": "plan/no"}]},
    ),
    "TTX052 playbooks/0/roles/lead": ({"id": "b"}, {"playbooks": a_use(roles={"lead": "blue"})}),
    "TTX064 playbooks/0/roles/boss": (
        {"id": "b"},
        {"playbooks": a_use(roles={"lead": "red", "boss": "red"})},
    ),
    "TTX065 playbooks/0/triggers/sign": (
        {"id": "b"},
        {"playbooks": a_use(triggers={"sign": {"released": "ask"}})},
    ),
    "TTX066 playbooks/0/branches/data": (
        {"id": "b"},
        {"playbooks": a_use(branches={"data": "yes"})},
    ),
    "TTX050 playbooks/0/triggers/start/released": (
        {"id": "b"},
        {"playbooks": a_use(triggers={"start": {"released": "no"}})},
    ),
}


@pytest.mark.parametrize(("place", "kit"), UNKNOWN.items(), ids=UNKNOWN.keys())
def test_a_pointer_to_nothing_is_told(place: str, kit: tuple[Data, Data]) -> None:
    inject, header = kit
    scenario = a_scenario(ASK, inject, **{**MEMBERS, "playbooks": a_use(), **header})
    playbook = a_playbook(triggers=[{"id": "start", "text": "It starts."}])
    assert [each for each in told(scenario, playbook) if each < "TTX070"] == [place]


def test_the_message_offers_what_was_meant() -> None:
    (each,) = found(a_scenario("first", {"id": "second", "next": "frist"}))
    assert dict(each.values) == {"id": "frist", "near": "first", "known": "first, second"}
    (each,) = found(a_scenario({"id": "first", "from": "anna"}))
    assert dict(each.values) == {"id": "anna", "near": "", "known": "-"}


def test_the_message_stays_short_among_many() -> None:
    injects = [f"inject-{place}" for place in range(300)]
    (each,) = found(a_scenario(*injects, "reporter-calls", {"id": "last", "next": "reporter-cals"}))
    assert each.values["near"] == "reporter-calls"
    (each,) = found(a_scenario(*injects, {"id": "last", "next": "inject-x"}))
    assert len(str(each.values["known"]).split(", ")) == 6


def test_all_and_start_are_known_everywhere() -> None:
    beside = {"id": "b", "to": "all", "release": {"after": "start"}}
    assert told(a_scenario("a", beside)) == []


def test_checks_that_follow_pointers_wait_until_they_resolve() -> None:
    scenario = a_scenario({"id": "a", "next": "nowhere"}, "b")
    assert [each.code for each in found(scenario)] == ["TTX050"]


IN_PLAYBOOK: dict[str, tuple[Data, Data]] = {
    "TTX055 steps/0/phase": ({"phase": "panic"}, {}),
    "TTX055 phase_aliases/triage": ({}, {"phase_aliases": {"triage": "panic"}}),
    "TTX063 steps/0/after/0": ({"after": ["no"]}, {}),
    "TTX063 steps/0/times/from/step": (
        {"times": {"from": {"step": "no"}, "limit": 5, "source": {"kind": "expert"}}},
        {},
    ),
    "TTX063 never/0/before": ({}, {"never": [{"id": "wipe", "text": "Wipe.", "before": "no"}]}),
    "TTX064 steps/0/role": ({"role": "boss"}, {}),
    "TTX064 steps/0/authoriser": ({"authoriser": "boss"}, {}),
    "TTX065 steps/0/times/from": (
        {"times": {"from": "sign", "limit": 5, "source": {"kind": "expert"}}},
        {},
    ),
    "TTX066 steps/0/branch/data": ({"branch": {"data": "yes"}}, {}),
    "TTX067 steps/0/branch/loss": ({"branch": {"loss": "maybe"}}, {}),
}


@pytest.mark.parametrize(("place", "plan"), IN_PLAYBOOK.items(), ids=IN_PLAYBOOK.keys())
def test_a_playbooks_own_pointers_are_looked_at(place: str, plan: tuple[Data, Data]) -> None:
    step, fields = plan
    branches = [{"id": "loss", "question": "Lost?", "answers": ["yes", "no"]}]
    playbook = a_playbook(a_step(**step), branches=branches, **fields)
    scenario = a_scenario("a", playbooks=a_use(branches={"loss": "yes"}))
    (each,) = found(scenario, playbook)
    assert f"{each.code} {'/'.join(map(str, each.path))}" == place
    assert each.file == "playbook/plan"


def test_an_alias_of_a_phase_is_a_phase() -> None:
    playbook = a_playbook(a_step(phase="triage"), phase_aliases={"triage": "identify"})
    assert told(a_scenario("a", playbooks=a_use()), playbook) == []


IN_PLAY: dict[str, Any] = {
    "TTX050 play/0/release/inject": {"release": "no"},
    "TTX050 play/0/decide/links/0": {"decide": {"text": "We act.", "links": ["no"]}},
    "TTX050 play/0/expect/proposed/0": {"expect": {"proposed": ["no"]}},
    "TTX050 play/0/expect/position/red": {"expect": {"position": {"red": "no"}}},
    "TTX050 play/0/expect/option/no": {"expect": {"option": {"no": None}}},
    "TTX050 play/0/expect/sees/0/inject": {"expect": {"sees": {"by": "ana", "inject": "no"}}},
    "TTX051 play/0/decide/option": {"decide": {"by": "ana", "inject": "ask", "option": "z"}},
    "TTX051 play/0/skip/as_if": {"skip": {"inject": "ask", "as_if": "z"}},
    "TTX051 play/0/expect/option/ask": {"expect": {"option": {"ask": "z"}}},
    "TTX052 play/0/release/teams/0": {"release": {"inject": "ask", "teams": ["blue"]}},
    "TTX052 play/0/message/to/0": {"message": {"to": ["blue"], "text": "Hello."}},
    "TTX052 play/0/expect/released/ask/0": {"expect": {"released": {"ask": ["blue"]}}},
    "TTX052 play/0/improvise/to/0": {"improvise": {"title": "T", "body": "Body.", "to": ["blue"]}},
    "TTX056 play/0/note/objective": {"note": {"text": "Note.", "objective": "win"}},
    "TTX057 play/0/set/milestone": {"set": "cutt"},
    "TTX052 play/0/expect/milestone/blue/cut": {"expect": {"milestone": {"blue/cut": True}}},
    "TTX057 play/0/expect/milestone/red/cutt": {"expect": {"milestone": {"red/cutt": True}}},
    "TTX058 play/0/expect/variable/red/nois": {"expect": {"variable": {"red/nois": 1}}},
    "TTX059 play/0/expect/deadline/red/d": {"expect": {"deadline": {"red/d": "met"}}},
    "TTX050 play/0/expect/option/red/no": {"expect": {"option": {"red/no": "x"}}},
    "TTX051 play/0/expect/option/red/ask": {"expect": {"option": {"red/ask": "z"}}},
    "TTX052 play/0/expect/option/blue/ask": {"expect": {"option": {"blue/ask": "x"}}},
    "TTX068 play/0/hand_over/person": {"hand_over": {"person": "bo", "to": "ana"}},
    "TTX056 play/0/hotwash/objective": {
        "hotwash": {"topic": "gap", "text": "Nobody called.", "objective": "win"}
    },
    "TTX052 play/0/improve/team": {"improve": {"issue": "No list", "team": "blue"}},
    "TTX140 play/0/improve/improvement": {"improve": {"improvement": "no-list", "status": "done"}},
    "TTX140 play/0/improve/improvement-own": {
        "improve": {"improvement": "no-list", "issue": "No list"}
    },
    "TTX058 play/0/let/variable": {"let": {"variable": "nois", "value": 1}},
    "TTX059 play/0/expect/deadline/d": {"expect": {"deadline": {"d": "met"}}},
    "TTX060 play/0/answer/request": {"answer": {"request": "r"}},
    "TTX061 play/0/observe/expectation": {
        "observe": {"team": "red", "expectation": "ask/e", "result": "done"}
    },
    "TTX062 play/0/decide/step/0": {"decide": {"text": "We act.", "step": "other/x"}},
    "TTX063 play/0/expect/finding/0/step": {
        "expect": {"finding": {"rule": "order", "step": "plan/no"}}
    },
    "TTX068 play/0/start/by": {"start": {"by": "anna"}},
    "TTX068 play/0/kick/person": {"kick": "bo"},
    "TTX068 play/0/mute/person": {"mute": "bo"},
    "TTX052 play/0/rotate/team": {"rotate": {"team": "blue", "team_role": "chief"}},
    "TTX053 play/0/rotate/team_role": {"rotate": {"team": "red", "team_role": "clerk"}},
    "TTX068 play/0/hand_over/to": {"hand_over": {"by": "ana", "to": "bo"}},
    "TTX068 play/0/expect/without_authority/ask": {
        "expect": {"without_authority": {"ask": "anna"}}
    },
    "TTX069 play/0/rate/subject": {"rate": {"subject": "win", "achieved": True}},
    "TTX069 play/0/rate/subject-task": {"rate": {"subject": "tell-them", "achieved": True}},
    "TTX069 play/0/observe/row-objective": {
        "observe": {"team": "red", "row": "share", "result": "done"}
    },
    "TTX069 play/0/observe/row": {"observe": {"team": "red", "row": "win", "result": "done"}},
}


@pytest.mark.parametrize(("place", "step"), IN_PLAY.items(), ids=IN_PLAY.keys())
def test_a_plays_pointers_are_looked_at(place: str, step: Any) -> None:
    scenario = a_scenario(ASK, playbooks=a_use(), **MEMBERS)
    play = a_play(step, people={"ana": {"team": "red", "role": "chief"}})
    (each,) = found(scenario, a_playbook(), plays=[play])
    assert f"{each.code} {'/'.join(map(str, each.path))}" == place.partition("-")[0]
    assert each.file == "play/play"


def test_a_play_that_knows_its_scenario_is_left_in_peace() -> None:
    play = a_play(
        "start",
        {"improvise": {"title": "The mayor comes", "body": "He is here."}},
        {"expect": {"sees": {"by": "ana", "inject": "the-mayor-comes"}}},
        "rotate",
        {"rotate": {"team": "red", "team_role": "chief"}},
        {"decide": {"by": "red", "inject": "ask", "option": "x", "step": "plan/declare"}},
        {"expect": {"option": {"ask": "x"}, "position": {"red": None}}},
        {"rate": {"subject": "share/tell-them", "achieved": True}},
        {"message": {"to": "all", "text": "Hello."}},
        {"improve": {"issue": "No list of numbers"}},
        {"improve": {"improvement": "no-list-of-numbers", "issue": "No list on paper"}},
        {"improve": {"improvement": "no-list-on-paper", "status": "done"}},
        people={"ana": {"team": "red", "role": "chief"}, "eva": {"staff": "evaluator"}},
    )
    scenario = a_scenario(ASK, playbooks=a_use(), **MEMBERS)
    assert told(scenario, a_playbook(), plays=[play]) == []


def test_the_rows_of_the_plan_written_by_then_are_offered() -> None:
    play = a_play(
        {"improve": {"issue": "No list"}},
        {"improve": {"improvement": "no-lists", "status": "done"}},
        {"improve": {"issue": "Later"}},
    )
    (each,) = found(a_scenario("a"), plays=[play])
    assert each.values == {"id": "no-lists", "near": "no-list", "known": "no-list"}


def test_people_of_a_play_sit_in_teams_and_roles_that_exist() -> None:
    scenario = a_scenario(ASK, **MEMBERS)
    people = {"ana": {"team": "blue"}, "bo": {"team": "red", "role": "clerk"}}
    assert told(scenario, plays=[a_play(people=people)]) == [
        "TTX052 people/ana/team",
        "TTX053 people/bo/role",
    ]
