"""Milestones, variables, deadlines, and conditions that can or cannot hold."""

from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from simulator.domain.scenario import Condition
from simulator.engine.checks.possible import is_certain, is_possible
from simulator.engine.checks.subject import Subject
from simulator.engine.conditions import within
from tests.unit.engine.kits import (
    Data,
    a_choice,
    a_play,
    a_playbook,
    a_rubric,
    a_scenario,
    a_step,
    a_use,
    found,
    told,
)

NUMBER: Data = {"id": "noise", "text": "Noise", "min": 0, "max": 5}
WORD: Data = {"id": "mood", "text": "Mood", "type": "choice", "values": ["calm", "angry"]}
DEADLINE: Data = {
    "id": "duty",
    "title": "Duty",
    "starts": {"released": "ask"},
    "met_by": {"released": "end"},
    "within": 5,
}


def with_variable(variable: Data, *injects: Any) -> list[str]:
    return told(a_scenario("a", *injects, variables=[variable]))


VARIABLES: dict[str, tuple[Data, list[str]]] = {
    "bounds in order": (NUMBER, []),
    "no bounds": ({"id": "n", "text": "N"}, []),
    "one value": ({**NUMBER, "min": 5}, []),
    "no value": ({**NUMBER, "min": 6}, ["TTX070 variables/0/max"]),
    "start at a bound": ({**NUMBER, "start": 5}, []),
    "start beyond": ({**NUMBER, "start": 6}, ["TTX071 variables/0/start"]),
    "start a word": ({**NUMBER, "start": "loud"}, ["TTX071 variables/0/start"]),
    "start nothing, zero too great": (
        {"id": "n", "text": "N", "max": -1},
        ["TTX071 variables/0/max"],
    ),
    "word": ({**WORD, "start": "angry"}, []),
    "other word": ({**WORD, "start": "fine"}, ["TTX071 variables/0/start"]),
    "word for its place": ({**WORD, "start": 1}, ["TTX071 variables/0/start"]),
}


@pytest.mark.parametrize(("variable", "expected"), VARIABLES.values(), ids=VARIABLES.keys())
def test_a_variable_can_hold_what_it_starts_with(variable: Data, expected: list[str]) -> None:
    assert with_variable(variable) == expected


EFFECTS: dict[str, tuple[Data, list[str]]] = {
    "a number within": ({"let": {"noise": 5}}, []),
    "a number beyond": ({"let": {"noise": 6}}, ["TTX072 injects/1/effects/0/let/noise"]),
    "a word for a number": ({"let": {"noise": "loud"}}, ["TTX072 injects/1/effects/0/let/noise"]),
    "a known word": ({"let": {"mood": "angry"}}, []),
    "an unknown word": ({"let": {"mood": "mad"}}, ["TTX072 injects/1/effects/0/let/mood"]),
    "added to a number": ({"add": {"noise": 9}}, []),
    "added to a word": ({"add": {"mood": 1}}, ["TTX073 injects/1/effects/0/add/mood"]),
}


@pytest.mark.parametrize(("effect", "expected"), EFFECTS.values(), ids=EFFECTS.keys())
def test_an_effect_leaves_a_variable_what_it_may_hold(effect: Data, expected: list[str]) -> None:
    scenario = a_scenario("a", {"id": "b", "effects": [effect]}, variables=[NUMBER, WORD])
    assert told(scenario) == expected


def test_a_play_gives_values_that_fit() -> None:
    play = a_play(
        {"let": {"variable": "noise", "value": 9}},
        {"expect": {"variable": {"mood": "mad", "noise": 2}}},
    )
    scenario = a_scenario("a", variables=[NUMBER, WORD])
    assert told(scenario, plays=[play]) == [
        "TTX072 play/0/let/value",
        "TTX072 play/1/expect/variable/mood",
    ]


def test_a_variable_without_any_value_is_told_once() -> None:
    effect = {"let": {"noise": 2}}
    empty = {**NUMBER, "min": 6, "start": 2}
    assert with_variable(empty, {"id": "b", "effects": [effect]}) == ["TTX070 variables/0/max"]


CHANGES: Data = {
    "id": "ask",
    "decision": a_choice("x", "y", time_limit=5),
    "effects": [{"set": "cut"}, {"set": "out"}, {"add": {"noise": 1}}, {"let": {"mood": "angry"}}],
    "expectations": [{"id": "e", "text": "Do it."}],
}
HEADER: Data = {
    "teams": ["Red", "Blue"],
    "milestones": [{"id": "cut", "text": "Cut."}, {"id": "out", "text": "Out."}],
    "variables": [NUMBER, WORD, {"id": "free", "text": "Free"}],
    "deadlines": [DEADLINE],
    "requests": [{"id": "r", "title": "R", "ask": ["r"], "answer": "A."}],
}


def condition(**asked: Any) -> list[str]:
    ask = {**CHANGES, "decision": {**CHANGES["decision"], "decides": "red"}}
    free = {"id": "end", "effects": [{"add": {"free": 1}}], "to": "blue"}
    scenario = a_scenario(ask, free, {"id": "later", "release": {"when": asked}}, **HEADER)
    return told(scenario)


WRONG_KIND: dict[str, Data] = {
    "mood/at_least": {"variable": {"mood": {"at_least": 1}}},
    "mood/at_most": {"variable": {"mood": {"at_most": 1}}},
    "mood/is": {"variable": {"mood": {"is": "mad"}}},
    "noise/is": {"variable": {"noise": {"is": "loud"}}},
}


@pytest.mark.parametrize(("place", "asked"), WRONG_KIND.items(), ids=WRONG_KIND.keys())
def test_a_comparison_fits_its_variable(place: str, asked: Data) -> None:
    assert condition(**asked) == [f"TTX074 injects/2/release/when/variable/{place}"]


NEVER: dict[str, Data] = {
    "beyond the max": {"variable": {"noise": {"at_least": 6}}},
    "below the min": {"variable": {"noise": {"at_most": -1}}},
    "bounds crossed": {"variable": {"free": {"at_least": 3, "at_most": 2}}},
    "is beside its bounds": {"variable": {"free": {"at_least": 3, "is": 2}}},
    "not what always is": {"not": {"variable": {"noise": {"at_least": 0}}}},
    "a milestone and its contrary": {"all": [{"milestone": "cut"}, {"not": {"milestone": "cut"}}]},
    "the same deeper": {
        "all": [
            {"all": [{"milestone": "cut"}, {"milestone": "out"}]},
            {"not": {"any": [{"milestone": "out"}, {"released": "later"}]}},
        ]
    },
    "two options of one decision": {"all": [{"option": "ask/x"}, {"option": "ask/y"}]},
    "two ranges": {
        "all": [{"variable": {"noise": {"at_least": 4}}}, {"variable": {"noise": {"at_most": 1}}}]
    },
    "two words": {
        "all": [{"variable": {"mood": {"is": "calm"}}}, {"variable": {"mood": {"is": "angry"}}}]
    },
    "two states of a deadline": {
        "all": [{"deadline": {"duty": "met"}}, {"deadline": {"duty": "missed"}}]
    },
    "a time limit that is not there": {"timed_out": "end"},
    "released to a team that does not get it": {"released": "end", "team": "red"},
    "none of several can": {
        "any": [{"timed_out": "end"}, {"variable": {"noise": {"at_least": 9}}}]
    },
}


@pytest.mark.parametrize("asked", NEVER.values(), ids=NEVER.keys())
def test_a_condition_that_can_never_hold_is_told(asked: Data) -> None:
    assert condition(**asked) == ["TTX075 injects/2/release/when"]


MAY: dict[str, Data] = {
    "a milestone": {"milestone": "cut"},
    "two milestones": {"all": [{"milestone": "cut"}, {"not": {"milestone": "out"}}]},
    "either of two options": {"any": [{"option": "ask/x"}, {"option": "ask/y"}]},
    "not both options": {"not": {"all": [{"option": "ask/x"}, {"option": "ask/y"}]}},
    "neither option": {"all": [{"not": {"option": "ask/x"}}, {"not": {"option": "ask/y"}}]},
    "bounds that meet": {
        "all": [{"variable": {"noise": {"at_least": 2}}}, {"variable": {"noise": {"at_most": 2}}}]
    },
    "bounds of a number without bounds": {"variable": {"free": {"at_least": 1000}}},
    "a time limit": {"timed_out": "ask"},
    "an answer": {"answered": "r"},
    "an expectation": {"expectation": "ask/e"},
    "a deadline": {"deadline": {"duty": "missed"}},
    "released to its team": {"released": "end", "team": "blue"},
    "facts of two teams": {
        "all": [{"released": "ask", "team": "red"}, {"not": {"released": "ask", "team": "blue"}}]
    },
}


@pytest.mark.parametrize("asked", MAY.values(), ids=MAY.keys())
def test_a_condition_that_may_hold_is_left_in_peace(asked: Data) -> None:
    assert condition(**asked) == []


def test_what_nothing_meets_is_never_met() -> None:
    deadline = {key: value for key, value in DEADLINE.items() if key != "met_by"}
    waits = {"id": "later", "release": {"when": {"deadline": {"duty": "met"}}}}
    scenario = a_scenario("ask", "end", waits, deadlines=[deadline])
    assert told(scenario) == ["TTX075 injects/2/release/when", "TTX079 deadlines/0"]


def test_deadlines_of_several_teams_may_differ() -> None:
    asked = {"all": [{"deadline": {"duty": "met"}}, {"deadline": {"duty": "missed"}}]}
    waits = {"id": "later", "release": {"when": asked}}
    header: Data = {"teams": ["Red", "Blue"], "deadlines": [{**DEADLINE, "scope": "team"}]}
    assert told(a_scenario("ask", "end", waits, **header)) == []


def test_facts_of_several_teams_may_differ() -> None:
    asked = {
        "all": [{"variable": {"noise": {"at_least": 4}}}, {"variable": {"noise": {"at_most": 1}}}]
    }
    own = {**NUMBER, "scope": "team"}
    change = {"id": "a", "effects": [{"add": {"noise": 1}}]}
    scenario = a_scenario(
        change, {"id": "b", "release": {"when": asked}}, teams=["Red", "Blue"], variables=[own]
    )
    assert told(scenario) == []


EVERYWHERE: dict[str, tuple[Data, Data]] = {
    "injects/1/versions/0/when": ({"versions": [{"when": {"timed_out": "a"}, "body": "B."}]}, {}),
    "injects/1/expectations/0/done_by": (
        {"expectations": [{"id": "e", "text": "E", "done_by": {"timed_out": "a"}}]},
        {},
    ),
    "injects/1/next/0/when": (
        {"next": [{"to": "c", "when": {"timed_out": "a"}}, {"to": "d"}]},
        {},
    ),
    "requests/0/when": (
        {},
        {
            "requests": [
                {"id": "r", "title": "R", "ask": ["r"], "when": {"timed_out": "a"}, "answer": "A."}
            ]
        },
    ),
    "deadlines/0/met_by": (
        {},
        {
            "deadlines": [
                {
                    "id": "d",
                    "title": "D",
                    "starts": {"released": "a"},
                    "met_by": {"timed_out": "a"},
                    "within": 5,
                }
            ]
        },
    ),
    "truth/contained": ({}, {"truth": {"contained": {"timed_out": "a"}}}),
}


@pytest.mark.parametrize(("place", "kit"), EVERYWHERE.items(), ids=EVERYWHERE.keys())
def test_conditions_are_looked_at_wherever_they_stand(place: str, kit: tuple[Data, Data]) -> None:
    inject, header = kit
    scenario = a_scenario("a", {"id": "b", **inject}, "c", "d", "e", **header)
    assert told(scenario) == [f"TTX075 {place}"]


def test_a_fact_that_nothing_changes_is_told_once() -> None:
    waits = [
        {"id": id, "release": {"when": {"all": [{"milestone": "cut"}, {"released": "a"}]}}}
        for id in ("b", "c")
    ]
    scenario = a_scenario("a", *waits, milestones=[{"id": "cut", "text": "Cut."}])
    (each,) = found(scenario)
    assert (each.code, each.severity) == ("TTX076", "warning")
    assert each.path == ("injects", 1, "release", "when", "all", 0, "milestone")


def test_a_variable_that_nothing_changes_is_told() -> None:
    waits = {"id": "b", "release": {"when": {"variable": {"noise": {"at_least": 3}}}}}
    assert with_variable(NUMBER, waits) == ["TTX076 injects/1/release/when/variable"]


def test_a_milestone_that_nobody_asks_for_may_stay_unset() -> None:
    assert told(a_scenario("a", milestones=[{"id": "cut", "text": "Cut."}])) == []


def with_deadline(**fields: Any) -> list[str]:
    told_of = {key: each for key, each in {**DEADLINE, **fields}.items() if each is not None}
    return told(a_scenario("ask", "end", deadlines=[told_of]))


def test_a_deadline_starts_and_is_met() -> None:
    assert with_deadline() == []
    assert with_deadline(starts={"timed_out": "end"}) == ["TTX077 deadlines/0/starts"]
    assert with_deadline(met_by=None) == ["TTX079 deadlines/0"]


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"limit": 9}, []),
        ({"target": 9}, ["TTX078 deadlines/0/step"]),
        (None, ["TTX078 deadlines/0/step"]),
    ],
)
def test_a_deadline_of_a_step_has_its_limit(times: Data | None, expected: list[str]) -> None:
    about = {"from": "sign", "source": {"kind": "expert"}}
    said: Data = {"times": {**about, **times}} if times else {}
    playbook = a_playbook(a_step(**said), triggers=[{"id": "sign", "text": "A sign."}])
    scenario = a_scenario(
        "a",
        playbooks=a_use(triggers={"sign": {"released": "a"}}),
        deadlines=[{"id": "d", "title": "D", "step": "plan/declare"}],
    )
    assert told(scenario, playbook) == expected


BOUNDS = st.one_of(
    st.builds(lambda n: {"at_least": n}, st.integers(-1, 4)),
    st.builds(lambda n: {"at_most": n}, st.integers(-1, 4)),
    st.builds(lambda n: {"is": n}, st.integers(-1, 4)),
)
CONDITIONS = st.recursive(
    st.one_of(
        st.sampled_from(["cut", "out"]).map(lambda id: {"milestone": id}),
        BOUNDS.map(lambda bounds: {"variable": {"noise": bounds}}),
        st.sampled_from(["ask/x", "ask/y"]).map(lambda ref: {"option": ref}),
        st.sampled_from(["met", "missed"]).map(lambda state: {"deadline": {"duty": state}}),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda found: {"all": found}),
        st.lists(inner, min_size=1, max_size=3).map(lambda found: {"any": found}),
        inner.map(lambda found: {"not": found}),
    ),
    max_leaves=6,
)
WORLDS = [
    dict(zip(("cut", "out", "noise", "ask", "duty"), world, strict=True))
    for world in product(
        (True, False), (True, False), range(4), (None, "x", "y"), ("waiting", "met", "missed")
    )
]


def holds(asked: Condition, world: Data) -> bool:
    """Whether a condition holds where the facts are these."""
    if asked.all or asked.any:
        found = [holds(inner, world) for inner in asked.inner()]
        return all(found) if asked.all else any(found)
    if asked.not_:
        return not holds(asked.not_, world)
    if asked.milestone:
        return bool(world[asked.milestone])
    if asked.option:
        return bool(world["ask"] == asked.option.partition("/")[2])
    if asked.deadline:
        return bool(world["duty"] == asked.deadline["duty"])
    assert asked.variable
    return within(asked.variable["noise"], world["noise"])


@given(CONDITIONS)
def test_what_can_never_hold_holds_in_no_world(data: Data) -> None:
    noise = {**NUMBER, "max": 3}
    scenario = a_scenario(CHANGES, "end", **{**HEADER, "variables": [noise, WORD]})
    subject = Subject(scenario, {}, a_rubric())
    asked = Condition.model_validate(data)
    found = [holds(asked, world) for world in WORLDS]
    assert is_possible(asked, subject) or not any(found)
    assert not is_certain(asked, subject) or all(found)
    event(f"possible {is_possible(asked, subject)}, true somewhere {any(found)}")


def test_a_deadline_in_story_time_needs_a_story_with_a_clock() -> None:
    assert with_deadline(clock="story") == ["TTX139 deadlines/0"]


def test_a_variable_that_is_not_there_is_no_second_fault() -> None:
    waits = {"id": "later", "release": {"when": {"variable": {"gone": {"at_least": 1}}}}}
    assert told(a_scenario("a", "b", waits)) == ["TTX058 injects/2/release/when/variable/gone"]
