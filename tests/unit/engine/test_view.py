"""What each audience sees and never sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from simulator.acts.clock import ChangeSpeed, InterruptExercise
from simulator.acts.evaluation import Observe, TakeNote
from simulator.acts.facts import SetVariable
from simulator.acts.improvise import Improvise
from simulator.acts.passes import WithdrawInject
from simulator.acts.pending import EditInject
from simulator.acts.play import EndExercise
from simulator.acts.requests import DeclineQuestion
from simulator.domain.edition import Face
from simulator.domain.people import SYSTEM, Actor
from simulator.domain.playbook import Playbook
from simulator.domain.scenario import Scenario
from simulator.domain.view import Card
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    OBSERVER,
    PROJECTOR,
    Table,
    a_choice,
    a_kit,
    a_playbook,
    a_player,
    a_scenario,
    a_team,
    an_inject,
    an_option,
)

RED, BLUE = a_player("red"), a_player("blue")
CHIEF, CLERK = a_player("red", "chief"), a_player("red", "clerk")


# Secrets: every text says who may read it, as ⟪…⟫


def book() -> Playbook:
    step = {
        "id": "inform",
        "phase": "communicate",
        "text": "⟪control⟫ step",
        "guidance": "⟪control⟫ guidance",
        "aliases": ["⟪control⟫ alias"],
        "condition": "⟪control⟫ condition",
        "times": {"from": "loss", "limit": 10, "source": {"kind": "law", "title": "⟪control⟫"}},
    }
    return a_playbook(
        step,
        summary="⟪control⟫ summary",
        triggers=[{"id": "loss", "text": "⟪control⟫ trigger"}],
        never=[{"id": "pay", "text": "⟪control⟫ never"}],
        branches=[{"id": "q", "question": "⟪control⟫ branch", "answers": ["⟪control⟫ yes"]}],
    )


def inject(id: str, reader: str, **fields: Any) -> dict[str, Any]:
    """An inject for a reader, with control's texts all around it."""
    whole = {
        "title": f"⟪{reader}⟫ title {id}",
        "body": f"⟪{reader}⟫ body {id}",
        "tags": ["⟪control⟫ tag"],
        "techniques": ["⟪control⟫ T1486"],
        "objectives": ["goal"],
        "questions": {"primary": "⟪control⟫ primary", "probing": ["⟪control⟫ probing"]},
        "expectations": [{"id": "e", "text": "⟪control⟫ expected", "step": "book/inform"}],
        "facilitator": {
            "delivery": "⟪control⟫ delivery",
            "listen_for": ["⟪control⟫ listen"],
            "red_flags": ["⟪control⟫ flag"],
            "hints": ["⟪control⟫ hint"],
            "move_on": "⟪control⟫ move on",
            "notes": "⟪control⟫ notes",
        },
    }
    return an_inject(id, **(whole | fields))


def full() -> Scenario:
    point = a_choice(
        an_option("x", label="⟪teams⟫ label", note="⟪control⟫ note", next="later"),
        an_option("y", label="⟪teams⟫ label", note="⟪control⟫ note", effects=[{"set": "m"}]),
        question="⟪teams⟫ question",
        decides="red",
        time_limit=5,
        on_timeout={"assume": "x"},
    )
    versions = [
        {"to": "red/chief", "title": "⟪chief⟫ title", "body": "⟪chief⟫ version"},
        {"to": "blue", "title": "⟪blue⟫ title", "body": "⟪blue⟫ version"},
        {"to": "red", "when": {"milestone": "never"}, "body": "⟪never⟫ version"},
    ]
    return a_scenario(
        inject("a", "teams", decision=point),
        inject("v", "red", versions=versions),
        inject("r", "red", to="red"),
        inject("b", "blue", to="blue"),
        inject("c", "chief", to="red/chief"),
        inject("room", "room", projector=True),
        inject("later", "never", release={"delay": 60}),
        inject("pool", "never", pool="hint"),
        inject("cond", "never", release={"after": "a", "not_by": 90, "unless": {"milestone": "m"}}),
        title="⟪room⟫ The hour",
        summary="⟪control⟫ summary",
        authors=["⟪control⟫ author"],
        audience="⟪control⟫ audience",
        tags=["⟪control⟫ tag"],
        brief="⟪all⟫ brief",
        organisation="⟪all⟫ organisation",
        facilitator_brief="⟪control⟫ brief",
        assumptions=["⟪all⟫ assumption"],
        objectives=[
            {
                "id": "goal",
                "text": "⟪control⟫ objective",
                "criteria": ["⟪control⟫ criterion"],
                "capability": "⟪control⟫ capability",
                "critical_tasks": [{"id": "t", "text": "⟪control⟫ task"}],
            }
        ],
        teams=[
            {
                "id": "red",
                "title": "⟪all⟫ Red",
                "brief": "⟪red⟫ brief",
                "roles": [
                    {"id": "chief", "title": "⟪red⟫ Chief", "brief": "⟪chief⟫ brief"},
                    {"id": "clerk", "title": "⟪red⟫ Clerk", "brief": "⟪clerk⟫ brief"},
                ],
            },
            {"id": "blue", "title": "⟪all⟫ Blue", "brief": "⟪blue⟫ brief"},
        ],
        personas=[{"id": "p", "name": "⟪control⟫ persona"}],
        phases=[{"id": "ph", "title": "⟪control⟫ phase"}],
        milestones=[
            {"id": "m", "text": "⟪control⟫ milestone"},
            {"id": "never", "text": "⟪control⟫ milestone"},
        ],
        variables=[{"id": "v", "text": "⟪control⟫ variable"}],
        deadlines=[
            {"id": "staff", "title": "⟪control⟫ deadline", "step": "book/inform"},
            {
                "id": "red",
                "title": "⟪red⟫ deadline",
                "to": "red",
                "starts": {"released": "a"},
                "within": 30,
                "clock": "exercise",
                "source": {"kind": "law", "title": "⟪control⟫ source"},
            },
        ],
        requests=[
            {"id": "q", "title": "⟪control⟫ request", "ask": ["tape"], "answer": "⟪red⟫ answer"},
            {"id": "n", "title": "⟪control⟫ request", "answer": "⟪never⟫ answer"},
        ],
        control_tasks={"before": ["⟪control⟫"], "during": ["⟪control⟫"], "after": ["⟪control⟫"]},
        evaluation={"rows": [{"id": "row", "text": "⟪control⟫ row"}]},
        debrief_questions=["⟪control⟫ question"],
        truth={"notes": ["⟪control⟫ truth"]},
        playbooks=[{"use": "book", "triggers": {"loss": {"released": "a"}}}],
    )


def played() -> Table:
    """A table at which everything happened that should stay where it belongs."""
    table = Table(full(), book()).start()
    table.release("a").do(SetVariable(variable="v", value=7))
    table.decide("a", "y", by=CHIEF, text="⟪red⟫ decided", rationale="⟪red⟫ because")
    table.release("v", "r", "b", "c", "room")
    table.decide("a", by=BLUE, text="⟪blue⟫ decided")
    table.ask("⟪red⟫ any tape?", RED).answer(request="q").ask("⟪red⟫ open", RED)
    table.ask("⟪blue⟫ asked", BLUE).do(DeclineQuestion(team="blue", reason="⟪blue⟫ no"))
    table.do(Improvise(title="⟪blue⟫ sent", body="⟪blue⟫ sent", to=("blue",), faces=IMPROVISED))
    table.do(Observe(team="red", row="row", result="done", text="⟪control⟫ seen"), EVALUATOR)
    table.do(TakeNote(text="⟪control⟫ note", team="red"), EVALUATOR)
    return table.wait(6)


IMPROVISED = {"en": Face(channel="phone", label="Call", headline="⟪blue⟫", body="⟪blue⟫ call")}
READERS = {"all", "teams", "red", "blue", "chief", "clerk", "room", "control", "never"}
MAY_READ: dict[str, tuple[Actor, set[str]]] = {
    "red": (RED, {"all", "teams", "room", "red", "chief"}),
    "the chief": (CHIEF, {"all", "teams", "room", "red", "chief"}),
    "the clerk": (CLERK, {"all", "teams", "room", "red", "clerk"}),
    "blue": (BLUE, {"all", "teams", "room", "blue"}),
    "an observer": (OBSERVER, {"all", "teams", "room", "red", "blue", "chief"}),
    "the projector": (PROJECTOR, {"all", "room"}),
}
STAGES: dict[str, Callable[[], Table]] = {
    "before startex": lambda: Table(full(), book()),
    "at startex": lambda: Table(full(), book()).start(),
    "after the first": lambda: Table(full(), book()).start().release("a"),
    "in the midst": played,
    "after endex": lambda: played().do(EndExercise(reason="⟪control⟫ reason")),
}


def told(table: Table, actor: Actor) -> str:
    return table.view(actor).model_dump_json()


@pytest.mark.parametrize("stage", STAGES.values(), ids=STAGES.keys())
@pytest.mark.parametrize(("actor", "readable"), MAY_READ.values(), ids=MAY_READ.keys())
def test_nobody_is_shown_a_word_that_is_for_others(
    stage: Callable[[], Table], actor: Actor, readable: set[str]
) -> None:
    found = told(stage(), actor)
    shown = {reader for reader in READERS if f"⟪{reader}⟫" in found}
    assert shown <= readable


@pytest.mark.parametrize(("actor", "readable"), MAY_READ.values(), ids=MAY_READ.keys())
def test_in_the_midst_everybody_is_shown_what_is_theirs(actor: Actor, readable: set[str]) -> None:
    found = told(played(), actor)
    assert {reader for reader in readable if f"⟪{reader}⟫" in found} == readable


def test_control_is_shown_everything_but_what_belongs_to_the_debrief() -> None:
    found = told(played(), FACILITATOR)
    for text in ("delivery", "listen", "flag", "hint", "move on", "primary", "probing", "note"):
        assert f"⟪control⟫ {text}" in found
    for reader in READERS:
        assert f"⟪{reader}⟫" in found, reader
    assert "⟪control⟫ truth" not in found


# Injects and their versions


def bodies(table: Table, actor: Actor) -> list[str]:
    return [c.face.body for c in table.cards(actor, "inject") if c.face]


def test_an_inject_is_seen_by_the_teams_it_reached_once_it_reached_them() -> None:
    table = Table(full(), book()).start()
    assert all(table.sees(actor) == [] for actor in (RED, BLUE, OBSERVER, PROJECTOR))
    table.release("a", teams=("red",))
    assert (table.sees(RED), table.sees(BLUE), table.sees(OBSERVER)) == (["a"], [], ["a"])


def test_a_skipped_inject_is_seen_by_nobody_but_control() -> None:
    table = Table(full(), book()).start().skip("a")
    assert all(table.sees(actor) == [] for actor in (RED, BLUE, OBSERVER, PROJECTOR))


def test_what_is_addressed_to_a_role_is_seen_by_it_and_by_a_seat_without_one() -> None:
    table = Table(full(), book()).start().release_now("c")
    seen = [table.sees(actor) for actor in (CHIEF, CLERK, RED, BLUE)]
    assert seen == [["c"], [], ["c"], []]


def test_a_role_reads_the_first_version_that_fits_else_the_body() -> None:
    table = Table(full(), book()).start().release_now("v")
    assert bodies(table, CHIEF) == ["⟪chief⟫ version"]
    assert bodies(table, CLERK) == ["⟪red⟫ body v"]
    assert bodies(table, BLUE) == ["⟪blue⟫ version"]


def test_a_seat_without_a_role_reads_each_version_of_its_team_headed_by_the_role() -> None:
    table = Table(full(), book()).start().release_now("v")
    body, version = table.cards(RED, "inject")
    assert body.face is not None
    assert body.face.body == "⟪red⟫ body v"
    assert "⟪red⟫ Chief" in version.marks


def test_a_version_is_given_as_its_condition_was_at_the_release_and_stays() -> None:
    version = {"when": {"milestone": "m"}, "body": "They know."}
    scenario = a_scenario(
        an_inject("a", versions=[version]),
        an_inject("b", effects=[{"set": "m"}]),
        an_inject("c", versions=[version]),
        milestones=[{"id": "m", "text": "M"}],
    )
    table = Table(scenario).start().release("a", "b", "c")
    assert bodies(table, RED) == ["Body of a.", "Body of b.", "They know."]


def test_a_condition_of_a_version_is_asked_about_the_team_that_gets_it() -> None:
    version = {"when": {"milestone": "own"}, "body": "They know."}
    own = an_inject("a", to="red", effects=[{"set": "own"}])
    scenario = a_scenario(
        own,
        an_inject("b", versions=[version]),
        milestones=[{"id": "own", "text": "Own", "scope": "team"}],
        teams=[a_team("red"), a_team("blue")],
    )
    table = Table(scenario).start().release("a", "b")
    assert (bodies(table, RED)[-1], bodies(table, BLUE)[-1]) == ("They know.", "Body of b.")


def test_the_room_sees_only_what_is_fit_for_it() -> None:
    assert played().sees(PROJECTOR) == ["room"]
    assert {c.kind for c in played().cards(PROJECTOR)} <= {"exercise", "brief", "inject"}


def test_an_improvised_inject_is_seen_by_its_team() -> None:
    table = played()
    made = next(iter(table.exercise.improvised))
    assert made in table.sees(BLUE)
    assert made not in table.sees(RED)
    assert made in table.sees(OBSERVER)


def test_an_improvised_inject_for_a_role_is_not_seen_by_another() -> None:
    table = Table(full(), book()).start()
    table.do(Improvise(title="x", body="y", to=("red/chief",), faces=IMPROVISED))
    assert [len(table.sees(actor)) for actor in (CHIEF, CLERK, RED)] == [1, 0, 1]


def test_the_title_of_an_inject_is_what_its_reader_read() -> None:
    """A decision card and an offer name the inject; a version may have a headline of its own."""
    table = Table(full(), book()).start().release_now("v").decide("v", by=BLUE)
    (card,) = table.cards(BLUE, "decision")
    (offer,) = [c for c in table.offers(BLUE, "log_decision") if c.about == "v"]
    assert (card.title, offer.title) == ("⟪blue⟫ title", "⟪blue⟫ title")


# Threads, questions, deadlines


def test_a_team_sees_its_own_decisions_and_questions_only() -> None:
    table = played()
    for actor, team in ((RED, "red"), (CLERK, "red"), (BLUE, "blue")):
        cards = [c for c in table.cards(actor) if c.kind in ("decision", "question")]
        assert cards
        assert {c.team for c in cards} == {team}


def test_an_observer_sees_what_every_team_said() -> None:
    assert {c.team for c in played().cards(OBSERVER, "decision")} == {"red", "blue"}


def test_missing_authority_is_for_control_to_know() -> None:
    table = Table(full(), book()).start().release("a").decide("a", "x", by=BLUE)
    marks = [table.cards(actor, "decision")[0].marks for actor in (FACILITATOR, BLUE, OBSERVER)]
    assert marks == [("unreviewed", "without_authority"), (), ()]


def test_an_amended_decision_is_shown_with_the_one_that_takes_its_place() -> None:
    table = Table().start().decide(text="One.").amend(text="Two.")
    first, second = table.cards(RED, "decision")
    assert (first.body, first.marks, first.changed) == ("One.", ("amended",), second.changed)


def test_a_suggestion_is_for_control_and_an_answer_for_the_team() -> None:
    table = Table(full(), book()).start().ask("Any tape?", RED)
    assert [table.cards(a, "question")[0].lines for a in (FACILITATOR, RED)] == [("q",), ()]
    assert table.answer(request="q").cards(RED, "question")[0].body == "⟪red⟫ answer"


def test_a_deadline_is_on_the_screens_it_names_and_on_controls() -> None:
    def titles(actor: Actor) -> list[str]:
        return [c.title for c in played().cards(actor, "deadline")]

    assert titles(RED) == titles(CLERK) == ["⟪red⟫ deadline"]
    assert titles(BLUE) == titles(PROJECTOR) == []
    assert titles(OBSERVER) == ["⟪red⟫ deadline"]
    assert len(titles(FACILITATOR)) == 2


def test_each_copy_sees_its_own_story_alone() -> None:
    scenario = a_scenario("a", "b", story={"scope": "team"})
    table = Table(scenario, copies=2).start().release("a", teams=("red-2",))
    table.decide("a", by=a_player("red-2"))
    one, two = a_player("red-1"), a_player("red-2")
    assert (table.sees(one), table.sees(two)) == ([], ["a"])
    assert table.cards(one, "decision") == []
    titles = {c.title for c in table.cards(two, "brief")}
    assert "Team red 2" in titles


def test_texts_are_read_in_the_viewers_language_else_in_the_scenarios() -> None:
    kit = a_kit(a_scenario(), translations={"es": a_scenario(an_inject("a", body="Uno."), "b")})
    table = Table(kit=kit).start().release("a")
    for language, body in (("es", "Uno."), ("en", "Body of a."), ("fr", "Body of a.")):
        cards = table.view(RED, language=language).cards
        assert [c.face.body for c in cards if c.face] == [body]


# Control's plan


def test_the_plan_says_what_waits_and_why() -> None:
    scenario = a_scenario(
        "a", an_inject("x", release={"after": "start", "at": 5, "auto": True}), "b"
    )
    table = Table(scenario).start().jump(10)
    (card,) = table.cards(kind="proposal")
    assert [line.split("\t")[:3] for line in card.lines] == [
        ["a", "proposed", "start"],
        ["x", "jumped_over", "after"],
    ]


def test_the_plan_proposes_what_to_assume_until_somebody_decides() -> None:
    point = a_choice("x", "y", time_limit=5, on_timeout={"assume": "y"})
    table = Table(a_scenario(an_inject("a", decision=point), "b")).start().release("a").wait(5)
    (card,) = table.cards(kind="proposal")
    assert [line.split("\t")[:3] for line in card.lines] == [
        ["b", "proposed", "line"],
        ["a", "timed_out", "y"],
    ]
    (card,) = table.decide("a", "x").cards(kind="proposal")
    assert not any("timed_out" in line for line in card.lines)


def test_a_team_reads_until_when_an_answer_is_wanted() -> None:
    point = a_choice("x", "y", time_limit=5)
    table = Table(a_scenario(an_inject("a", decision=point), "b")).start().wait(2).release("a")
    (card,) = table.cards(RED, "inject")
    assert card.numbers == {"by": 7 * 60}
    (card,) = table.do(WithdrawInject(inject="a")).cards(RED, "inject")
    assert card.numbers == {}


def test_the_plan_is_controls_alone() -> None:
    table = played()
    for actor in (RED, CHIEF, BLUE, OBSERVER, PROJECTOR):
        assert {c.kind for c in table.cards(actor)}.isdisjoint({"proposal", "team", "note"})
    assert table.cards(EVALUATOR, "proposal")


def test_control_sees_every_inject_and_how_it_stands() -> None:
    table = Table(full(), book()).start().release("a").decide("a", "y").skip("v")
    states = {c.inject: c.state for c in table.cards(kind="inject")}
    assert (states["a"], states["v"], states["r"], states["later"]) == (
        "released",
        "skipped",
        "proposed",
        "planned",
    )


def test_control_sees_where_each_team_stands_and_who_asks() -> None:
    table = Table(full(), book()).start().release("a").ask("x?", BLUE)
    cards = {c.team: c for c in table.cards(kind="team")}
    assert (cards["red"].inject, cards["red"].marks, cards["blue"].marks) == ("a", (), ("asks",))


# What changed after a number


def latest(cards: tuple[Card, ...]) -> dict[str, Card]:
    """Cards by id, without the times that every event moves."""
    clockless = {"elapsed": None, "at": None, "story": None}
    return {c.id: c.having(**clockless) if c.kind == "exercise" else c for c in cards}


@pytest.mark.parametrize(
    "actor", [FACILITATOR, EVALUATOR, OBSERVER, PROJECTOR, RED, CHIEF, CLERK, BLUE]
)
def test_what_came_before_and_what_changed_since_make_the_whole(actor: Actor) -> None:
    table, whole = Table(full(), book()), played()
    seen = latest(table.view(actor).cards)
    events = whole.records
    for number in range(1, len(events)):
        state = whole.at(number)
        seen |= latest(whole.view_of(state, actor, after=number - 1).cards)
        assert seen == latest(whole.view_of(state, actor).cards), events[number - 1].event.kind


def test_a_decision_about_what_was_improvised_for_one_role_keeps_its_title_from_the_other() -> None:
    """The title was read by every role of the team, in the card of the decision."""
    table = Table(full(), book()).start()
    table.do(Improvise(title="The mayor", body="He is here.", to=("red/chief",)))
    (improvised,) = table.exercise.improvised
    table.decide(improvised, by=CHIEF)
    assert [c.title for c in table.cards(CHIEF, "decision")] == ["The mayor"]
    assert [c.title for c in table.cards(CLERK, "decision")] == [""]


def test_control_sees_an_inject_without_a_face_by_its_title() -> None:
    kit = a_kit(a_scenario("a"))
    bare = kit.editions["en"].having(faces={})
    table = Table(kit=kit.having(editions={"en": bare})).start()
    (card,) = table.cards(kind="inject")
    assert (card.title, card.face) == ("Title of a", None)


def test_a_decision_is_sent_again_where_its_inject_goes_out_under_another_headline() -> None:
    """Its card changed without a new number, so that whoever resumed kept the old headline."""
    table = Table(full(), book()).start().release("a", teams=("red",)).decide("a", by=RED)
    number = table.exercise.seq
    table.do(EditInject(inject="a", title="Screens go dark")).release("a")
    later = table.view(OBSERVER, after=number).cards
    assert [c.title for c in later if c.kind == "decision"] == ["Screens go dark"]


def test_after_an_interruption_the_jump_to_make_up_for_it_is_in_exercise_time() -> None:
    """At double speed a gap of five minutes was offered as a jump of five, not of ten."""
    table = Table(a_scenario("a")).start().do(ChangeSpeed(factor=2))
    table.do(InterruptExercise(cause="clock", gap=300), SYSTEM)
    (card,) = table.cards(kind="exercise")
    assert card.numbers == {"gap": 300, "jump": 600}
