"""A team's screen, driven by keys: what is typed is its own, whatever arrives."""

from __future__ import annotations

import pytest

from simulator.acts.clock import PauseExercise
from simulator.acts.decisions import LogDecision
from simulator.acts.improvise import Improvise
from simulator.acts.injects import ReleaseInjectNow
from simulator.acts.messages import SendMessage
from simulator.acts.passes import WithdrawInject
from simulator.acts.play import EndExercise, StartExercise, StopExercise
from simulator.acts.requests import AnswerQuestion, AskQuestion
from simulator.consoles.screens.participant import ParticipantScreen
from simulator.consoles.widgets.entry import EntryText, OptionLine
from simulator.consoles.widgets.rows import Rows
from simulator.domain.edition import Kit
from simulator.domain.entries import Decision
from simulator.domain.people import Actor
from tests.builders import a_choice, a_kit, a_scenario, a_team, an_inject, an_option
from tests.screens import LARGE, Room, console

RED = Actor(person="red", role="participant", team="red")
CHIEF = Actor(person="red-chief", role="participant", team="red", team_role="chief")
BLUE = Actor(person="blue", role="participant", team="blue")
OBSERVER = Actor(person="observer", role="observer")
PROJECTOR = Actor(person="projector", role="projector")


def kit(**fields: object) -> Kit:
    options = [an_option("cut", pros=["It stops"], cons=["It hurts"]), an_option("wait")]
    return a_kit(
        a_scenario(
            an_inject("a", title="Screens go dark", body="All of them."),
            an_inject("b", title="Cut the net?", decision=a_choice(*options, time_limit=5)),
            an_inject("c", title="The end"),
            teams=[a_team("red", "chief"), a_team("blue")],
            brief="It is early.",
            **fields,
        )
    )


def screen(room: Room) -> ParticipantScreen:
    assert isinstance(room.app.seat, ParticipantScreen)
    return room.app.seat


def field(room: Room) -> EntryText:
    return screen(room).query_one(EntryText)


async def decided(room: Room, inject: str = "a") -> list[Decision]:
    return list((await room.exercise()).teams["red"].decisions.get(inject, ()))


# Reading


async def test_a_new_inject_is_called_out_and_marked_until_it_is_opened() -> None:
    async with console(kit(), first=RED) as room:
        assert "It is early." in room.page
        await room.give(ReleaseInjectNow(inject="a"))
        assert any("New: Screens go dark" in each for each in room.toasts)
        assert "(1 new)" in room.page
        assert "It is early." in room.page
        assert not (await room.exercise()).teams["red"].opened
        await room.press("f6")
        assert "All of them." in room.page
        assert "(1 new)" not in room.page
        assert (await room.exercise()).teams["red"].opened["a"].person == "red"
        assert room.app.focused is field(room)


async def test_a_click_opens_what_is_to_be_read() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.pilot.click("#panel-inbox", offset=(6, 1))
        await room.settled()
        assert "All of them." in room.page
        assert room.app.focused is field(room)


async def test_what_is_withdrawn_says_so_with_its_reason() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.press("f6")
        await room.give(WithdrawInject(inject="a", reason="Wrong room"))
        assert "withdrawn" in room.page
        assert "Wrong room" in room.page
        assert "All of them." not in room.page


async def test_what_is_asked_is_read_with_options_and_by_when() -> None:
    async with console(kit(), first=RED, size=LARGE) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.give(ReleaseInjectNow(inject="b"))
        await room.press("f6", "f6")
        for said in ("What now?", "Label cut", "+ It stops", "Answer by 05:00", "5 min left"):
            assert said in room.page
        await room.wait(5)
        assert "min left" not in room.page


# Deciding


async def test_one_field_and_enter_log_a_decision() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.press("f6")
        await room.type("We go on paper")
        await room.press("enter")
        assert [d.text for d in await decided(room)] == ["We go on paper"]
        assert field(room).text == ""
        assert "Saved" in room.page
        assert "◆ We go on paper" in room.page


async def test_the_reason_is_asked_for_afterwards_and_one_key_away() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.press("f6")
        await room.type("Paper")
        await room.press("enter")
        assert "Why?" in room.page
        assert "F2 Add reason" in room.page
        await room.press("f2")
        await room.type("No screens")
        await room.press("enter")
        first, second = await decided(room)
        assert (second.amends, second.rationale, second.text) == (first.id, "No screens", "Paper")
        assert "F2 All fields" in room.page
        assert "Why?" not in room.page


async def test_all_fields_are_one_key_away_and_kept_when_the_form_is_left() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.press("f6")
        await room.type("Paper")
        await room.press("f2")
        await room.type("No screens")
        await room.press("escape")
        assert field(room).text == "Paper"
        assert "Sent with it: why it was decided" in room.page
        await room.press("enter")
        (found,) = await decided(room)
        assert (found.text, found.rationale) == ("Paper", "No screens")


async def test_enter_pressed_twice_sends_once() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.press("f6")
        await room.type("Paper")
        await room.pilot.press("enter", "enter")
        await room.settled()
        assert len(await decided(room)) == 1


async def test_an_option_is_chosen_by_its_number_alone() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="b"))
        await room.press("f6", "2")
        assert "2 ◉ Label wait" in room.page
        await room.press("enter")
        assert [(d.text, d.option) for d in await decided(room, "b")] == [("Label wait", "wait")]


async def test_an_option_goes_with_words_by_key_or_click() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="b"))
        await room.press("f6", "f9")
        assert "1 ◉ Label cut" in room.page
        await room.pilot.click(screen(room).query(OptionLine).last(), offset=(3, 0))
        await room.settled()
        assert "2 ◉ Label wait" in room.page
        await room.type("Not yet")
        await room.press("enter")
        assert [(d.text, d.option) for d in await decided(room, "b")] == [("Not yet", "wait")]


async def test_words_alone_are_not_sent_where_an_option_is_needed() -> None:
    point = a_choice("cut", "wait", free_text=False)
    given = a_kit(a_scenario(an_inject("a", decision=point), "b"))
    async with console(given, first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.press("f6")
        await room.type("Hm")
        await room.press("enter")
        assert "Choose one of the options first" in room.page
        assert field(room).text == "Hm"


async def test_each_inject_keeps_its_own_text_until_it_is_sent() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.press("f6")
        await room.type("About a")
        await room.press("left")
        await room.give(ReleaseInjectNow(inject="b"))
        await room.press("f6")
        assert field(room).text == ""
        assert "✎" in room.page
        await room.type("About b")
        await room.press("enter", "shift+tab", "shift+tab", "shift+tab", "down", "enter")
        assert "Decide: Screens go dark" in room.page
        assert (field(room).text, field(room).cursor_location) == ("About a", (0, 6))
        await room.press("enter")
        assert [d.text for d in await decided(room, "a")] == ["About a"]
        assert [d.text for d in await decided(room, "b")] == ["About b"]


# What is typed is never touched


@pytest.mark.slow
async def test_two_hundred_letters_stay_while_fifty_events_arrive() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        await room.press("f6")
        typed = ""
        for number in range(50):
            await room.pilot.press(*"abcd")
            typed += "abcd"
            await arrives(room, number)
            assert field(room).text == typed
            assert field(room).cursor_location == (0, len(typed))
        assert room.app.focused is field(room)
        await room.press("home", "right")
        place = field(room).cursor_location
        await arrives(room, 0)
        await arrives(room, 50)
        assert (field(room).text, field(room).cursor_location) == (typed, place)
        assert place < (0, len(typed))


async def arrives(room: Room, number: int) -> None:
    """Something of every kind, in turn."""
    if number % 4 == 0:
        await room.give(Improvise(title=f"News {number}", body="Something.", channel="phone"))
    elif number % 4 == 1:
        await room.give(LogDecision(inject="a", text=f"A colleague decides {number}"), CHIEF)
    elif number % 4 == 2:
        await room.give(SendMessage(text=f"Blue says {number}"), BLUE)
    else:
        await room.give(AskQuestion(text=f"What of {number}?"), CHIEF)


async def test_a_refusal_leaves_the_text_and_says_why() -> None:
    async with console(kit(), first=RED, started=False) as room:
        assert "Play has not begun" in room.page
        await room.type("Paper")
        await room.press("enter")
        assert "Not saved" in room.page
        assert "has not started yet" in room.page
        assert (field(room).text, field(room).cursor_location) == ("Paper", (0, 5))
        await room.give(StartExercise())
        await room.press("enter")
        assert [d.text for d in await decided(room, "")] == ["Paper"]


async def test_what_is_typed_stays_at_its_seat() -> None:
    async with console(kit(), first=RED) as room:
        await room.type("Half a")
        await room.press("left")
        await room.app.sit(BLUE)
        await room.settled()
        assert field(room).text == ""
        await room.type("Blue")
        await room.give(ReleaseInjectNow(inject="a"))
        await room.app.sit(RED)
        await room.settled()
        assert (field(room).text, field(room).cursor_location) == ("Half a", (0, 5))
        assert "(1 new)" in room.page


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (PauseExercise(), "Pause: the clocks stand still"),
        (StopExercise(), "Stopped for a real emergency"),
        (EndExercise(), "Play has ended"),
    ],
)
async def test_how_play_stands_is_said_where_one_types(command: object, said: str) -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="b"))
        await room.press("f6", "f9")
        await room.type("Half")
        await room.give(command)  # type: ignore[arg-type]
        assert said in room.page
        assert field(room).text == "Half"
        await room.press("enter")
        taken = [d.option for d in await decided(room, "b")]
        assert taken == (["cut"] if isinstance(command, PauseExercise) else [])
        assert field(room).text == ("" if taken else "Half")


# The log


async def test_a_question_shows_its_state_and_its_answer() -> None:
    async with console(kit(), first=RED) as room:
        await room.press("f3")
        await room.type("Is it raining?")
        await room.press("enter")
        assert "Is it raining?" in " ".join(room.page.split())
        assert "(open)" in room.page
        (question,) = (await room.exercise()).teams["red"].questions
        await room.give(AnswerQuestion(question=question.id, text="Cats and dogs."))
        assert "(answered)" in room.page
        assert "Answer: Cats and dogs." in room.page
        assert any("Cats and dogs." in each for each in room.toasts)


async def test_other_teams_are_told_and_their_messages_arrive() -> None:
    async with console(kit(), first=RED, size=LARGE) as room:
        await room.press("f5")
        await room.type("Help")
        await room.press("enter")
        assert (await room.exercise()).teams["blue"].messages[0].text == "Help"
        assert "→ blue: Help" in room.page
        await room.give(SendMessage(text="Coming", tlp="GREEN"), BLUE)
        assert "blue TLP:GREEN: Coming" in room.page


async def test_an_amended_decision_stays_struck_through() -> None:
    async with console(kit(), first=RED, size=LARGE) as room:
        await room.type("Paper")
        await room.press("enter", "f7")
        await room.type(" and pens")
        await room.press("enter")
        first, second = await decided(room, "")
        assert (second.amends, second.text) == (first.id, "Paper and pens")
        assert "amended later" in room.page


async def test_retracting_gives_a_reason_and_is_about_what_is_pointed_at() -> None:
    async with console(kit(), first=RED, size=LARGE) as room:
        for text in ("One", "Two"):
            await room.type(text)
            await room.press("enter")
        await room.press("shift+tab", "home", "r")
        await room.type("Too soon")
        await room.press("enter")
        first, second = await decided(room, "")
        assert (first.retracted_why, second.retracted) == ("Too soon", 0)
        assert "retracted because: Too soon" in room.page
        await room.press("home", "m")
        assert any("not possible" in each for each in room.toasts)


async def test_an_entry_is_read_whole_and_amended_from_there() -> None:
    async with console(kit(), first=RED) as room:
        await room.type("Paper")
        await room.press("enter", "shift+tab", "enter")
        assert "Decision of red" in room.page
        await room.press("m")
        assert "Amend: Paper" in room.page
        await room.type("!")
        await room.press("escape", "escape")
        assert room.app.focused is field(room)
        await room.press("f7")
        assert "Paper!" in room.page


# Seats


@pytest.mark.parametrize("actor", [OBSERVER, PROJECTOR])
async def test_who_only_watches_has_nothing_to_decide(actor: Actor) -> None:
    async with console(kit(), first=actor) as room:
        assert not screen(room).query(EntryText)
        await room.give(ReleaseInjectNow(inject="a"))
        await room.give(LogDecision(inject="a", text="Paper"), RED)
        sees = actor is OBSERVER
        assert ("red: Paper" in room.page) is sees
        assert ("(1 new)" in room.page) is sees
        if sees:
            await room.press("home", "enter")
            assert "All of them." in room.page
            assert "(1 new)" not in room.page
        await room.press("f3", "f2")
        assert len(room.app.screen_stack) == 2


async def test_a_seat_is_handed_over_at_the_terminal() -> None:
    async with console(kit(), first=RED) as room:
        screen(room).act("join")
        await room.settled()
        assert "red" in (await room.exercise()).seats
        screen(room).act("handover")
        await room.settled()
        assert "as red-2" in room.page
        await room.press("y")
        assert "red-2" in (await room.exercise()).seats
        assert screen(room).session.actor.person == "red-2"
        screen(room).act("give_up")
        await room.settled()
        await room.press("y")
        assert not (await room.exercise()).seats


async def test_words_of_people_are_drawn_as_they_stand() -> None:
    hostile = "[/] [bold]x[/bold] \x1b[2J\u202e [@click=app.quit]a[/]"
    async with console(kit(), first=RED, size=LARGE) as room:
        await room.give(Improvise(title=hostile[:30], body=hostile, channel="phone"))
        await room.press("f6")
        await room.give(LogDecision(text=hostile), CHIEF)
        await room.give(SendMessage(text=hostile), BLUE)
        await room.give(AskQuestion(text=hostile), CHIEF)
        for _ in range(2):
            assert room.page.count("[bold]x[/bold]") >= 3
            assert "\x1b" not in room.page
            assert "\u202e" not in room.page
            await room.press("shift+tab")


async def test_long_lists_keep_their_place_when_something_arrives() -> None:
    async with console(kit(), first=RED) as room:
        await room.give(ReleaseInjectNow(inject="a"))
        for number in range(12):
            await room.give(LogDecision(text=f"Decision {number}"), CHIEF)
        log = screen(room).query_one("#panel-log", Rows)
        await room.sees("Decision 11")
        log.focus()
        await room.press("home")
        before = log.at
        await room.give(LogDecision(text="One more"), CHIEF)
        await room.give(ReleaseInjectNow(inject="b"))
        assert log.at == before
        assert "Decision 0" in room.page
