"""The plain console driven by typed lines."""

from __future__ import annotations

import asyncio
import io
import os
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import pytest

from simulator.acts.decisions import LogDecision
from simulator.acts.play import CreateExercise
from simulator.channels.read_aloud import ReadAloud
from simulator.consoles.keyboard import Keyboard
from simulator.consoles.line import LineConsole
from simulator.domain.errors import StoreError
from simulator.domain.people import Actor
from simulator.domain.scenario import Scenario
from simulator.service.clock import FixedClock
from simulator.service.gateway import Gateway
from simulator.service.hub import Hub
from simulator.service.local import LocalGateway
from simulator.service.ready import ReadyInject, Shelf, empty
from simulator.stores.base import Turn
from simulator.stores.memory import MemoryLog
from simulator.stores.names import MemoryNames
from tests.builders import FACILITATOR, a_choice, a_kit, a_scenario, a_team, an_inject

ID = "one"


def hospital(**fields: Any) -> Scenario:
    versions = [{"to": "red/chief", "body": "For the chief alone."}]
    decision = a_choice("pay", "refuse", question="Do you pay?")
    given = {"teams": [a_team("red", "chief", "clerk"), a_team("blue")]} | fields
    return a_scenario(
        an_inject("a", body="Screens are dark."),
        an_inject("b", to="red", versions=versions, decision=decision),
        "c",
        **given,
    )


class BreakableLog(MemoryLog):
    """A log in memory that can be told to fail."""

    broken = False

    @asynccontextmanager
    async def turn(self, exercise: str) -> AsyncIterator[Turn]:
        if self.broken:
            raise StoreError("store_failed", file="one.db", problem="disk full")
        async with super().turn(exercise) as turn:
            yield turn


class Script:
    """Lines that are typed one after the other, and shown as a terminal shows them."""

    def __init__(self, lines: Sequence[str], out: io.StringIO) -> None:
        self._lines = list(lines)
        self._out = out

    async def ask(self, prompt: str) -> str | None:
        self._out.write(prompt + "\n")
        return f"{self._lines.pop(0)}\n" if self._lines else None

    @contextmanager
    def aside(self) -> Iterator[None]:
        yield


class Terminal:
    """A console on an exercise in memory; what is typed, and what it printed."""

    def __init__(self, scenario: Scenario, language: str = "en", shelf: Shelf = empty) -> None:
        self.log = BreakableLog()
        self.clock = FixedClock()
        self.hub = Hub(self.log, self.clock, {"read-aloud": ReadAloud()})
        self.out = io.StringIO()
        self.scenario = scenario
        self.language = language
        seats = [(team.id, [role.id for role in team.roles]) for team in scenario.teams]
        self.names = MemoryNames()
        self.console = LineConsole(
            self.gateway, seats, language, self.out, self.clock.now, shelf=shelf
        )

    def gateway(self, actor: Actor) -> Gateway:
        return LocalGateway(self.hub, self.names, ID, actor, self.language)

    async def typed(self, *lines: str) -> str:
        """Everything printed while these lines are typed."""
        if not await self.log.exercises():
            kit = a_kit(self.scenario, translations={"es": self.scenario})
            await self.hub.submit(ID, FACILITATOR, CreateExercise(kit=kit))
        start = self.out.tell()
        await self.console.run(Script(lines, self.out))
        return self.out.getvalue()[start:]

    async def kinds(self) -> list[str]:
        return [r.event.kind for r in await self.log.read(ID) if r.actor.role != "system"]


@pytest.fixture
def terminal() -> Terminal:
    return Terminal(hospital())


async def test_a_table_is_played_from_start_to_end(terminal: Terminal) -> None:
    printed = await terminal.typed(
        "start", "release", "as red", "decide a We shut the network.", "as facilitator", "end yes"
    )
    assert await terminal.kinds() == [
        "exercise_created",
        "exercise_started",
        "inject_released",
        "decision_logged",
        "exercise_ended",
    ]
    assert "Screens are dark." in printed
    assert "We shut the network." in printed


async def test_release_alone_sends_what_is_proposed_first(terminal: Terminal) -> None:
    await terminal.typed("start", "release", "release")
    exercise = await terminal.hub.exercise(ID)
    assert exercise.teams["red"].position == "b"


async def test_a_missing_value_is_asked_for_and_its_options_are_shown(terminal: Terminal) -> None:
    await terminal.typed("start", "release", "release", "as red/chief")
    printed = await terminal.typed("decide b", "refuse")
    assert "refuse: Label refuse" in printed
    assert "red-chief text / option> " in printed
    exercise = await terminal.hub.exercise(ID)
    assert exercise.teams["red"].decisions["b"][0].option == "refuse"


async def test_an_empty_answer_gives_up(terminal: Terminal) -> None:
    await terminal.typed("start", "as red")
    printed = await terminal.typed("decide", "")
    assert "Nothing was done." in printed
    assert await terminal.kinds() == ["exercise_created", "exercise_started"]
    assert "decision" not in await terminal.typed("look")


async def test_a_refusal_ends_what_was_being_filled_in(terminal: Terminal) -> None:
    await terminal.typed("start")
    printed = await terminal.typed("improvise title=Mayor channel=pigeon", "He is here.", "dance")
    assert "There is no channel pigeon." in printed
    assert "dance is not a command" in printed
    assert await terminal.kinds() == ["exercise_created", "exercise_started"]


async def test_each_seat_reads_its_own_version(terminal: Terminal) -> None:
    await terminal.typed("start", "release", "release")
    assert "For the chief alone." in await terminal.typed("as red/chief")
    assert "For the chief alone." not in await terminal.typed("as red/clerk")
    blue = await terminal.typed("as blue", "look")
    assert "Body of b." not in blue
    assert "Do you pay?" not in blue


async def test_news_of_a_seat_is_told_once(terminal: Terminal) -> None:
    await terminal.typed("start", "release")
    assert "Screens are dark." in await terminal.typed("as red")
    assert "Screens are dark." not in await terminal.typed("as red")
    assert "Screens are dark." in await terminal.typed("look")


async def test_a_seat_with_a_role_is_not_taken_for_a_team_called_alike() -> None:
    scenario = hospital(teams=[a_team("red", "chief"), a_team("red-chief")])
    terminal = Terminal(scenario)
    await terminal.typed("start", "release", "as red/chief", "as red-chief")
    await terminal.typed("decide a Ours.")
    exercise = await terminal.hub.exercise(ID)
    assert exercise.teams["red-chief"].decisions["a"][0].text == "Ours."


WRONG = {
    "dance": ("dance is not a command. Type help.", "dance"),
    "resume": ("The exercise is not paused.", ""),
    "handover x": ("A seat is taken with join.", "join"),
    "now c teams=green": ("There is no team green.", "green"),
    "now": ("now what? One of these: a, b, c", "a, b, c"),
    "as green": ("There is no seat green.", "projector, red, red/chief"),
    "jump soon": ("exercise is a number of minutes", "exercise"),
    "start": ("The exercise has already started.", ""),
}


@pytest.mark.parametrize(("line", "says"), [(k, v[0]) for k, v in WRONG.items()])
async def test_what_cannot_be_done_is_said_in_english(
    terminal: Terminal, line: str, says: str
) -> None:
    await terminal.typed("start")
    assert says in await terminal.typed(line)


@pytest.mark.parametrize(("line", "names"), [(k, v[1]) for k, v in WRONG.items()])
async def test_what_cannot_be_done_is_said_in_spanish(line: str, names: str) -> None:
    english, spanish = Terminal(hospital()), Terminal(hospital(), "es")
    said = []
    for terminal in (english, spanish):
        await terminal.typed("start")
        said.append(await terminal.typed(line))
    assert names in said[1]
    assert said[0].splitlines()[1:] != said[1].splitlines()[1:]
    assert "errors." not in said[1]


async def test_help_lists_what_this_seat_may_do(terminal: Terminal) -> None:
    await terminal.typed("start", "release")
    printed = await terminal.typed("help")
    assert "  skip INJECT <reason>: " in printed
    assert "  release b: Title of b" in printed
    player = await terminal.typed("as red", "help")
    assert "  decide [INJECT] <text>: " in player
    assert "  release" not in player


async def test_help_shows_what_would_do_instead_of_a_needed_value(terminal: Terminal) -> None:
    printed = await terminal.typed("start", "release", "release", "as red", "help")
    assert "  decide b: Title of b" in printed


@pytest.mark.parametrize("word", ["quit", "exit"])
async def test_leaving_leaves_the_exercise_as_it_is(terminal: Terminal, word: str) -> None:
    await terminal.typed("start", "release", word, "end")
    exercise = await terminal.hub.exercise(ID)
    assert exercise.status == "running"
    assert exercise.teams["red"].position == "a"


HOSTILE = "\x1b[2J\x1b]0;owned\x07\x9b31m \u202eevil\u2066 \x00\x08 \u2028end"


@pytest.mark.parametrize(
    "line",
    [
        HOSTILE,
        f"decide {HOSTILE}",
        f"as {HOSTILE}",
        f"release {HOSTILE}",
        f"improvise title={HOSTILE} body=x",
        f'improvise title="{HOSTILE}" body="{HOSTILE}"',
        f"jump {HOSTILE}",
        f"resume {HOSTILE}",
    ],
)
async def test_nothing_that_people_type_moves_the_cursor(terminal: Terminal, line: str) -> None:
    printed = await terminal.typed("start", line, "as red", line, "look")
    kept = [c for c in printed if c != "\n" and (ord(c) < 32 or 0x7F <= ord(c) < 0xA0)]
    assert kept == []
    assert not set(printed) & set("\u202e\u2066\u2028")


async def test_a_text_of_several_lines_cannot_pass_for_another_card(terminal: Terminal) -> None:
    await terminal.typed("start", "release")
    actor = Actor(person="x", role="participant", team="red")
    fake = "We act.\nInject z, 00:00, released"
    await terminal.hub.submit(ID, actor, LogDecision(text=fake))
    printed = await terminal.typed("look")
    assert "\n    Inject z, 00:00" in printed
    assert "\nInject z" not in printed


async def test_a_store_that_fails_ends_the_console(terminal: Terminal) -> None:
    await terminal.typed("start")
    terminal.log.broken = True
    with pytest.raises(StoreError):
        await terminal.typed("release", "look")


async def test_a_question_that_nobody_decided_in_time_is_told_with_what_to_assume() -> None:
    point = a_choice("x", "y", time_limit=5, on_timeout={"assume": "y"})
    terminal = Terminal(a_scenario(an_inject("a", decision=point), "b"))
    await terminal.typed("start", "release")
    terminal.clock.move(300)
    await terminal.hub.tick(ID)
    printed = await terminal.typed("look")
    assert "Undecided in time a: Title of a; the author would assume y" in printed


async def test_lines_are_read_until_the_input_ends() -> None:
    keyboard = Keyboard(io.StringIO(), io.StringIO("one\ntwo\nthree"))
    assert [await keyboard.ask("> ") for _ in range(4)] == ["one\n", "two\n", "three", None]


async def test_every_kind_of_card_is_printed_in_words() -> None:
    scenario = hospital(
        brief="A hospital.",
        facilitator_brief="Be kind.",
        ground_rules=["No blame."],
        story={"starts": "2031-05-12 08:00"},
        evaluation={"rows": [{"id": "calm", "text": "Calm"}]},
        requests=[{"id": "r", "title": "R", "ask": ["tape"], "answer": "Yes."}],
        deadlines=[
            {
                "id": "d",
                "title": "The duty",
                "to": "red",
                "starts": {"released": "a"},
                "within": 60,
                "clock": "exercise",
            }
        ],
    )
    for language in ("en", "es"):
        terminal = Terminal(scenario, language)
        printed = await terminal.typed(
            "start",
            "release",
            "as red",
            "ask Any tape?",
            "decide a We act.",
            "as facilitator",
            "answer r",
            "observe red calm done",
            "note All well.",
            "pause",
            "release_now",
            "now b",
            "skip c No time.",
        )
        for text in ("A hospital.", "Be kind.", "No blame.", "The duty", "Any tape?", "Yes."):
            assert text in printed, (language, text)
        assert "console." not in printed
        assert "errors." not in printed


# Seats


async def test_each_of_the_staff_is_a_person_of_its_own(terminal: Terminal) -> None:
    await terminal.typed("start", "as evaluator", "note Calm.", "as evaluator 2", "note Loud.")
    printed = await terminal.typed("as lead-evaluator", "as observer", "as projector")
    assert "lead-evaluator> " in printed
    assert "projector> " in printed
    exercise = await terminal.hub.exercise(ID)
    assert [o.actor.person for o in exercise.observations] == ["evaluator", "evaluator-2"]
    assert "Loud." not in await terminal.typed("as evaluator", "look")


@pytest.mark.parametrize("place", ["evaluator x", "evaluator 0", "evaluator 100", "red 2"])
async def test_a_seat_has_a_number_or_none(terminal: Terminal, place: str) -> None:
    assert f"There is no seat {place}." in await terminal.typed(f"as {place}")


async def test_a_seat_is_taken_passed_on_and_given_up(terminal: Terminal) -> None:
    await terminal.typed("as red/chief", "join", "handover")
    printed = await terminal.typed("start", "as red/chief")
    assert "red-chief-2> " in printed
    exercise = await terminal.hub.exercise(ID)
    assert list(exercise.seats) == ["red-chief-2"]
    await terminal.typed("as facilitator", "handover red-chief-2 red-chief")
    assert "red-chief> " in await terminal.typed("as red/chief", "leave")
    assert not (await terminal.hub.exercise(ID)).seats


async def test_what_changes_nothing_on_the_screen_is_acknowledged(terminal: Terminal) -> None:
    assert "Done.\n" in await terminal.typed("join")


async def test_a_text_that_begins_like_a_change_of_seats_is_still_the_answer() -> None:
    """`as soon as we can` was taken for a seat, and what was being filled in was lost."""
    terminal = Terminal(hospital())
    await terminal.typed("start", "release", "as red", "decide a", "as soon as we can")
    exercise = await terminal.hub.exercise(ID)
    assert exercise.teams["red"].decisions["a"][0].text == "as soon as we can"
    assert "facilitator> " in await terminal.typed("decide a", "as facilitator")


@pytest.mark.parametrize("line", ["quit now", "Quit", "EXIT"])
async def test_leaving_is_understood_however_it_is_typed(terminal: Terminal, line: str) -> None:
    await terminal.typed(line, "start")
    assert (await terminal.hub.exercise(ID)).status == "created"


async def test_a_change_of_seats_without_one_names_them(terminal: Terminal) -> None:
    assert "as what? One of these: facilitator, evaluator" in await terminal.typed("as")


# Names


async def test_a_name_stands_beside_what_somebody_said_and_never_in_the_log() -> None:
    terminal = Terminal(hospital())
    await terminal.typed("start", "as red/chief", "name María López", "decide We act.")
    printed = await terminal.typed("ask Any tape?", "tell blue Help.", "as facilitator", "look")
    assert "Decision of red (María López)" in printed
    assert "Question of red (María López)" in printed
    assert "Message from red (María López) to blue" in printed
    stored = b"".join(record.text for record in await terminal.log.stored(ID))
    assert "López".encode() not in stored


async def test_by_role_alone_no_name_is_taken() -> None:
    terminal = Terminal(hospital())
    kit = a_kit(terminal.scenario)
    await terminal.hub.submit(ID, FACILITATOR, CreateExercise(kit=kit, names="role-only"))
    printed = await terminal.typed("as red", "name María López")
    assert "played by role alone: no name is kept" in printed
    assert await terminal.names.of(ID) == {}


async def test_a_name_is_asked_for_and_must_be_one(terminal: Terminal) -> None:
    assert "red has no name here" in await terminal.typed("as red", "name")
    assert "80 characters" in await terminal.typed(f"name {'x' * 81}")
    await terminal.typed("name Ana\x1b[2J")
    assert await terminal.names.of(ID) == {"red": "Ana[2J"}


# Asked before it is done


@pytest.mark.parametrize(
    "line", ["end", "stop", "withdraw a", "back a", "sync a", "skip b No time"]
)
async def test_what_is_hard_to_take_back_is_done_only_after_a_yes(line: str) -> None:
    warned = a_choice({"id": "x", "label": "X", "next": "c"})
    scenario = a_scenario(
        "a",
        an_inject("b", decision=warned),
        "c",
        teams=[a_team("red"), a_team("blue")],
    )
    terminal = Terminal(scenario)
    await terminal.typed("start", "release a red")
    before = await terminal.kinds()
    for no in ("", "no", "n", "perhaps"):
        assert "Nothing was done." in await terminal.typed(line, no)
    assert "Type yes to do it" in await terminal.typed(line, "look")
    assert await terminal.kinds() == before
    await terminal.typed(line, "yes")
    assert len(await terminal.kinds()) > len(before)


async def test_another_command_in_place_of_the_answer_is_taken(terminal: Terminal) -> None:
    await terminal.typed("start")
    printed = await terminal.typed("end", "pause")
    assert "Nothing was done." in printed
    assert (await terminal.hub.exercise(ID)).status == "paused"


async def test_in_an_emergency_the_same_word_twice_stops_play(terminal: Terminal) -> None:
    await terminal.typed("start", "stop", "stop")
    assert (await terminal.hub.exercise(ID)).status == "stopped"


async def test_whoever_comes_later_reads_what_to_look_for_in_what_is_out() -> None:
    expected = {"expectations": [{"id": "e", "text": "They lead."}]}
    terminal = Terminal(a_scenario(an_inject("a", **expected)))
    assert "Expected: They lead." in await terminal.typed("start")
    assert "They lead." not in await terminal.typed("release", "look")
    assert "They lead." in await terminal.typed("look a")
    assert "They lead." in await terminal.typed("as evaluator")
    assert "They lead." not in await terminal.typed("as red")


async def test_a_command_is_not_taken_for_an_option_a_number_or_a_span() -> None:
    terminal = Terminal(hospital(evaluation={"rows": [{"id": "calm", "text": "Calm"}]}))
    await terminal.typed("start")
    for line in ("observe red", "speed", "jump"):
        printed = await terminal.typed(line, "note Here.")
        assert "Nothing was done." in printed
        assert "Note of facilitator" in printed
    assert "soon is none of these: calm" in await terminal.typed("observe red", "soon")
    assert "exercise is a number of minutes" in await terminal.typed("jump", "soon")


async def test_what_is_about_to_be_done_is_said_back_with_its_teams(terminal: Terminal) -> None:
    await terminal.typed("start", "release")
    assert "back a, Title of a (for red)" in await terminal.typed("back a red", "no")
    assert "(for all teams it can be for)" in await terminal.typed("back a", "no")


async def test_a_word_at_the_end_of_the_line_answers_beforehand(terminal: Terminal) -> None:
    await terminal.typed("start", "end We are done. yes")
    records = await terminal.log.read(ID)
    assert records[-1].event.model_dump()["reason"] == "We are done."


# The clock


async def test_a_release_in_a_pause_says_what_to_do(terminal: Terminal) -> None:
    printed = await terminal.typed("start", "pause", "release")
    assert "The exercise is paused. Resume it first, or send the inject with now." in printed


async def test_the_clocks_are_worked_out_from_the_card(terminal: Terminal) -> None:
    scenario = hospital(story={"starts": "2031-05-12 08:00", "pace": 2})
    terminal = Terminal(scenario)
    await terminal.typed("start", "speed 10")
    terminal.clock.move(60)
    printed = await terminal.typed("time")
    assert "exercise time 10:00, running, speed 10" in printed
    assert "story time 2031-05-12 08:20:00" in printed
    assert "wall time " in printed
    assert "[10:00] facilitator> " in printed


async def test_a_seat_taken_later_reads_the_time_as_it_is(terminal: Terminal) -> None:
    await terminal.typed("start")
    terminal.clock.move(90)
    assert "running, exercise time 01:30" in await terminal.typed("as red")


async def test_where_names_cannot_be_read_play_goes_on_with_seats(terminal: Terminal) -> None:
    class Broken(MemoryNames):
        async def of(self, exercise: str) -> dict[str, str]:
            raise StoreError("store_failed", file="names.db", problem="gone")

    terminal.names = Broken()
    printed = await terminal.typed("start", "as red/chief", "decide We act.", "as facilitator")
    assert "Decision of red (red-chief)" in printed


async def test_a_clock_that_stands_is_not_counted_on(terminal: Terminal) -> None:
    await terminal.typed("start", "pause")
    terminal.clock.move(60)
    assert "exercise time 00:00, paused" in await terminal.typed("time")


async def test_after_an_interruption_the_console_says_what_is_missing() -> None:
    first, terminal = Terminal(hospital()), Terminal(hospital())
    await first.typed("start", "release")
    terminal.log = first.log
    terminal.hub = Hub(first.log, terminal.clock, {"read-aloud": ReadAloud()})
    terminal.clock.move(320)
    await terminal.hub.tick(ID)
    printed = await terminal.typed("look")
    assert "Play was cut off. The clock stands at 00:00" in printed
    assert "jump 320 s" in printed
    await terminal.typed("jump 320 s", "resume")
    exercise = await terminal.hub.exercise(ID)
    assert (exercise.status, exercise.elapsed) == ("running", 320.0)


# Reading


async def test_next_is_for_control_and_says_what_comes(terminal: Terminal) -> None:
    printed = await terminal.typed("start", "release", "next")
    assert "Next for red:\n  b: Title of b (due at 00:00, next in line)" in printed
    assert "Waits for: you to release it" in printed
    assert "This is for exercise control" in await terminal.typed("as red", "next")


async def test_the_board_is_shown_when_it_is_asked_for(terminal: Terminal) -> None:
    printed = await terminal.typed("start", "release", "as red", "as facilitator", "teams")
    assert "Team red, Team red: Title of a; 1 not opened; 0 open questions" in printed


async def test_one_inject_is_looked_at_before_it_is_due(terminal: Terminal) -> None:
    printed = await terminal.typed("start", "look c")
    assert "Inject c, planned, Spoken" in printed
    assert "Body of c." in printed
    assert "nothing here called z" in await terminal.typed("look z")


async def test_what_was_read_is_not_read_again_when_it_goes_out(terminal: Terminal) -> None:
    assert "Screens are dark." in await terminal.typed("start")
    printed = await terminal.typed("release")
    assert "Inject a, 00:00, released" in printed
    assert "Screens are dark." not in printed


@pytest.mark.parametrize("language", ["en", "es"])
async def test_help_on_one_verb_has_its_fields_and_an_example(language: str) -> None:
    terminal = Terminal(hospital(), language)
    printed = await terminal.typed("start", "help skip", "help look", "help resume", "help relase")
    assert "  reason: " in printed
    assert "skip a " in printed
    assert "console." not in printed
    assert "release" in printed.splitlines()[-2]


async def test_lines_are_completed_from_what_can_be_done_now(terminal: Terminal) -> None:
    await terminal.typed("start", "release")
    assert terminal.console.complete("rel") == ["release "]
    assert terminal.console.complete("now ") >= ["b ", "c "]
    assert "red/chief" in terminal.console.complete("as red")
    await terminal.typed("release", "as red", "decide b")
    assert terminal.console.complete("re") == ["refuse"]


# The keyboard


async def test_a_line_that_does_not_show_by_itself_is_printed_behind_its_prompt() -> None:
    out = io.StringIO()
    keyboard = Keyboard(out, io.StringIO("start\n"))
    await keyboard.ask("red> ")
    assert out.getvalue() == "red> start\n"


async def test_an_announcement_begins_a_line_and_puts_the_prompt_back() -> None:
    read, write = os.pipe()
    out = io.StringIO()
    with os.fdopen(read) as source, os.fdopen(write, "w") as typing:
        keyboard = Keyboard(out, source)
        asked = asyncio.create_task(keyboard.ask("red> "))
        await asyncio.sleep(0)
        with keyboard.aside():
            out.write("Inject a\n")
        typing.write("look\n")
        typing.flush()
        assert await asked == "look\n"
    assert out.getvalue() == "red> \nInject a\nred> look\n"


# What lies ready


CALL = ReadyInject(
    id="press/radio",
    theme="press",
    group="Press",
    title="School radio",
    body="What do I tell my grandmother?",
    channel="read-aloud",
    sender="Alma",
    details={"voice": "Polite"},
    label="Read aloud",
    facts=(("Voice", "Polite"),),
    guidance=(("delivery", "Play Alma."),),
)
CAKE = ReadyInject("noise/cake", "noise", "Noise", "Cake", "There is cake.", "read-aloud")


@pytest.fixture
def stocked() -> Terminal:
    return Terminal(hospital(), shelf=lambda: (CAKE, CALL))


async def test_what_lies_ready_is_listed_by_words_and_read_by_name(stocked: Terminal) -> None:
    printed = await stocked.typed("library")
    assert printed.index("press/radio: School radio (Read aloud)") < printed.index("noise/cake")
    assert "noise/cake" not in await stocked.typed("library grandmother")
    printed = await stocked.typed("library press/radio")
    assert "Voice: Polite" in printed
    assert "Play Alma." in printed


async def test_only_control_looks_at_what_lies_ready(stocked: Terminal) -> None:
    printed = await stocked.typed("as red", "library")
    assert "School radio" not in printed


async def test_one_that_lies_ready_is_improvised_with_words_of_ones_own(stocked: Terminal) -> None:
    await stocked.typed("start", 'improvise from=press/radio to=red title="Radio Alma"')
    exercise = await stocked.hub.exercise(ID)
    (made,) = exercise.improvised.values()
    face = made.faces["en"]
    assert (made.title, made.to) == ("Radio Alma", ("red",))
    assert face.body == "What do I tell my grandmother?"
    assert (face.byline or "").startswith("Alma")


async def test_one_that_is_not_there_is_told_with_what_is_near(stocked: Terminal) -> None:
    printed = await stocked.typed("start", "improvise from=press/radioo")
    assert "press/radio" in printed
    assert not (await stocked.hub.exercise(ID)).improvised
