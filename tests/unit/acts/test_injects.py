"""Injects go out: release, release now, skip with `as_if`, improvise; their effects."""

from __future__ import annotations

from datetime import datetime

import pytest

from simulator.acts.improvise import Improvise
from simulator.acts.injects import InjectReleased, ReleaseInject, ReleaseInjectNow
from simulator.acts.pending import InjectSkipped, SkipInject
from tests.builders import (
    Table,
    a_choice,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

TWO = {"teams": [a_team("red"), a_team("blue")]}
EACH = {"story": {"scope": "team"}}


def test_a_proposed_inject_reaches_all_its_teams() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a")
    assert (table.received("red"), table.received("blue")) == (["a"], ["a"])


def test_an_inject_that_is_not_due_is_refused() -> None:
    table = Table(a_scenario("a", "b")).start()
    assert table.refusal(ReleaseInject(inject="b")) == "not_proposed"


def test_an_inject_nobody_wrote_is_refused() -> None:
    assert Table().start().refusal(ReleaseInject(inject="z")) == "unknown_inject"


def test_an_inject_goes_to_a_team_once() -> None:
    table = Table().start().release("a")
    assert table.refusal(ReleaseInject(inject="a")) == "already_released"
    assert table.refusal(ReleaseInjectNow(inject="a")) == "already_released"


def test_only_the_facilitator_releases() -> None:
    table = Table().start()
    assert table.refusal(ReleaseInject(inject="a"), a_player()) == "facilitator_only"
    assert table.refusal(ReleaseInjectNow(inject="a"), a_player()) == "facilitator_only"
    assert table.refusal(SkipInject(inject="a", reason="x"), a_player()) == "facilitator_only"
    assert table.refusal(Improvise(title="x", body="y"), a_player()) == "facilitator_only"


def test_nothing_goes_out_before_startex_or_after_endex() -> None:
    table = Table()
    assert table.refusal(ReleaseInjectNow(inject="a")) == "not_started"


def test_an_inject_may_go_to_some_of_its_teams_and_later_to_the_others() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a", teams=("blue",))
    assert (table.received("red"), table.received("blue")) == ([], ["a"])
    assert table.proposed() == ["a", "b"]
    table.release("a")
    assert table.received("red") == ["a"]


def test_an_inject_beside_the_line_stays_due_for_the_teams_left_out() -> None:
    scenario = a_scenario("a", "b", an_inject("x", release={"after": "a"}), **TWO)
    table = Table(scenario).start().release("a").release("x", teams=("blue",))
    assert "x" in table.proposed()
    table.release("x")
    assert table.received("red") == ["a", "x"]


def test_an_inject_skipped_for_one_team_stays_due_for_the_other() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().skip("a", "red")
    assert table.proposed() == ["a", "b"]
    table.release("a")
    assert (table.received("red"), table.received("blue")) == ([], ["a"])


@pytest.mark.parametrize(("team", "code"), [("green", "unknown_team"), ("blue", "not_addressed")])
def test_a_team_that_cannot_have_it_is_refused(team: str, code: str) -> None:
    table = Table(a_scenario(an_inject("a", to="red"), "b", **TWO)).start()
    assert table.refusal(ReleaseInject(inject="a", teams=(team,))) == code


def test_release_now_overrides_the_plan_and_says_so() -> None:
    table = Table(a_scenario("a", "b", "c")).start().release_now("c")
    (event,) = table.events(InjectReleased)
    assert (event.inject, event.forced) == ("c", True)
    assert table.exercise.teams["red"].position == "c"


def test_a_plain_release_is_not_marked_as_forced() -> None:
    (event,) = Table().start().release("a").events(InjectReleased)
    assert (event.forced, event.auto) == (False, False)


def test_in_a_pause_only_release_now_sends() -> None:
    table = Table().start().pause()
    assert table.refusal(ReleaseInject(inject="a")) == "paused"
    assert table.release_now("a").received() == ["a"]


def test_an_inject_of_a_pool_goes_out_without_a_proposal() -> None:
    table = Table(a_scenario("a", an_inject("h", pool="hint"))).start()
    assert table.proposed() == ["a"]
    table.release("h")
    assert table.received() == ["h"]
    assert table.exercise.teams["red"].position is None
    assert table.events(InjectReleased)[0].pool == "hint"


def test_position_is_the_inject_of_the_line_last_released_to_the_team() -> None:
    scenario = a_scenario(
        "a", an_inject("b", to="blue"), an_inject("x", release={"after": "a"}), **TWO
    )
    table = Table(scenario).start().release("a", "x", "b")
    assert table.exercise.teams["red"].position == "a"
    assert table.exercise.teams["blue"].position == "b"


# Skip


def test_a_skipped_inject_opens_the_way_on() -> None:
    table = Table(a_scenario("a", "b")).start().skip("a")
    assert table.proposed() == ["b"]
    assert table.received() == []
    assert table.exercise.teams["red"].position is None


def test_skipping_needs_a_reason_unless_the_inject_is_optional() -> None:
    table = Table(a_scenario("a", an_inject("b", optional=True))).start()
    assert table.refusal(SkipInject(inject="a")) == "reason_needed"
    table.do(SkipInject(inject="b"))
    assert [e.inject for e in table.events(InjectSkipped)] == ["b"]


def test_skipping_as_if_an_option_had_been_chosen_takes_its_way_and_its_effects() -> None:
    options = (
        an_option("x", next="b", effects=[{"set": "m"}]),
        an_option("y", next="c"),
    )
    scenario = a_scenario(
        an_inject("a", decision=a_choice(*options)), "b", "c", milestones=[{"id": "m", "text": "M"}]
    )
    table = Table(scenario).start().skip("a", as_if="x")
    assert table.proposed() == ["b"]
    assert table.milestone("m") is True


def test_without_as_if_no_option_is_assumed() -> None:
    options = (an_option("x", next="b"), an_option("y", next="c"))
    table = Table(a_scenario(an_inject("a", decision=a_choice(*options)), "b", "c")).start()
    assert table.skip("a").proposed() == []


def test_an_option_that_is_not_there_cannot_be_assumed() -> None:
    table = Table().start()
    skip = SkipInject(inject="a", reason="x", as_if="z")
    assert table.refusal(skip) == "unknown_option"


def test_what_lies_in_a_pool_is_not_skipped() -> None:
    table = Table(a_scenario("a", an_inject("h", pool="noise"))).start()
    assert table.refusal(SkipInject(inject="h", reason="x")) == "pool_is_not_planned"


# Improvise


def test_an_improvised_inject_reaches_its_teams_and_moves_no_position() -> None:
    table = Table(a_scenario("a", "b", **TWO)).start().release("a")
    table.do(Improvise(title="The mayor", body="He is here.", to=("blue",)))
    assert table.received("red") == ["a"]
    assert table.received("blue")[1].startswith("improvised-")
    assert table.exercise.teams["blue"].position == "a"


def test_improvising_for_a_team_that_is_not_there_is_refused() -> None:
    table = Table().start()
    assert table.refusal(Improvise(title="x", body="y", to=("green",))) == "unknown_team"


def test_improvising_for_a_role_that_its_team_has_not_is_refused() -> None:
    """It went out, and nobody who sat in a role could read it."""
    table = Table(a_scenario("a", teams=[a_team("red", "chief")])).start()
    refused = Improvise(title="x", body="y", to=("red/nobody",))
    assert table.refusal(refused) == "unknown_team"
    assert table.do(Improvise(title="x", body="y", to=("red/chief",))).received()


def test_one_of_several_copies_of_a_team_may_be_improvised_for() -> None:
    table = Table(a_scenario("a", **EACH), copies=2).start()
    table.do(Improvise(title="x", body="y", to=("red-2",)))
    assert (len(table.received("red-1")), len(table.received("red-2"))) == (0, 1)


# Effects of a release

FACTS = {
    "milestones": [{"id": "m", "text": "M"}, {"id": "own", "text": "Own", "scope": "team"}],
    "variables": [{"id": "v", "text": "V", "min": 0, "max": 2}],
}


def test_effects_happen_at_the_first_release_only() -> None:
    inject = an_inject("a", effects=[{"add": {"v": 1}}])
    table = Table(a_scenario(inject, "b", **TWO, **FACTS)).start()
    table.release("a", teams=("red",)).release("a")
    assert table.variable("v") == 1


def test_a_fact_of_each_team_changes_at_the_first_release_to_that_team() -> None:
    inject = an_inject("a", effects=[{"set": "own"}, {"add": {"v": 1}}])
    table = Table(a_scenario(inject, "b", **TWO, **FACTS)).start().release("a", teams=("red",))
    assert (table.milestone("own", "red"), table.milestone("own", "blue")) == (True, False)
    table.release("a")
    assert table.milestone("own", "blue") is True
    assert table.variable("v") == 1


def test_adding_stays_within_the_bounds() -> None:
    injects = [an_inject(i, effects=[{"add": {"v": by}}]) for i, by in (("a", 5), ("b", -9))]
    table = Table(a_scenario(*injects, **FACTS)).start().release("a")
    assert table.variable("v") == 2
    assert table.release("b").variable("v") == 0


def test_effects_follow_one_another_in_their_order() -> None:
    effects = [{"set": "m"}, {"let": {"v": 1}}, {"add": {"v": 1}}, {"clear": "m"}]
    table = Table(a_scenario(an_inject("a", effects=effects), **FACTS)).start().release("a")
    assert (table.variable("v"), table.milestone("m")) == (2, False)


def test_an_effect_that_changes_nothing_is_not_recorded() -> None:
    inject = an_inject("a", effects=[{"clear": "m"}, {"add": {"v": 0}}])
    table = Table(a_scenario(inject, **FACTS)).start().release("a")
    assert table.events(InjectReleased)[0].changes == ()


def test_an_injects_story_time_jumps_at_its_first_release() -> None:
    scenario = a_scenario(
        an_inject("a", story_time="2031-05-13 09:00"),
        story={"starts": "2031-05-12 08:00", "pace": 2},
        **TWO,
    )
    table = Table(scenario).start().wait(1).release("a", teams=("red",)).wait(5).release("a")
    now = table.exercise.facts[""].story_time(table.elapsed)
    assert now == datetime.fromisoformat("2031-05-13T09:10")


# Story scope `team`


def test_under_story_scope_team_each_copy_has_its_own_plan() -> None:
    table = Table(a_scenario("a", "b", **EACH), copies=3).start()
    assert list(table.exercise.teams) == ["red-1", "red-2", "red-3"]
    table.release("a", teams=("red-2",))
    assert (table.proposed("red-1"), table.proposed("red-2")) == (["a"], ["b"])


def test_one_release_goes_to_all_copies_for_which_it_is_due() -> None:
    table = Table(a_scenario("a", "b", **EACH), copies=2).start().release("a", teams=("red-1",))
    table.release("b")
    assert (table.received("red-1"), table.received("red-2")) == (["a", "b"], [])


def test_effects_and_options_of_one_copy_do_not_touch_the_other() -> None:
    options = (an_option("x", effects=[{"set": "m"}], next="b"), an_option("y", next="c"))
    scenario = a_scenario(
        an_inject("a", decision=a_choice(*options)),
        "b",
        "c",
        milestones=[{"id": "m", "text": "M"}],
        **EACH,
    )
    table = Table(scenario, copies=2).start().release("a")
    table.decide("a", "x", by=a_player("red-1")).decide("a", "y", by=a_player("red-2"))
    assert (table.proposed("red-1"), table.proposed("red-2")) == (["b"], ["c"])
    assert (table.milestone("m", "red-1"), table.milestone("m", "red-2")) == (True, False)


def test_a_shared_fact_of_a_team_scenario_is_changed_by_any_copy() -> None:
    scenario = a_scenario(
        an_inject("a", effects=[{"set": "m"}]),
        milestones=[{"id": "m", "text": "M", "scope": "exercise"}],
        **EACH,
    )
    table = Table(scenario, copies=2).start().release("a", teams=("red-2",))
    assert table.milestone("m") is True
