"""One run: it ends as the scenario lets it, by the rules of live play, and is the same again."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from simulator.acts import Command
from simulator.acts.decisions import LogDecision
from simulator.acts.injects import ReleaseInject
from simulator.acts.play import EndExercise
from simulator.acts.requests import AnswerQuestion
from simulator.domain.edition import Kit
from simulator.rehearsal.characters import mixture
from simulator.rehearsal.facilitators import MANNERS, MIXTURE, manners
from simulator.rehearsal.once import Run, Setup, once
from simulator.rehearsal.room import Given
from simulator.rehearsal.watch import Seen
from tests.builders import a_choice, a_kit, a_scenario, a_team, an_inject, an_option
from tests.unit.rehearsal.tables import small_kit

RUNS = range(12)


def a_setup(
    kit: Kit | None = None, bots: str = "diligent", facilitator: str = "by-the-book", **more: Any
) -> Setup:
    return Setup(kit or small_kit(), mixture(bots), manners(facilitator), **more)


def given(setup: Setup, number: int = 0) -> list[Given]:
    run = Run(setup, number)
    run.to_its_end()
    return run.room.given


def runs(setup: Setup) -> list[Seen]:
    return [once(setup, number) for number in RUNS]


def test_a_run_goes_from_startex_to_endex() -> None:
    acts = given(a_setup())
    assert acts[0].command.kind == "start_exercise"
    assert acts[-1].command.kind == "end_exercise"
    seen = once(a_setup(), 0)
    assert (seen.outcome, seen.ends, seen.injects) == ("ended", ("c",), ("a", "b", "c"))
    assert seen.duration == acts[-1].elapsed


def test_the_same_seed_and_number_do_the_same() -> None:
    assert once(a_setup(), 3) == once(a_setup(), 3)
    assert given(a_setup(), 3) == given(a_setup(), 3)
    assert given(a_setup(), 3) != given(a_setup(), 4)
    assert given(a_setup(), 3) != given(a_setup(seed=2), 3)


@pytest.mark.parametrize("bots", ["diligent", "silent,contrary", "racing,stalling"])
@pytest.mark.parametrize("facilitator", [*MANNERS, MIXTURE])
def test_nothing_that_is_done_is_refused(bots: str, facilitator: str) -> None:
    found = runs(a_setup(bots=bots, facilitator=facilitator))
    assert [seen.refused for seen in found if seen.refused] == []
    assert {seen.outcome for seen in found} == {"ended"}


def test_each_run_deals_the_bots_anew() -> None:
    found = runs(a_setup(bots="diligent,silent"))
    assert {seen.characters for seen in found} == {("diligent", "silent"), ("silent", "diligent")}


def test_teams_made_of_one_play_each_its_own_story() -> None:
    scenario = a_scenario(
        an_inject("a"), an_inject("b", ends=True), teams=[a_team("red")], story={"scope": "team"}
    )
    seen = once(a_setup(a_kit(scenario), copies=3), 0)
    assert seen.outcome == "ended"
    assert sorted(seen.idle) == ["red-1", "red-2", "red-3"]


def test_where_a_rule_of_live_play_says_otherwise_the_run_does_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rehearsal has no rules of its own: what `acts` decides and offers is what happens."""
    before = once(a_setup(), 0)
    offers = LogDecision.offers.__func__  # type: ignore[attr-defined]

    def none_about_b(cls: type[Command], exercise: Any, viewer: Any) -> Any:
        return tuple(c for c in offers(cls, exercise, viewer) if c.given.get("inject") != "b")

    monkeypatch.setattr(LogDecision, "offers", classmethod(none_about_b))
    after = once(a_setup(), 0)
    assert before.options
    assert after.options == ()
    assert any(team == "red" for team, _ in after.decided)


def test_what_the_rules_refuse_is_counted_as_their_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuses(self: LogDecision, exercise: Any, moment: Any) -> Any:
        from simulator.domain.errors import Refused

        raise Refused("text_needed")

    monkeypatch.setattr(LogDecision, "decide", refuses)
    assert set(once(a_setup(), 0).refused) == {"text_needed"}


def test_a_run_that_has_no_way_on_is_a_dead_end() -> None:
    trap = a_choice(an_option("in", next="e"), an_option("out", next="z"), decides="red")
    scenario = a_scenario(
        an_inject("e", next="f"),
        an_inject("f", decision=trap),
        an_inject("z", ends=True),
        teams=[a_team("red")],
    )
    found = runs(a_setup(a_kit(scenario)))
    assert {seen.outcome for seen in found} == {"ended", "dead_end"}
    assert {seen.dead for seen in found if seen.dead} == {("no_end", "f", "in")}


def test_a_run_that_waits_for_what_never_comes_is_a_dead_end() -> None:
    scenario = a_scenario(
        an_inject("a", next=[{"to": "z", "when": {"milestone": "told"}}]),
        an_inject("z", ends=True),
        milestones=[{"id": "told", "text": "Told"}],
        teams=[a_team("red")],
    )
    assert {seen.dead for seen in runs(a_setup(a_kit(scenario)))} == {("nothing_due", "a", "")}


def test_where_only_the_facilitator_ends_play_it_ends_when_nothing_comes() -> None:
    scenario = a_scenario(an_inject("a", release={"after": "start"}), teams=[a_team("red")])
    seen = once(a_setup(a_kit(scenario)), 0)
    assert (seen.outcome, seen.injects) == ("ended", ("a",))


def acts(found: list[Given], kind: type[Command]) -> list[Given]:
    return [each for each in found if isinstance(each.command, kind)]


def duration(facilitator: str) -> float:
    return sum(seen.duration for seen in runs(a_setup(facilitator=facilitator))) / len(RUNS)


def test_facilitators_differ_in_haste_and_in_what_they_answer() -> None:
    impatient, book, forgetful = map(duration, ("impatient", "by-the-book", "forgetful"))
    assert impatient < book < forgetful
    assert left_open("by-the-book") < 0.2 < left_open("forgetful")
    assert left_open("by-the-book") < left_open("impatient")


def left_open(facilitator: str) -> float:
    """The share of questions that nobody answered, over many runs of a longer exercise."""
    injects = [an_inject(f"i{n}") for n in range(8)] + [an_inject("z", ends=True)]
    kit = a_kit(a_scenario(*injects, teams=[a_team("red"), a_team("blue")]))
    found = runs(a_setup(kit, facilitator=facilitator))
    return sum(seen.unanswered for seen in found) / sum(seen.questions for seen in found)


TIMED = a_scenario(
    an_inject("a"),
    an_inject("b", release={"delay": 10}),
    an_inject("c", release={"delay": 5}, optional=True),
    an_inject("d", release={"delay": 5}, ends=True),
    teams=[a_team("red")],
)


def test_by_the_book_releases_when_due_and_the_impatient_early_and_not_all() -> None:
    for number in RUNS:
        book = acts(given(a_setup(a_kit(TIMED)), number), ReleaseInject)
        times = [each.elapsed for each in book]
        waits = [b - a for a, b in pairwise(times)]
        assert all(0 <= w - due <= 120 for w, due in zip(waits, (600, 300, 300), strict=True))
    hasty = [given(a_setup(a_kit(TIMED), facilitator="impatient"), number) for number in RUNS]
    kinds = {each.command.kind for found in hasty for each in found}
    assert {"release_inject_now", "skip_inject"} <= kinds
    assert all(found[-1].elapsed < 900 for found in hasty)


def test_the_facilitator_decides_for_a_table_that_comes_to_nothing() -> None:
    point = a_choice(
        an_option("x", next="z"),
        an_option("y", next="z"),
        decides="red",
        time_limit=5,
        on_timeout={"assume": "y"},
    )
    scenario = a_scenario(
        an_inject("a", decision=point), an_inject("z", ends=True), teams=[a_team("red")]
    )
    setup = a_setup(a_kit(scenario), bots="silent")
    found = runs(setup)
    assert {seen.outcome for seen in found} == {"ended"}
    entered = [seen for seen in found if seen.entered]
    assert entered
    assert {seen.options for seen in entered} == {("a/y",)}


def test_prepared_answers_go_out_when_they_may() -> None:
    scenario = small_kit().original.scenario
    slow = tuple(request.having(delay=6.0) for request in scenario.requests)
    kit = a_kit(scenario.having(requests=slow), *small_kit().original.playbooks)
    found = []
    for number in RUNS:
        run = Run(a_setup(kit, bots="stalling"), number)
        run.to_its_end()
        teams = run.room.exercise.teams.values()
        found += [q for state in teams for q in state.questions if q.request]
    assert found
    assert all((q.answered or 0) - q.since >= 360 for q in found)


def test_a_question_that_no_answer_is_prepared_for_gets_a_typed_one() -> None:
    kit = a_kit(a_scenario(*(an_inject(f"i{n}", ends=n == 5) for n in range(6))))
    sent = [g.command for n in RUNS for g in acts(given(a_setup(kit), n), AnswerQuestion)]
    assert sent
    assert all(getattr(command, "text", None) for command in sent)


def test_a_team_with_nothing_to_do_gets_something_of_the_decks() -> None:
    scenario = a_scenario(
        an_inject("a"),
        an_inject("hint", pool="hint", to=["blue"]),
        an_inject("b", to=["red"], release={"delay": 25}),
        an_inject("c", ends=True),
        teams=[a_team("red"), a_team("blue")],
    )
    found = runs(a_setup(a_kit(scenario)))
    assert all("hint" in seen.injects for seen in found)
    idle = [seen.idle["blue"][0] for seen in found]
    assert max(idle) < 1500


def test_a_run_that_takes_too_long_is_given_up() -> None:
    scenario = a_scenario(an_inject("a"), an_inject("b", release={"at": 900}, ends=True))
    assert once(a_setup(a_kit(scenario)), 0).outcome == "given_up"


def test_bots_speak_the_language_that_is_asked_for() -> None:
    texts = [
        each.command.text or ""
        for each in given(replace(a_setup(bots="stalling"), language="es"))
        if isinstance(each.command, LogDecision)
    ]
    assert texts


def test_endex_is_proposed_before_it_is_given() -> None:
    found = given(a_setup())
    ended = acts(found, EndExercise)
    last = acts(found, ReleaseInject)[-1]
    assert [each.elapsed >= last.elapsed for each in ended] == [True]
