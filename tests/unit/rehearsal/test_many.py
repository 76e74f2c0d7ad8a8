"""Many runs: counted together the same on any number of processes, and as far as they came."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from simulator.content.yaml import read
from simulator.domain.edition import Kit
from simulator.domain.errors import Refused
from simulator.domain.play import Play
from simulator.domain.rehearsal import Rehearsal
from simulator.plays.run import Player
from simulator.rehearsal import many
from simulator.rehearsal.many import rehearse
from simulator.rehearsal.once import Setup, once
from simulator.rehearsal.tally import Tally, spread
from simulator.rehearsal.watch import Seen
from simulator.stores.memory import MemoryLog
from tests.builders import a_choice, a_kit, a_scenario, a_team, an_inject, an_option
from tests.unit.rehearsal.tables import small_kit
from tests.unit.rehearsal.test_once import a_setup


def trapped() -> Kit:
    """Two ways lead into nowhere, one of them by a detour; a third to the end."""
    point = a_choice(
        an_option("left", next="c"),
        an_option("right", next="d"),
        an_option("up", next="e"),
        decides="red",
    )
    trap = a_choice(an_option("in", next="e"), an_option("out", next="z"), decides="red")
    scenario = a_scenario(
        an_inject("a"),
        an_inject("b", decision=point),
        an_inject("c", next=[{"to": "z", "when": {"milestone": "told"}}]),
        an_inject("d", next="z"),
        an_inject("e", release={"delay": 3}, next="f"),
        an_inject("f", decision=trap),
        an_inject("z", ends=True),
        milestones=[{"id": "told", "text": "Told"}],
        teams=[a_team("red"), a_team("blue")],
    )
    return a_kit(scenario)


def told(setup: Setup, runs: int = 12, jobs: int = 1) -> Rehearsal:
    found, whole = rehearse(setup, runs, jobs, lambda count: None)
    assert whole
    return found


@pytest.fixture(scope="module")
def mixed() -> Rehearsal:
    return told(a_setup(trapped(), bots="diligent,silent,racing", facilitator="mixture"), 40)


@pytest.mark.slow
def test_two_processes_find_what_one_does() -> None:
    setup = a_setup(trapped(), bots="diligent,silent,racing", facilitator="mixture")
    assert told(setup, 40, jobs=2) == told(setup, 40, jobs=1)


def test_a_kit_travels_to_another_process_as_it_is() -> None:
    setup = a_setup(trapped(), bots="diligent,silent", facilitator="mixture", seed=5)
    many._begin(many._packed(setup))
    assert many._setup == [setup]
    assert many._one(7) == once(setup, 7)


def test_another_seed_finds_something_else(mixed: Rehearsal) -> None:
    other = a_setup(trapped(), bots="diligent,silent,racing", facilitator="mixture", seed=2)
    assert told(other, 40).duration != mixed.duration


def test_every_run_is_counted_once(mixed: Rehearsal) -> None:
    assert mixed.runs == mixed.asked == sum(mixed.outcomes.values()) == 40
    assert sum(end.runs for end in mixed.endings) == mixed.outcomes["ended"]
    assert sum(dead.runs for dead in mixed.dead_ends) == mixed.outcomes["dead_end"]
    assert sum(mixed.lasted.values()) == mixed.outcomes["ended"]
    assert not mixed.good
    assert told(a_setup()).good


def test_runs_are_told_how_far_they_are() -> None:
    counts: list[int] = []
    rehearse(a_setup(), 3, 1, counts.append)
    assert counts == [1, 2, 3]


def interrupted_after(runs: int) -> Callable[[int], None]:
    def told(count: int) -> None:
        if count == runs:
            raise KeyboardInterrupt

    return told


def test_what_was_played_is_told_when_somebody_interrupts() -> None:
    found, whole = rehearse(a_setup(), 30, 1, interrupted_after(4))
    assert (found.runs, found.asked, whole) == (4, 30, False)
    found, whole = rehearse(a_setup(), 30, 1, interrupted_after(0))
    assert whole


def test_interrupted_before_the_first_run_there_is_nothing_to_tell(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupts(setup: Setup, number: int) -> Seen:
        raise KeyboardInterrupt

    monkeypatch.setattr(many, "once", interrupts)
    found, whole = rehearse(a_setup(), 30, 1, lambda count: None)
    assert (found.runs, found.duration, whole) == (0, None, False)


@pytest.mark.slow
def test_workers_are_stopped_when_somebody_interrupts() -> None:
    found, whole = rehearse(a_setup(), 400, 2, interrupted_after(5))
    assert (found.runs, whole) == (5, False)


# Dead ends


def test_dead_ends_are_told_apart_by_where_play_stands(mixed: Rehearsal) -> None:
    found = {(dead.kind, dead.inject, dead.option) for dead in mixed.dead_ends}
    assert found == {("no_end", "f", "in"), ("nothing_due", "c", None)}


def plays(found: Rehearsal) -> dict[str, Play]:
    texts = {dead.inject or "": dead.play or "" for dead in found.dead_ends}
    return {inject: Play.model_validate(read(text).data) for inject, text in texts.items()}


async def test_the_way_into_a_dead_end_leads_there_when_it_is_played(mixed: Rehearsal) -> None:
    for play in plays(mixed).values():
        played = await Player(play, trapped(), MemoryLog(), {}, exercise="way").run()
        assert played.expectations == 1
        assert played.failures == []


def test_the_way_into_a_dead_end_holds_what_is_needed_and_nothing_else(mixed: Rehearsal) -> None:
    words = {inject: [step.name for step in play.play] for inject, play in plays(mixed).items()}
    assert words["c"] == ["start", "release", "release", "decide", "release", "expect"]
    way = ["start", "release", "release", "decide", "wait", "release", "release", "decide"]
    assert words["f"] == [*way, "expect"]


# Counting


def test_a_spread_says_what_one_run_in_ten_exceeds() -> None:
    found = spread(dict.fromkeys(range(1, 11), 1), 1)
    assert found is not None
    assert (found.least, found.tenth, found.median, found.ninetieth, found.most) == (1, 1, 5, 9, 10)
    assert spread({}, 1) is None


def test_what_the_longest_runs_have_in_common_is_seen_more_often_in_them() -> None:
    tally = Tally()
    seen = once(a_setup(), 0)
    rng = random.Random(4)
    for number in range(100):
        long = number < 8
        injects = ("a", "c", *(("b",) if long or rng.random() < 0.1 else ()))
        tally.add(
            Seen(
                **{name: getattr(seen, name) for name in seen.__slots__}
                | {"duration": 6000.0 if long else 3000.0, "injects": injects, "options": ()}
            )
        )
    longest = tally.told(a_setup(), 100, lambda number, dead: None).longest
    assert longest is not None
    assert (longest.runs, longest.minutes) == (8, 100)
    assert [(c.kind, c.ref, c.longest) for c in longest.common] == [("inject", "b", 1.0)]


def test_where_all_runs_take_as_long_nothing_is_said_of_the_longest() -> None:
    tally = Tally()
    seen = once(a_setup(), 0)
    for _ in range(20):
        tally.add(seen)
    assert tally.told(a_setup(), 20, lambda number, dead: None).longest is None


def test_what_no_bot_did_is_told_and_what_nobody_could_do_is_not() -> None:
    kit = small_kit()
    found = told(a_setup(kit, bots="silent"), 4)
    able = told(a_setup(kit), 20)
    assert able.unmet == ()
    assert found.by_people == able.by_people == ("a/y", "a/z")
    assert set(found.unmet) <= {"a/x"}


def test_what_is_never_seen_is_told() -> None:
    scenario = a_scenario(
        an_inject("a", decision=a_choice(an_option("x"), an_option("y"), decides="red")),
        an_inject("b", release={"after": "a", "when": {"milestone": "no"}}),
        an_inject("z", ends=True),
        milestones=[{"id": "no", "text": "Never"}],
    )
    found = told(a_setup(a_kit(scenario)), 20)
    assert (found.unseen_injects, found.unseen_options) == (("b",), ())


def test_a_team_that_waits_is_told_with_the_inject_it_had_last() -> None:
    scenario = a_scenario(
        an_inject("a"),
        an_inject("b", to=["red"], release={"delay": 30}),
        an_inject("z", ends=True, to=["red"]),
        teams=[a_team("red"), a_team("blue")],
    )
    found = told(a_setup(a_kit(scenario), bots="racing"))
    assert {(place.team, place.inject) for place in found.left_idle} >= {("blue", "a")}
    idle = {each.team: each for each in found.idle}
    assert idle["blue"].over == 12
    assert idle["blue"].longest.median > 15


def test_memory_does_not_grow_with_the_runs() -> None:
    """The tally after many runs is as large as after some."""
    import pickle

    tally, sizes = Tally(), []
    seen = [once(a_setup(), number) for number in range(10)]
    for count in range(400):
        tally.add(seen[count % 10])
        if count in (49, 399):
            sizes.append(len(pickle.dumps(vars(tally))))
    assert sizes[1] <= sizes[0] * 1.2


def test_a_rule_that_no_longer_offers_something_changes_the_report(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from simulator.acts.requests import AskQuestion

    before = told(a_setup(), 10).control.questions
    monkeypatch.setattr(AskQuestion, "offers", classmethod(lambda cls, exercise, viewer: ()))
    assert before > 0
    assert told(a_setup(), 10).control.questions == 0


def test_a_refusal_of_what_was_offered_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from simulator.acts.messages import SendMessage

    def refuses(*_: object) -> None:
        raise Refused("paused")

    monkeypatch.setattr(SendMessage, "decide", refuses)
    assert told(a_setup(), 10).refused["paused"] > 0
