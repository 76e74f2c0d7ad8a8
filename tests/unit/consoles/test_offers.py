"""Everything that is offered can be typed as a line, and is then exactly that command."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from simulator.acts import COMMAND, OFFERED, Command
from simulator.acts.access import LockLobby, MutePerson
from simulator.acts.decisions import LogDecision
from simulator.acts.facts import SetMilestone
from simulator.acts.hotwash import PlanImprovement
from simulator.acts.messages import SendMessage
from simulator.acts.passes import GoBack
from simulator.acts.pending import HoldInject
from simulator.acts.people import HandOverSeat, JoinExercise, LeaveExercise
from simulator.acts.play import EndExercise, StopExercise
from simulator.acts.wall import ShowToRoom
from simulator.consoles.commands import HARD, own_choices, read
from simulator.consoles.completing import candidates
from simulator.consoles.help import about_verb, example, typed
from simulator.consoles.reader import Reader
from simulator.domain.errors import UsageError
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from simulator.domain.view import Choice, Field
from tests.builders import (
    EVALUATOR,
    FACILITATOR,
    NOON,
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

LEAD = Actor(person="lead", role="lead-evaluator")
SEATS = (
    FACILITATOR,
    EVALUATOR,
    LEAD,
    OBSERVER,
    PROJECTOR,
    a_player("red"),
    a_player("red", "chief"),
    a_player("blue"),
)


def whole() -> Scenario:
    """Something of everything."""
    options = (an_option("x", next="b"), an_option("y", next="c"))
    return a_scenario(
        an_inject(
            "a",
            decision=a_choice(*options, decides="red/chief"),
            expectations=[{"id": "e", "text": "E"}],
        ),
        an_inject("b", next="d", versions=[{"to": "red/chief", "body": "For the chief."}]),
        an_inject("c", next="d"),
        an_inject("d", decision=a_choice("o", free_text=False)),
        an_inject("h", pool="hint"),
        teams=[a_team("red", "chief"), a_team("blue")],
        milestones=[{"id": "m", "text": "M"}],
        variables=[
            {"id": "v", "text": "V", "min": 0, "max": 3},
            {"id": "mood", "text": "Mood", "type": "choice", "values": ["calm", "loud"]},
        ],
        requests=[{"id": "r", "title": "R", "ask": ["tape"], "answer": "Yes."}],
        evaluation={"rows": [{"id": "row", "text": "Row"}]},
        objectives=[{"id": "goal", "text": "Goal"}],
        story={"starts": "2031-05-12 08:00"},
    )


STAGES: dict[str, Callable[[Table], Table]] = {
    "before startex": lambda t: t,
    "at startex": lambda t: t.start(),
    "after the first": lambda t: t.start().release("a"),
    "after a decision": lambda t: t.start().release("a").decide("a"),
    "with one on hold": lambda t: t.start().release("a").do(HoldInject(inject="b")),
    "with teams apart": lambda t: t.start().release("a").decide("a", "x").release(
        "b", teams=("red",)
    ),
    "in a pause": lambda t: t.start().release("a").pause(),
    "with a question": lambda t: t.start().release("a").ask("Any tape?"),
    "with somebody there": lambda t: t.do(JoinExercise(), a_player("red")).start(),
    "with the lobby locked": lambda t: t.do(LockLobby()).start(),
    "with somebody muted": lambda t: t.do(JoinExercise(), a_player("blue", "clerk")).start().do(
        MutePerson(person="blue-clerk")
    ),
    "in a later pass": lambda t: t.start().release("a").decide("a").do(GoBack(inject="a")),
    "with a wall": lambda t: t.start().release("a").decide("a").do(ShowToRoom()).do(
        ShowToRoom(inject="a")
    ),
    "stopped": lambda t: t.start().do(StopExercise()),
    "after endex": lambda t: t.start().release("a").decide("a").do(EndExercise()),
    "with a plan": lambda t: t.start().do(EndExercise()).do(PlanImprovement(issue="I")),
}  # fmt: skip


def table(stage: str) -> Table:
    return STAGES[stage](Table(whole()))


def everything(at: Table, actor: Actor) -> tuple[Choice, ...]:
    offered = at.offers(actor)
    return (*offered, *own_choices(actor.role, offered))


def offers(at: Table) -> Iterator[tuple[Actor, tuple[Choice, ...], Choice]]:
    for actor in SEATS:
        choices = everything(at, actor)
        for choice in at.offers(actor):
            yield actor, choices, choice


def words(value: object) -> str:
    """A value as somebody types it."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ",".join(value)
    return f"{value:g}" if isinstance(value, float) else str(value)


def required(choice: Choice, command: Command) -> dict[str, str]:
    said = command.model_dump(exclude_unset=True)
    return {f.name: words(said[f.name]) for f in choice.fields if f.name in said}


def as_typed(choice: Choice, values: dict[str, str]) -> str:
    """The line of a choice; a decision about nothing says so, for it is about the last else."""
    line = typed(choice, values)
    about_none = choice.kind == "log_decision" and not choice.about
    return line.replace("decide", "decide none", 1) if about_none else line


def test_the_situations_bring_every_kind_that_is_ever_offered() -> None:
    seen = {choice.kind for stage in STAGES for _, _, choice in offers(table(stage))}
    assert seen == {kind.model_fields["kind"].default for kind in OFFERED}


@pytest.mark.parametrize("stage", STAGES)
def test_every_offer_is_given_by_a_line_and_accepted(stage: str) -> None:
    at = table(stage)
    for actor, choices, choice in offers(at):
        wanted = filled(choice, at.exercise)
        line = as_typed(choice, required(choice, wanted))
        draft = read(line, choices)
        assert draft.missing == (), line
        assert draft.command() == wanted, line
        at.branch().do(draft.command(), actor)


@pytest.mark.parametrize("stage", STAGES)
def test_every_required_value_can_be_given_by_its_name(stage: str) -> None:
    at = table(stage)
    for _, choices, choice in offers(at):
        wanted = filled(choice, at.exercise)
        verb = as_typed(choice, {})
        named = (f'{name}="{text}"' for name, text in required(choice, wanted).items())
        assert read(" ".join((verb, *named)), choices).command() == wanted


def a_value(field: Field) -> tuple[str, object]:
    """Something that fits a field, as it is typed and as it is meant."""
    if field.kind == "flag":
        return "no", False
    if field.options:
        value = field.options[-1][0]
        return value, [value] if field.kind == "choices" else value
    return {
        "number": ("2", 2),
        "span": ("1.5 h", 90),
        "date": ("2031-05-12", date(2031, 5, 12)),
        "moment": ("2031-05-12T12:00:00+00:00", NOON),
        "lines": ("Wait; Ask first", ["Wait", "Ask first"]),
        "choices": ("a", ["a"]),
        "id": ("some-id", "some-id"),
    }.get(field.kind, ("Some words", "Some words"))


@pytest.mark.parametrize("stage", STAGES)
def test_every_other_value_is_given_by_its_name(stage: str) -> None:
    at = table(stage)
    for _, choices, choice in offers(at):
        needed = filled(choice, at.exercise)
        for field in choice.fields:
            text, value = a_value(field)
            if field.name in needed.model_dump(exclude_unset=True):
                continue
            line, head = as_typed(choice, required(choice, needed)), as_typed(choice, {})
            said = f'{head} {field.name}="{text}"{line.removeprefix(head)}'
            given = needed.model_dump(exclude_unset=True) | {field.name: value}
            assert read(said, choices).command() == COMMAND.validate_python(given), said


@pytest.mark.parametrize("stage", STAGES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_the_example_of_every_offer_can_be_typed(stage: str, language: str) -> None:
    reader = Reader(language)
    for _, choices, choice in offers(table(stage)):
        draft = read(example(choice, reader), choices)
        assert draft.missing == ()
        draft.command()


@pytest.mark.parametrize("stage", STAGES)
def test_help_on_every_verb_names_every_field(stage: str) -> None:
    for _, choices, choice in offers(table(stage)):
        verb = typed(choice, {}).partition(" ")[0]
        for language in ("en", "es"):
            said = "\n".join(about_verb(verb, choices, Reader(language)))
            shown = next(c for c in choices if c.kind == choice.kind)
            assert all(f"  {f.name}: " in said for f in shown.fields)
            assert "console." not in said


@pytest.mark.parametrize("stage", STAGES)
def test_every_offer_can_be_completed_word_by_word(stage: str) -> None:
    at = table(stage)
    for _, choices, choice in offers(at):
        verb = typed(choice, {}).partition(" ")[0]
        assert f"{verb} " in candidates(verb[:2], choices)
        if choice.about:
            assert f"{choice.about} " in candidates(f"{verb} {choice.about[:1]}", choices)
        start = typed(choice, {}) + " "
        for field in choice.fields:
            assert f"{field.name}=" in candidates(start, choices)
            values = {value for value, _ in field.options if " " not in value}
            assert values <= {*candidates(f"{start}{field.name}=", choices)}


# Slips


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("amend option=y Too soon.", "not_given_here"),
        ("decide team=blue We act.", "not_given_here"),
        ("decide inject=a We act.", "not_given_here"),
    ],
)
def test_a_value_that_has_no_place_is_never_logged_as_text(line: str, code: str) -> None:
    """`amend option=wait` logged a decision that read "option=wait"."""
    with pytest.raises(UsageError, match=code):
        read(line, everything(table("after a decision"), a_player("red")))


def test_a_word_that_is_nearly_an_option_is_never_logged_as_text() -> None:
    """`decide network-decision cut` logged the word "cut" where the option is `cut-all`."""
    scenario = a_scenario(an_inject("a", decision=a_choice("cut-all", "wait")))
    choices = everything(Table(scenario).start().release("a"), a_player("red"))
    for word in ("cut", "wat", "Wait"):
        with pytest.raises(UsageError, match="not_among"):
            read(f"decide a {word}", choices)
        with pytest.raises(UsageError, match="not_among"):
            read("decide a", choices).answered(word)
    assert read("decide a Cut it.", choices).values == {"text": "Cut it."}
    assert read("decide a Evacuate", choices).values == {"text": "Evacuate"}


# What concerns the person in a seat


@pytest.mark.parametrize("actor", SEATS, ids=lambda a: a.person)
def test_everybody_can_join_and_leave(actor: Actor) -> None:
    at = table("at startex")
    choices = everything(at, actor)
    assert read("join", choices).command() == JoinExercise()
    assert read("leave", choices).command() == LeaveExercise()
    at.do(JoinExercise(), actor).do(LeaveExercise(), actor)


def test_a_seat_is_passed_on_by_whoever_has_it_or_by_the_facilitator() -> None:
    at = table("with somebody there")
    own = read("handover red-2", everything(at, a_player("red"))).command()
    assert own == HandOverSeat(to="red-2")
    at.branch().do(own, a_player("red"))
    other = read("handover red-player red-2", everything(at, FACILITATOR)).command()
    assert other == HandOverSeat(person="red-player", to="red-2")


# What is hard to take back


def test_what_is_hard_to_take_back_is_asked_about_unless_the_line_says_yes() -> None:
    for stage in STAGES:
        for _, choices, choice in offers(table(stage)):
            draft = read(example(choice, Reader("en")), choices)
            asked = choice.kind in HARD or bool(choice.warns)
            assert bool(draft.warnings) is asked
            if asked:
                sure = read(f"{example(choice, Reader('en'))} yes", choices)
                assert sure.warnings == ()
                assert sure.command() == draft.command()


def test_a_skip_that_assumes_an_option_needs_no_second_word() -> None:
    choices = everything(table("at startex"), FACILITATOR)
    assert read("skip a No time.", choices).warnings == ("no_way_on",)
    assert read("skip a as_if=x No time.", choices).warnings == ()
    assert read("skip b They said yes", choices).values["reason"] == "They said yes"


# Values


def test_a_message_goes_to_the_teams_named_first_and_never_to_all_by_a_slip() -> None:
    choices = everything(table("at startex"), a_player("red"))
    assert read("tell blue We need help.", choices).command() == SendMessage(
        to=("blue",), text="We need help."
    )
    assert read("tell We need help.", choices).command() == SendMessage(text="We need help.")


def test_several_texts_are_kept_apart_by_semicolons() -> None:
    choices = everything(table("after the first"), a_player("red"))
    found = read('decide a considered="Pay; Wait for them" We refuse.', choices).command()
    assert found == LogDecision(inject="a", considered=("Pay", "Wait for them"), text="We refuse.")


def test_an_hour_is_the_last_time_the_clock_showed_it() -> None:
    choices = everything(table("after the first"), FACILITATOR)
    soon = datetime.now().astimezone() + timedelta(minutes=2)
    found = read(f"decide a red wall={soon:%H:%M} reason=Late We act.", choices).values["wall"]
    assert found == (soon - timedelta(days=1)).replace(second=0, microsecond=0)


WRONG: dict[str, tuple[str, Any]] = {
    "improve start=soon It is slow.": ("wrong_date", "after endex"),
    "decide a red wall=noon reason=Late We act.": ("wrong_moment", "after endex"),
    "rate goal achieved=perhaps": ("wrong_flag", "after endex"),
    "speed fast": ("wrong_number", "at startex"),
    "jump soon": ("wrong_span", "at startex"),
    "handover person=red-player to=María": ("wrong_id", "with somebody there"),
    "tell tlp=PINK Help.": ("not_among", "at startex"),
    "release b": ("not_proposed", "at startex"),
    "release a": ("already_released", "after the first"),
}


@pytest.mark.parametrize("line", WRONG)
def test_a_value_that_cannot_be_is_said_with_what_it_may_be(line: str) -> None:
    code, stage = WRONG[line]
    at = table(stage)
    with pytest.raises(Exception, match=code):
        read(line, everything(at, a_player("red") if line[0] == "t" else FACILITATOR)).command()


def test_a_label_is_read_whatever_its_case() -> None:
    found = read("tell tlp=amber Help.", everything(table("at startex"), a_player("red")))
    assert found.command() == SendMessage(text="Help.", tlp="AMBER")


def test_a_flag_is_named_alone() -> None:
    choices = everything(table("after endex"), FACILITATOR)
    found = read("rate goal achieved safety_risk Slow.", choices)
    assert found.values == {
        "subject": "goal",
        "achieved": True,
        "safety_risk": True,
        "text": "Slow.",
    }


def test_a_milestone_needs_no_value_to_be_set() -> None:
    choices = everything(table("at startex"), FACILITATOR)
    assert read("set m", choices).command() == SetMilestone(milestone="m")
