"""Times that fit each other, and decisions that can be taken."""

from __future__ import annotations

from typing import Any

import pytest

from tests.unit.engine.kits import Data, a_choice, a_scenario, told

WINDOWS: dict[str, tuple[Data, list[str]]] = {
    "a window": ({"after": "start", "at": 5, "until": 9}, []),
    "a moment": ({"after": "start", "at": 5, "until": 5}, []),
    "over before at": ({"after": "start", "at": 9, "until": 5}, ["TTX092 injects/1/release/until"]),
    "over before delay": (
        {"after": "a", "delay": 9, "until": 5},
        ["TTX092 injects/1/release/until"],
    ),
    "over before not_by": (
        {"after": "a", "not_by": 9, "unless": {"released": "c"}, "until": 5},
        ["TTX092 injects/1/release/until"],
    ),
    "at the planned end": ({"after": "start", "at": 60}, []),
    "after the planned end": ({"after": "start", "at": "2 h"}, ["TTX093 injects/1/release/at"]),
}


@pytest.mark.parametrize(("release", "expected"), WINDOWS.values(), ids=WINDOWS.keys())
def test_an_inject_comes_before_it_is_late(release: Data, expected: list[str]) -> None:
    scenario = a_scenario("a", {"id": "b", "release": release}, "c", planned=60)
    assert told(scenario) == expected


def test_nothing_is_expected_after_the_end() -> None:
    expectations = [{"id": "e", "text": "E", "due": 60}, {"id": "f", "text": "F", "due": 61}]
    scenario = a_scenario({"id": "a", "expectations": expectations}, planned=60)
    assert told(scenario) == ["TTX093 injects/0/expectations/1/due"]
    assert told(a_scenario({"id": "a", "expectations": expectations})) == []


def guarded(after: Any, unless: Data, *, last: str = "c") -> list[str]:
    expects = [{"id": "e", "text": "E"}]
    release = {"after": after, "not_by": 5, "unless": unless}
    scenario = a_scenario(
        {"id": "a", "expectations": expects},
        {"id": "b", "expectations": expects},
        {"id": last, "expectations": expects},
        {"id": "guard", "release": release},
    )
    return told(scenario)


GUARDS: dict[str, tuple[Any, Data, list[str]]] = {
    "its source": ("b", {"expectation": "b/e"}, []),
    "before its source": ("b", {"expectation": "a/e"}, []),
    "after its source": (
        "b",
        {"expectation": "c/e"},
        ["TTX094 injects/3/release/unless/expectation"],
    ),
    "before one of its sources": (["a", "c"], {"expectation": "b/e"}, []),
    "from the start": ("start", {"expectation": "c/e"}, []),
    "one of several terms": (
        "b",
        {"any": [{"expectation": "a/e"}, {"expectation": "c/e"}]},
        ["TTX094 injects/3/release/unless/any/1/expectation"],
    ),
    "never": ("b", {"timed_out": "a"}, ["TTX095 injects/3/release/unless"]),
    "another fact": ("b", {"released": "c"}, []),
}


@pytest.mark.parametrize(("after", "unless", "expected"), GUARDS.values(), ids=GUARDS.keys())
def test_a_guard_asks_for_what_can_have_happened(
    after: Any, unless: Data, expected: list[str]
) -> None:
    assert guarded(after, unless) == expected


def test_a_guard_may_ask_for_what_comes_earlier_in_play_and_later_in_the_list() -> None:
    expects = [{"id": "e", "text": "E"}]
    guard = {
        "id": "guard",
        "release": {"after": "late", "not_by": 5, "unless": {"expectation": "early/e"}},
    }
    scenario = a_scenario(
        {"id": "a", "next": "early"},
        {"id": "late"},
        {"id": "early", "expectations": expects, "next": "late"},
        guard,
    )
    assert told(scenario) == []


STORY = "2031-05-12 {}:00"


def tells(*hours: int | None, starts: int | None = 8) -> list[str]:
    injects = [
        {"id": f"i{place}", **({"story_time": STORY.format(f"{hour:02}")} if hour else {})}
        for place, hour in enumerate(hours)
    ]
    story = {"starts": STORY.format(f"{starts:02}")} if starts else {}
    return told(a_scenario(*injects, story=story))


def test_the_story_goes_forward() -> None:
    assert tells(None, 9, 9, None, 12) == []
    assert tells(None, 7) == ["TTX096 injects/1/story_time"]
    assert tells(9, 12, None, 11, 13) == ["TTX096 injects/3/story_time"]
    assert tells(9, 12, starts=None) == ["TTX097 injects/0/story_time"]


def test_the_story_goes_forward_on_every_branch() -> None:
    ask = a_choice({"id": "x", "next": "left"}, {"id": "y", "next": "right"})
    injects: list[Data] = [
        {"id": "a", "decision": ask},
        {"id": "left", "story_time": STORY.format("15")},
        {"id": "right", "story_time": STORY.format("10")},
        {"id": "meet", "story_time": STORY.format("12")},
    ]
    story = {"starts": STORY.format("08")}
    assert told(a_scenario(*injects, story=story)) == ["TTX096 injects/3/story_time"]


def phased(*planned: float | None, whole: float | None = 60, pause: float = 0) -> list[str]:
    phases = [
        {"id": f"p{place}", "title": "P", "break_after": pause}
        | ({"planned": minutes} if minutes else {})
        for place, minutes in enumerate(planned)
    ]
    injects: list[Data] = [{"id": f"i{n}", "phase": f"p{n}"} for n in range(len(planned))]
    header: Data = {"planned": whole} if whole else {}
    return told(a_scenario(*injects, phases=phases, **header))


def test_phases_add_up() -> None:
    assert phased(30, 30) == []
    assert phased(30, 40) == []
    assert phased(30, 50) == ["TTX098 planned"]
    assert phased(20, 20) == ["TTX098 planned"]
    assert phased(30, None) == []
    assert phased(30, 60, whole=None) == []
    assert phased(20, 20, pause=10) == []


def test_a_phase_has_injects() -> None:
    scenario = a_scenario({"id": "a", "phase": "p"}, phases=["P", "Q"])
    assert told(scenario) == ["TTX099 phases/1"]


DECISIONS: dict[str, tuple[Data, Data, list[str]]] = {
    "one team": ({"to": "red"}, a_choice("x", "y"), []),
    "several teams": ({}, a_choice("x", "y"), ["TTX100 injects/0/decision"]),
    "several teams, one decides": ({}, a_choice("x", "y", decides="red"), []),
    "several teams, in words": ({}, a_choice(), []),
    "a role decides": ({}, a_choice("x", "y", decides="red/chief"), []),
    "a team that does not get it": (
        {"to": "red"},
        a_choice("x", "y", decides="blue"),
        ["TTX101 injects/0/decision/decides"],
    ),
    "a role that does not get it": (
        {"to": "red/clerk"},
        a_choice("x", "y", decides="red/chief"),
        ["TTX101 injects/0/decision/decides"],
    ),
    "the team of a role that gets it": (
        {"to": "red/clerk"},
        a_choice("x", "y", decides="red"),
        [],
    ),
    "time runs": ({"to": "red"}, a_choice("x", "y", time_limit=5, on_timeout={"assume": "x"}), []),
    "no time runs": (
        {"to": "red"},
        a_choice("x", "y", on_timeout={"assume": "x"}),
        ["TTX102 injects/0/decision/on_timeout"],
    ),
    "options only": ({"to": "red"}, a_choice("x", "y", free_text=False), []),
    "nothing to answer with": (
        {"to": "red"},
        a_choice(free_text=False),
        ["TTX103 injects/0/decision/free_text"],
    ),
    "one option": ({"to": "red"}, a_choice("x"), ["TTX104 injects/0/decision/options"]),
    "no option": ({"to": "red"}, a_choice(), []),
}


@pytest.mark.parametrize(
    ("fields", "decision", "expected"), DECISIONS.values(), ids=DECISIONS.keys()
)
def test_a_decision_can_be_taken(fields: Data, decision: Data, expected: list[str]) -> None:
    roles = [{"id": "red", "title": "Red", "roles": ["Chief", "Clerk"]}, "Blue"]
    talks = {"id": "z", "questions": "What do you make of it?"}
    scenario = a_scenario({"id": "a", "decision": decision, **fields}, talks, teams=roles)
    assert told(scenario) == expected


def test_each_team_decides_in_a_story_of_its_own() -> None:
    ask = {"id": "a", "decision": a_choice("x", "y")}
    scenario = a_scenario(ask, teams=["Red", "Blue"], story={"scope": "team"})
    assert told(scenario) == []


X, Y = {"id": "x"}, {"id": "y"}
CHOICES: dict[str, tuple[list[Data], list[Data], list[str]]] = {
    "nothing": ([X, Y], [], ["TTX105 injects/0/decision/options"]),
    "a note": ([X, {**Y, "note": "Tell them."}], [], []),
    "an effect": ([X, {**Y, "effects": [{"set": "cut"}]}], [], []),
    "a way of its own": ([X, {**Y, "next": "left"}], [], []),
    "the same way for all": (
        [{**X, "next": "left"}, {**Y, "next": "left"}],
        [],
        ["TTX105 injects/0/decision/options"],
    ),
    "asked by a condition": ([X, Y], [{"id": "c", "release": {"when": {"option": "a/x"}}}], []),
    "source of an inject": ([X, Y], [{"id": "c", "release": {"after": ["a/y"]}}], []),
}


@pytest.mark.parametrize(("options", "more", "expected"), CHOICES.values(), ids=CHOICES.keys())
def test_a_choice_makes_a_difference(
    options: list[Data], more: list[Data], expected: list[str]
) -> None:
    scenario = a_scenario(
        {"id": "a", "decision": a_choice(*options)},
        "left",
        "meet",
        *more,
        milestones=[{"id": "cut", "text": "Cut."}],
    )
    assert told(scenario) == expected
