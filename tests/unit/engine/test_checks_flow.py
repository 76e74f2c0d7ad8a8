"""How play flows: what is reached, where it stops, which way it takes."""

from __future__ import annotations

import pytest

from tests.unit.engine.kits import Data, a_choice, a_scenario, found, told

FACTS: Data = {
    "milestones": [{"id": "cut", "text": "Cut."}, {"id": "out", "text": "Out."}],
    "variables": [
        {"id": "noise", "text": "Noise", "min": 0, "max": 5},
        {"id": "mood", "text": "Mood", "type": "choice", "values": ["calm", "angry"]},
    ],
}
CHANGES: Data = {
    "id": "a",
    "effects": [{"set": "cut"}, {"set": "out"}, {"add": {"noise": 1}}, {"let": {"mood": "angry"}}],
}
MEET: Data = {"id": "meet"}


def goes(id: str, *to: str) -> Data:
    return {"id": id, "next": [{"to": each} for each in to]}


def beside(id: str, **release: object) -> Data:
    return {"id": id, "release": release}


def asks(id: str, **options: str | None) -> Data:
    listed = [
        {"id": name, "note": "Go on.", **({"next": to} if to else {})}
        for name, to in options.items()
    ]
    return {"id": id, "decision": a_choice(*listed)}


FLOWS: dict[str, tuple[tuple[str | Data, ...], list[str]]] = {
    "a plain list": (("a", "b", "c"), []),
    "jumped over": ((goes("a", "c"), "b", "c"), ["TTX080 injects/1"]),
    "behind an end": (({"id": "a", "ends": True}, "b"), ["TTX080 injects/1"]),
    "only what cuts off is told": (
        (goes("a", "d"), goes("b", "c"), "c", "d", beside("e", after="c")),
        ["TTX080 injects/1"],
    ),
    "a circle that nothing leads to": (
        ("a", {"id": "end", "ends": True}, goes("b", "c"), goes("c", "b")),
        ["TTX080 injects/2"],
    ),
    "beside the line, after what is reached": (("a", beside("b", after="a")), []),
    "beside the line, after an option": ((asks("a", x=None, y=None), beside("b", after="a/x")), []),
    "beside the line, after start": (("a", beside("b", after="start", at=5)), []),
    "beside the line, after itself": (("a", beside("b", after="b")), ["TTX080 injects/1"]),
    "beside the line, after each other": (
        ("a", beside("b", after="c"), beside("c", after="b")),
        ["TTX080 injects/1"],
    ),
    "in a pool": (("a", {"id": "b", "pool": "noise"}), []),
    "dead end behind the end": (
        (asks("a", x="c", y=None), {"id": "b", "ends": True}, "c"),
        ["TTX081 injects/2"],
    ),
    "two ends": (
        (asks("a", x="c", y=None), {"id": "b", "ends": True}, {"id": "c", "ends": True}),
        [],
    ),
    "no end is said": (("a", "b"), []),
    "an end beside the line is no end of the line": (
        ("a", "b", {"id": "c", "ends": True, "release": {"after": "a"}}),
        [],
    ),
    "a circle without exit": (
        ("a", "b", goes("c", "b")),
        ["TTX082 injects/1"],
    ),
    "itself": ((goes("a", "a"),), ["TTX082 injects/0"]),
    "a circle that ends": (
        ("a", "b", {**goes("c", "b"), "ends": True}),
        ["TTX083 injects/2/next/0/to"],
    ),
    "a way back by an option": (
        ("a", "b", asks("c", x="b", y=None), "d"),
        ["TTX083 injects/2/decision/options/0/next/0/to"],
    ),
    "two ways back are both told": (
        (goes("a", "b"), asks("b", x="c", y="d", z=None), goes("c", "b"), goes("d", "b"), "e"),
        ["TTX083 injects/2/next/0/to", "TTX083 injects/3/next/0/to"],
    ),
    "a way back of the inject, taken by an option": (
        ("a", "b", {**asks("c", x="e", y=None), **goes("c", "b")}, "d", "e", "f"),
        ["TTX080 injects/3", "TTX083 injects/2/next/0/to"],
    ),
    "a jump ahead": ((asks("a", x="c", y=None), "b", "c", "d"), []),
    "an option leads nowhere": (
        (asks("a", x="b", y=None), "b"),
        ["TTX084 injects/0/decision/options/1"],
    ),
    "an option goes on by default": ((asks("a", x="b", y=None), "b", MEET), []),
    "no option leads anywhere": (("z", asks("a", x=None, y=None)), []),
    "an option at an end": (
        ({**asks("a", x="b", y=None), "ends": True}, {"id": "b", "ends": True}),
        [],
    ),
    "play begins elsewhere": ((goes("b", "c"), goes("a", "b"), "c"), ["TTX089 injects/0"]),
    "a branch stops early": (
        (asks("a", x="b", y="c"), "b", goes("c", "d"), "d"),
        ["TTX138 injects/1"],
    ),
    "the list's last comes first": ((goes("a", "c"), "b", goes("c", "b")), []),
    "what stands beside is no beginning": ((beside("b", after="a"), "a"), []),
}


@pytest.mark.parametrize(("injects", "expected"), FLOWS.values(), ids=FLOWS.keys())
def test_play_comes_everywhere_and_ends(
    injects: tuple[str | Data, ...], expected: list[str]
) -> None:
    assert told(a_scenario(*injects)) == expected


def test_a_circle_is_told_with_its_members() -> None:
    (each,) = found(a_scenario("a", "b", goes("c", "b")))
    assert each.values["circle"] == "b → c → b"


def routes(*asked: Data | None) -> Data:
    names = [f"to-{place}" for place in range(len(asked))]
    listed = [
        {"to": name, **({"when": when} if when else {})}
        for name, when in zip(names, asked, strict=True)
    ]
    return {**CHANGES, "next": listed}


ROUTES: dict[str, tuple[tuple[Data | None, ...], list[str]]] = {
    "a condition, then the rest": (({"milestone": "cut"}, None), []),
    "the rest first": ((None, {"milestone": "cut"}), ["TTX085 injects/0/next/1"]),
    "two without condition": ((None, None), ["TTX085 injects/0/next/1"]),
    "all after the rest are told": (
        ({"milestone": "out"}, None, {"milestone": "cut"}, None),
        ["TTX085 injects/0/next/2", "TTX085 injects/0/next/3"],
    ),
    "one condition alone": (({"milestone": "cut"},), ["TTX086 injects/0/next"]),
    "two that leave cases out": (
        ({"milestone": "cut"}, {"milestone": "out"}),
        ["TTX086 injects/0/next"],
    ),
    "a fact and its contrary": (({"milestone": "cut"}, {"not": {"milestone": "cut"}}), []),
    "the contrary first": (({"not": {"milestone": "cut"}}, {"milestone": "cut"}), []),
    "numbers that meet": (
        ({"variable": {"noise": {"at_most": 2}}}, {"variable": {"noise": {"at_least": 3}}}),
        [],
    ),
    "numbers with a gap": (
        ({"variable": {"noise": {"at_most": 2}}}, {"variable": {"noise": {"at_least": 4}}}),
        ["TTX086 injects/0/next"],
    ),
    "every word": (
        ({"variable": {"mood": {"is": "calm"}}}, {"variable": {"mood": {"is": "angry"}}}),
        [],
    ),
    "one word of two": (
        ({"variable": {"mood": {"is": "calm"}}}, {"milestone": "cut"}),
        ["TTX086 injects/0/next"],
    ),
}


@pytest.mark.parametrize(("asked", "expected"), ROUTES.values(), ids=ROUTES.keys())
def test_one_route_is_always_open_and_none_is_hidden(
    asked: tuple[Data | None, ...], expected: list[str]
) -> None:
    targets = [f"to-{place}" for place in range(len(asked))]
    assert told(a_scenario(routes(*asked), *targets, MEET, **FACTS)) == expected


OFF_LINE: dict[str, tuple[tuple[str | Data, ...], list[str]]] = {
    "next to what stands beside": (
        (goes("a", "b"), beside("b", after="a")),
        ["TTX087 injects/0/next/0/to"],
    ),
    "next to a pool": (
        (goes("a", "b"), {"id": "b", "pool": "hint"}),
        ["TTX087 injects/0/next/0/to"],
    ),
    "an option to what stands beside": (
        (asks("a", x="b", y=None), beside("b", after="a"), "c"),
        ["TTX087 injects/0/decision/options/0/next/0/to"],
    ),
    "next to what is only timed": ((goes("a", "b"), beside("b", at=5, delay=1)), []),
    "next of what stands beside": (
        ("a", {**goes("b", "c"), "release": {"after": "a"}}, "c"),
        ["TTX088 injects/1/next"],
    ),
    "next of an option beside": (
        ("a", {**asks("b", x="c", y=None), "release": {"after": "a"}}, "c"),
        ["TTX088 injects/1/decision/options/0/next"],
    ),
    "next of an option in a pool": (
        ("a", {**asks("b", x="c", y=None), "pool": "pressure"}, "c"),
        ["TTX088 injects/1/decision/options/0/next"],
    ),
    "after a pool": (
        ("a", {"id": "b", "pool": "hint"}, beside("c", after="b")),
        ["TTX091 injects/2/release/after/0"],
    ),
    "an option of a pool": (
        ("a", {**asks("b", x=None, y=None), "pool": "hint"}, beside("c", when={"option": "b/x"})),
        ["TTX091 injects/2/release/when/option"],
    ),
}


@pytest.mark.parametrize(("injects", "expected"), OFF_LINE.values(), ids=OFF_LINE.keys())
def test_the_line_and_what_stands_beside_it_keep_apart(
    injects: tuple[str | Data, ...], expected: list[str]
) -> None:
    assert told(a_scenario(*injects)) == expected


AUTO: Data = {"release": {"delay": 5, "auto": True}}
TIMERS: dict[str, tuple[tuple[str | Data, ...], list[str]]] = {
    "one of several routes": (
        (routes({"milestone": "cut"}, None), {"id": "to-0", **AUTO}, "to-1", MEET),
        ["TTX090 injects/1/release/auto"],
    ),
    "both are told": (
        (routes({"milestone": "cut"}, None), {"id": "to-0", **AUTO}, {"id": "to-1", **AUTO}, MEET),
        ["TTX090 injects/1/release/auto", "TTX090 injects/2/release/auto"],
    ),
    "the only route": ((goes("a", "b"), {"id": "b", **AUTO}, MEET), []),
    "options choose": ((asks("a", x="b", y="c"), {"id": "b", **AUTO}, "c", MEET), []),
    "where branches meet": ((asks("a", x="b", y="c"), "b", "c", {"id": "meet", **AUTO}), []),
    "several routes of one option": (
        (
            {
                "id": "a",
                "decision": a_choice(
                    {"id": "x", "next": [{"to": "b", "when": {"milestone": "cut"}}, {"to": "c"}]},
                    "y",
                ),
                "effects": [{"set": "cut"}],
            },
            {"id": "b", **AUTO},
            "c",
            MEET,
        ),
        ["TTX090 injects/1/release/auto"],
    ),
}


@pytest.mark.parametrize(("injects", "expected"), TIMERS.values(), ids=TIMERS.keys())
def test_a_timer_never_picks_a_branch(injects: tuple[str | Data, ...], expected: list[str]) -> None:
    assert told(a_scenario(*injects, **FACTS)) == expected
