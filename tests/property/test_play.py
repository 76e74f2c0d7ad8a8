"""Random people give random commands, legal and not, in random small scenarios."""

from __future__ import annotations

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator.acts import Command, replay
from simulator.acts.amendments import AmendDecision
from simulator.acts.clock import JumpClock, PauseExercise, ResumeExercise
from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import Observe, TakeNote
from simulator.acts.facts import SetMilestone, SetVariable
from simulator.acts.improvise import Improvise
from simulator.acts.injects import ReleaseInject, ReleaseInjectNow
from simulator.acts.pending import SkipInject
from simulator.acts.people import JoinExercise, LeaveExercise
from simulator.acts.play import EndExercise, StartExercise
from simulator.acts.requests import AnswerQuestion, AskQuestion, DeclineQuestion
from simulator.domain.errors import NotAllowed, Refused
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from simulator.stores.base import read_back
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_choice,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
    filled,
)

IDS = ("a", "b", "c", "d", "e")
quick = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)

# Scenarios

ids = st.sampled_from(IDS)
conditions = st.one_of(
    st.just({"milestone": "m"}),
    st.just({"milestone": "own"}),
    st.just({"not": {"milestone": "m"}}),
    st.just({"variable": {"v": {"at_least": 1}}}),
    st.builds(lambda i: {"released": i}, ids),
    st.builds(lambda i: {"option": f"{i}/x"}, ids),
    st.builds(lambda i: {"timed_out": i}, ids),
    st.just({"answered": "r"}),
    st.just({"deadline": {"dl": "missed"}}),
    st.builds(lambda i: {"all": [{"milestone": "m"}, {"released": i}]}, ids),
)
effects = st.lists(
    st.sampled_from(
        [{"set": "m"}, {"clear": "m"}, {"set": "own"}, {"add": {"v": 1}}, {"let": {"v": 0}}]
    ),
    max_size=2,
)
maybe_next = st.one_of(
    st.none(),
    ids,
    st.builds(
        lambda to, when, other: [{"to": to, "when": when}, {"to": other}], ids, conditions, ids
    ),
)
minutes = st.sampled_from([0, 1, 5, 20])
releases = st.one_of(
    st.just({}),
    st.fixed_dictionaries({}, optional={"at": minutes, "delay": minutes, "until": minutes}),
    st.builds(
        lambda a, d, auto: {"after": a, "delay": d, "auto": auto}, ids, minutes, st.booleans()
    ),
    st.builds(lambda w, auto: {"when": w, "auto": auto}, conditions, st.booleans()),
    st.builds(lambda a, n, u: {"after": a, "not_by": n, "unless": u}, ids, minutes, conditions),
)


@st.composite
def injects(draw: st.DrawFn, id: str) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "effects": draw(effects),
        "to": draw(st.sampled_from([[], ["red"], ["red/chief"]])),
    }
    if draw(st.booleans()):
        options = [an_option(o, effects=draw(effects), next=draw(maybe_next)) for o in "xy"]
        fields["decision"] = a_choice(*options, time_limit=draw(st.sampled_from([None, 5])))
    if draw(st.integers(0, 5)) == 0:
        return an_inject(id, pool="hint", **fields)
    fields |= {"release": draw(releases), "next": draw(maybe_next)}
    fields["versions"] = [{"when": draw(conditions), "body": f"Version of {id}."}]
    fields["expectations"] = [{"id": "e", "text": "E", "done_by": draw(conditions)}]
    return an_inject(id, **fields)


@st.composite
def scenarios(draw: st.DrawFn) -> tuple[Scenario, int]:
    """A scenario, and how many teams are made of the one it may declare."""
    each = draw(st.booleans())
    red = a_team("red", "chief", "clerk")
    scenario = a_scenario(
        *[draw(injects(id)) for id in IDS],
        story={"scope": "team" if each else "exercise", "starts": "2031-05-12 08:00"},
        teams=[red] if each else [red, a_team("blue")],
        milestones=[{"id": "m", "text": "M"}, {"id": "own", "text": "O", "scope": "team"}],
        variables=[{"id": "v", "text": "V", "min": 0, "max": 3}],
        requests=[{"id": "r", "title": "R", "ask": ["tape"], "answer": "Yes.", "delay": 1}],
        deadlines=[
            {"id": "dl", "title": "D", "to": "red", "starts": draw(conditions), "within": 5}
        ],
    )
    return scenario, 2 if each else 1


# Commands

people = st.sampled_from(
    [FACILITATOR] * 4
    + [EVALUATOR, OBSERVER, PROJECTOR]
    + [a_player(team) for team in ("red", "blue", "red-1", "red-2", "green")]
    + [a_player("red", "chief"), a_player("red-1", "clerk")]
)
teams = st.sampled_from([(), ("red",), ("blue",), ("red-2",)])
maybe_team = st.sampled_from([None, "red", "blue", "red-1"])
options = st.sampled_from([None, "x", "y", "z"])
maybe_id = st.one_of(st.none(), ids)
commands: st.SearchStrategy[Command] = st.one_of(
    st.just(StartExercise()),
    st.just(PauseExercise()),
    st.just(ResumeExercise()),
    st.builds(JumpClock, exercise=st.sampled_from([None, 1.0, 30.0])),
    st.builds(JumpClock, story=st.sampled_from([None, 60.0])),
    st.builds(ReleaseInject, inject=ids, teams=teams),
    st.builds(ReleaseInjectNow, inject=ids, teams=teams),
    st.builds(SkipInject, inject=ids, teams=teams, as_if=options, reason=st.just("R.")),
    st.builds(Improvise, title=st.just("T"), body=st.just("B"), to=teams),
    st.builds(LogDecision, inject=maybe_id, option=options, text=st.just("x"), team=maybe_team),
    st.builds(AmendDecision, inject=maybe_id, option=options, team=maybe_team),
    st.builds(AskQuestion, text=st.sampled_from(["Any tape?", "What?"]), team=maybe_team),
    st.builds(AnswerQuestion, request=st.sampled_from([None, "r"]), text=st.just("A")),
    st.just(DeclineQuestion()),
    st.builds(SetMilestone, milestone=st.sampled_from(["m", "own"]), value=st.booleans()),
    st.builds(SetVariable, variable=st.just("v"), value=st.integers(-1, 4), team=maybe_team),
    st.builds(
        Observe,
        team=st.sampled_from(["red", "blue"]),
        expectation=st.builds(lambda i: f"{i}/e", ids),
        result=st.just("done"),
    ),
    st.just(TakeNote(text="N")),
    st.just(JoinExercise()),
    st.just(LeaveExercise()),
)
offered = st.integers(0, 10_000)
waits = st.sampled_from([0.5, 6.0])
sessions = st.lists(
    st.one_of(offered, offered, offered, waits, st.tuples(commands, people)),
    min_size=15,
    max_size=30,
)
"""Something of what is offered, by its place; minutes that pass; or any command by anybody."""


def tried(table: Table, command: Command, actor: Actor) -> bool:
    """Whether a command was accepted; a refused one leaves no trace."""
    before, number = table.exercise, len(table.records)
    try:
        table.do(command, actor)
    except (Refused, NotAllowed):
        assert table.exercise is before
        assert len(table.records) == number
        return False
    return True


def played(scenario: Scenario, copies: int, session: list[Any]) -> Table:
    """A session played on a table that has started."""
    table = Table(scenario, copies=copies).start()
    for step in session:
        if isinstance(step, tuple):
            tried(table, *step)
        elif isinstance(step, float):
            table.wait(step)
        elif offers := [(c, actor) for actor in seats(table) for c in table.offers(actor)]:
            choice, actor = offers[step % len(offers)]
            if choice.kind != "end_exercise":
                table.do(filled(choice, table.exercise), actor)
    return table


def seats(table: Table) -> list[Actor]:
    playing = [a_player(team, role) for team in table.exercise.teams for role in (None, "chief")]
    return [FACILITATOR, EVALUATOR, OBSERVER, PROJECTOR, *playing]


@quick
@given(scenarios(), sessions)
def test_replaying_the_stored_bytes_gives_the_live_state(
    scenario: tuple[Scenario, int], session: list[Any]
) -> None:
    table = played(*scenario, session)
    assert table.replayed() == table.exercise
    assert replay(table.records) == table.exercise
    assert [read_back(text) for text in table.stored] == table.records


@quick
@given(scenarios(), sessions)
def test_records_are_numbered_without_a_gap_and_time_never_goes_back(
    scenario: tuple[Scenario, int], session: list[Any]
) -> None:
    records = played(*scenario, session).records
    assert [r.seq for r in records] == list(range(1, len(records) + 1))
    assert [r.elapsed for r in records] == sorted(r.elapsed for r in records)
    assert [r.at for r in records] == sorted(r.at for r in records)


@quick
@given(scenarios(), sessions)
def test_once_settled_nothing_follows_at_the_same_moment(
    scenario: tuple[Scenario, int], session: list[Any]
) -> None:
    table = played(*scenario, session)
    number = len(table.records)
    assert len(table.wait(0).records) == number


@quick
@given(scenarios(), sessions)
def test_every_offer_is_accepted(scenario: tuple[Scenario, int], session: list[Any]) -> None:
    table = played(*scenario, session)
    for actor in seats(table):
        for choice in table.offers(actor):
            table.branch().do(filled(choice, table.exercise), actor)


@quick
@given(scenarios(), sessions)
def test_no_player_reads_what_did_not_reach_the_team(
    scenario: tuple[Scenario, int], session: list[Any]
) -> None:
    table = played(*scenario, session)
    for actor in seats(table)[2:]:
        mine = [actor.team] if actor.team else list(table.exercise.teams)
        reached = {id for team in mine for id in table.received(team)}
        told = table.view(actor).model_dump_json()
        for id in set(IDS) - reached:
            assert f"Body of {id}." not in told
            assert f"Title of {id}" not in told
            assert f"Version of {id}." not in told


@quick
@given(scenarios(), sessions, st.lists(st.tuples(commands, people), min_size=1, max_size=5))
def test_an_end_ends(
    scenario: tuple[Scenario, int], session: list[Any], later: list[tuple[Command, Actor]]
) -> None:
    """After ENDEX only evaluators' entries and leaving are accepted."""
    table = played(*scenario, session).do(EndExercise())
    for command, actor in later:
        if tried(table, command, actor):
            assert command.kind in ("observe", "take_note", "leave_exercise")
