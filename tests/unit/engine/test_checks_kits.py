"""The checks as a whole: every number once, no false alarm, no crash whatever the kit."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, reject, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from simulator.content.examine import Examiner
from simulator.domain.play import Play
from simulator.domain.playbook import Playbook
from simulator.domain.scenario import Scenario
from simulator.engine.checks import CHECKS, check_kit
from simulator.engine.checks.pointers import KINDS
from simulator.plugins import Registry
from tests.unit.engine.kits import RULES, Data, a_rubric, a_scenario

HERE = Path(__file__).parent
SHIPPED = sorted(Path("scenarios").glob("*/scenario.yaml"))
SKETCHED_RULES = ("completeness", "order", "timeliness", "harm", "choice", "communication")

Strategy = st.SearchStrategy[Any]


def test_every_number_is_declared_once_and_by_its_subject() -> None:
    codes = [code for check in CHECKS for code in check.codes]
    assert len(codes) == len(set(codes)) >= 45
    assert all("TTX050" <= code <= "TTX140" for code in codes)
    assert all(check.find.__doc__ for check in CHECKS)


def test_a_good_scenario_has_no_diagnostic() -> None:
    examiner = Examiner(Registry("channels"), SKETCHED_RULES)
    assert examiner.examined(HERE / "sketch" / "scenario.yaml").diagnostics == ()


@pytest.mark.parametrize("file", SHIPPED, ids=lambda file: file.parent.name)
def test_what_is_shipped_has_no_diagnostic(file: Path) -> None:
    examiner = Examiner(Registry("channels"), tuple(Registry("scoring")))
    assert examiner.examined(file).diagnostics == ()


def test_the_shortest_scenario_has_no_diagnostic() -> None:
    short = {
        "title": "The first hour",
        "teams": ["Crisis team"],
        "injects": ["Several offices report that files cannot be opened.", "A reporter calls."],
    }
    assert check_kit(Scenario.model_validate(short), (), a_rubric()) == ()


def test_a_long_chain_is_no_trouble() -> None:
    injects: list[Data] = [{"id": f"i{n}", "next": f"i{n + 1}"} for n in range(5_000)]
    assert check_kit(a_scenario(*injects, "i5000"), (), a_rubric()) == ()


MINUTES = st.integers(0, 90)
NUMBERS = st.integers(-3, 8)
WORDS = st.sampled_from(["calm", "angry", "mad"])
VALUES = st.one_of(NUMBERS, WORDS)
TEXTS = st.sampled_from(
    ["A text.", "See 8.8.8.8.", "Write to a@b.com", "The facilitator waits.", "AS12"]
)
BODIES = st.one_of(TEXTS, st.just("x" * 1600))
BOUNDS = st.one_of(
    st.builds(lambda n: {"at_least": n}, NUMBERS),
    st.builds(lambda n, m: {"at_least": n, "at_most": m}, NUMBERS, NUMBERS),
    st.builds(lambda v: {"is": v}, VALUES),
)


def thing(must: Mapping[str, Strategy], **may: Strategy) -> st.SearchStrategy[Data]:
    """A mapping with these keys, and perhaps with those."""
    return st.fixed_dictionaries(dict(must), optional=may)


def few(of: Strategy, most: int = 2) -> Strategy:
    return st.lists(of, max_size=most)


class Parts:
    """Parts of kits whose pointers are drawn from these ids; each is declared as everything."""

    def __init__(self, *ids: str) -> None:
        self.ids = st.sampled_from(ids)
        self.pairs = st.builds("{}/{}".format, self.ids, self.ids)
        self.refs = st.one_of(self.ids, self.pairs)
        self.steps = st.builds("a/{}".format, self.ids)

    def one(self, of: Strategy) -> Strategy:
        """A mapping from one id."""
        return st.dictionaries(self.ids, of, min_size=1, max_size=1)

    def conditions(self) -> Strategy:
        states = st.sampled_from(["running", "met", "missed"])
        term = st.one_of(
            thing({"milestone": self.ids}),
            thing({"variable": self.one(BOUNDS)}),
            thing({"option": self.pairs}),
            thing({"released": self.ids}, team=self.ids),
            thing({"answered": self.ids}),
            thing({"timed_out": self.ids}),
            thing({"expectation": self.pairs}),
            thing({"deadline": self.one(states)}),
        )
        pairs = st.lists(term, min_size=1, max_size=2)
        both = st.one_of(thing({"all": pairs}), thing({"any": pairs}), thing({"not": term}))
        return st.one_of(term, both, thing({"all": st.lists(both, min_size=1, max_size=2)}))

    def effects(self) -> Strategy:
        return few(
            st.one_of(
                thing({"set": self.ids}),
                thing({"clear": self.ids}),
                thing({"add": self.one(NUMBERS)}),
                thing({"let": self.one(VALUES)}),
            )
        )

    def next(self) -> Strategy:
        route = thing({"to": self.ids}, when=self.conditions())
        return st.one_of(self.ids, st.lists(route, min_size=1, max_size=3))

    def decision(self, options: Sequence[str]) -> Strategy:
        listed = [
            thing(
                {"id": st.just(id), "label": TEXTS},
                step=self.steps,
                effects=self.effects(),
                next=self.next(),
                note=TEXTS,
            )
            for id in options
        ]
        return thing(
            {"question": TEXTS, "options": st.tuples(*listed).map(list)},
            free_text=st.booleans(),
            decides=self.refs,
            time_limit=MINUTES,
            on_timeout=thing({"assume": self.ids}),
        )

    def release(self) -> Strategy:
        after = few(st.one_of(st.just("start"), self.ids, self.pairs))
        plain = thing(
            {},
            after=after,
            when=self.conditions(),
            at=MINUTES,
            delay=MINUTES,
            until=MINUTES,
            auto=st.booleans(),
        )
        guarded = thing({"not_by": MINUTES, "unless": self.conditions()}, after=after)
        return st.one_of(plain, thing({}, auto=st.booleans()), guarded)

    def inject(self, id: str) -> Strategy:
        expectation = thing(
            {"id": st.sampled_from(DECLARED), "text": TEXTS},
            team=self.ids,
            role=self.ids,
            step=self.steps,
            due=MINUTES,
            done_by=self.conditions(),
        )
        always = {
            "id": st.just(id),
            "title": TEXTS,
            "decision": self.decision(DECLARED),
            "expectations": st.tuples(*(expectation.map(_called(x)) for x in DECLARED)).map(list),
        }
        version = thing({"body": BODIES}, to=few(self.refs), when=self.conditions())
        on_line = thing(
            always,
            body=BODIES,
            to=few(self.refs),
            **{"from": self.ids},
            phase=self.ids,
            details=st.dictionaries(self.ids, st.one_of(TEXTS, few(TEXTS)), max_size=2),
            versions=few(version),
            objectives=few(self.ids),
            release=self.release(),
            next=self.next(),
            effects=self.effects(),
            story_time=st.sampled_from(["2031-05-12 08:00", "2031-05-12 09:00"]),
            ends=st.booleans(),
        )
        return st.one_of(on_line, on_line, thing({**always, "pool": st.just("noise")}))

    def scenario(self) -> Strategy:
        def declared(**fields: Strategy) -> Strategy:
            each = [thing({"id": st.just(id), **fields}) for id in DECLARED]
            return st.tuples(*each).map(list)

        roles = st.just([{"id": id, "title": id} for id in DECLARED])
        variable = thing({"text": TEXTS}, min=NUMBERS, max=NUMBERS, start=VALUES)
        choice = thing(
            {"text": TEXTS, "type": st.just("choice"), "values": st.just(["calm", "angry"])},
            start=WORDS,
            scope=st.sampled_from(["team", "exercise"]),
        )
        deadline = st.one_of(
            thing({"title": TEXTS, "step": self.steps}),
            thing(
                {"title": TEXTS, "starts": self.conditions(), "within": MINUTES},
                met_by=self.conditions(),
                to=few(self.refs),
                source=SOURCES,
            ),
        )
        use = thing(
            {},
            roles=st.dictionaries(self.ids, self.refs, max_size=2),
            triggers=st.dictionaries(self.ids, self.conditions(), max_size=2),
            branches=st.dictionaries(self.ids, self.ids, max_size=2),
        )
        return thing(
            {
                "id": st.just("kit"),
                "title": TEXTS,
                "teams": declared(title=TEXTS, roles=roles),
                "objectives": declared(text=TEXTS),
                "personas": declared(name=TEXTS, address=TEXTS),
                "phases": declared(title=TEXTS, planned=MINUTES),
                "milestones": declared(text=TEXTS),
                "requests": declared(title=TEXTS, answer=TEXTS, to=few(self.refs)),
                "variables": _each(st.one_of(variable, choice)),
                "deadlines": _each(deadline),
                "injects": st.tuples(*(self.inject(id) for id in DECLARED)).map(list),
                "playbooks": st.tuples(use.map(lambda found: {"use": "a", **found})).map(list),
            },
            planned=MINUTES,
            story=thing({}, starts=st.just("2031-05-12 08:30"), scope=st.just("team")),
            truth=thing({}, contained=self.conditions()),
        )

    def playbook(self) -> Strategy:
        times = thing(
            {"from": st.one_of(self.ids, thing({"step": self.ids})), "source": SOURCES},
            target=MINUTES,
            limit=MINUTES,
            not_before=MINUTES,
            by_severity=few(thing({"from": NUMBERS}, target=MINUTES, limit=MINUTES)),
        )
        step = thing(
            {"phase": st.sampled_from(["identify", "learn"]), "text": TEXTS},
            role=self.ids,
            after=few(self.ids),
            times=times,
            branch=st.dictionaries(self.ids, self.ids, max_size=1),
            share=thing({"with": few(self.ids)}),
        )
        return thing(
            {
                "id": st.just("a"),
                "title": TEXTS,
                "steps": _each(step),
                "roles": _each(thing({"title": TEXTS})),
                "triggers": _each(thing({"text": TEXTS})),
                "branches": _each(thing({"question": TEXTS, "answers": st.just([*DECLARED])})),
            },
            never=few(thing({"text": TEXTS}, before=self.ids), 1),
            severities=few(NUMBERS),
        )

    def play(self) -> Strategy:
        step = st.one_of(
            thing({"release": thing({"inject": self.ids}, teams=few(self.ids))}),
            thing({"skip": thing({"inject": self.ids, "as_if": self.ids})}),
            thing({"decide": thing({}, by=self.ids, inject=self.ids, option=self.ids)}),
            thing({"let": thing({"variable": self.ids, "value": VALUES})}),
            thing({"rate": thing({"subject": self.ids, "achieved": st.booleans()})}),
            thing(
                {
                    "expect": thing(
                        {},
                        proposed=few(self.ids),
                        option=st.dictionaries(self.ids, self.ids, max_size=2),
                        variable=st.dictionaries(self.ids, VALUES, max_size=2),
                        finding=thing({"rule": self.ids}, step=self.steps),
                    )
                }
            ),
        )
        named = st.sampled_from(["kit", "..", "other"])
        return thing({"scenario": named, "play": st.lists(step, min_size=1, max_size=4)})


DECLARED = ("a", "b")
SOURCES = thing({"kind": st.sampled_from(["law", "plan", "expert"])}, title=TEXTS)


def _called(id: str) -> Callable[[Data], Data]:
    return lambda found: {**found, "id": id}


def _each(of: Strategy) -> Strategy:
    """One for every id."""
    return st.tuples(*(of.map(_called(id)) for id in DECLARED)).map(list)


SOUND, BROKEN = Parts(*DECLARED), Parts(*DECLARED, "start", "all", "c")
DATA = {
    (name, parts): getattr(parts, name)()
    for name in ("scenario", "playbook", "play")
    for parts in (SOUND, BROKEN)
}


@st.composite
def kits(draw: st.DrawFn, parts: Parts) -> tuple[Scenario, list[Playbook], list[Play]]:
    """A kit; what the models themselves refuse is left out."""
    try:
        return (
            Scenario.model_validate(draw(DATA["scenario", parts])),
            [Playbook.model_validate(draw(DATA["playbook", parts]))],
            [Play.model_validate(draw(DATA["play", parts]))],
        )
    except ValidationError:
        reject()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(kits(SOUND), kits(BROKEN)))
def test_no_kit_upsets_a_check(kit: tuple[Scenario, list[Playbook], list[Play]]) -> None:
    scenario, playbooks, plays = kit
    diagnostics = check_kit(scenario, playbooks, a_rubric(), plays, RULES)
    event("broken" if {each.code for each in diagnostics} & set(KINDS) else "sound")
    assert diagnostics == check_kit(scenario, playbooks, a_rubric(), plays, RULES)
    assert [each.code for each in diagnostics] == sorted(each.code for each in diagnostics)
