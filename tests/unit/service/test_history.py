"""The history of an exercise under way: by pages, for the staff alone."""

from __future__ import annotations

import pytest

from simulator.acts import Command
from simulator.acts.decisions import LogDecision
from simulator.acts.evaluation import TakeNote
from simulator.acts.improvise import Improvise
from simulator.acts.injects import ReleaseInjectNow
from simulator.domain.errors import NotAllowed, StoreError
from simulator.domain.history import Happening
from simulator.domain.people import SYSTEM, Actor
from simulator.service import history as pages
from simulator.service.gateway import Gateway
from simulator.service.local import LocalGateway
from simulator.stores.names import MemoryNames
from tests.builders import EVALUATOR, FACILITATOR, OBSERVER, PROJECTOR, a_player, a_scenario
from tests.unit.service.room import FULL, ID, RELEASE, Room

LEAD = Actor(person="lea", role="lead-evaluator")
OTHER = Actor(person="otto", role="evaluator")


def at(room: Room, actor: Actor = FACILITATOR, language: str = "en") -> Gateway:
    return LocalGateway(room.hub, MemoryNames(), ID, actor, language)


async def a_room() -> Room:
    room = await Room(a_scenario("a", "b")).started()
    room.clock.move(60)
    await room.give(RELEASE)
    for number in range(6):
        room.clock.move(10)
        await room.give(LogDecision(inject="a", text=f"Decision {number}."), by=a_player())
        await room.give(TakeNote(text=f"Note {number}."), by=(EVALUATOR, OTHER)[number % 2])
    return room


async def read(gateway: Gateway, most: int) -> list[Happening]:
    """The whole history, by pages of so many."""
    found: list[Happening] = []
    while page := await gateway.history(found[-1].number if found else 0, most):
        assert len(page) <= most
        found += page
    return found


async def test_every_event_is_told_with_both_times() -> None:
    room = await a_room()
    found = await at(room).history()
    records = await room.records()
    assert [each.number for each in found] == [r.seq for r in records]
    decided = next(each for each in found if each.kind == "decision_logged")
    record = records[decided.number - 1]
    assert (decided.at, decided.offset, decided.elapsed) == (record.at, 60, 70.0)
    assert (decided.group, decided.teams, decided.person) == ("decision", ("red",), "red-player")
    assert "Decision 0." in decided.text


async def test_words_are_the_readers() -> None:
    room = await a_room()
    english, spanish = await at(room).history(), await at(room, language="es").history()
    assert [each.text for each in english] != [each.text for each in spanish]
    assert [each.number for each in english] == [each.number for each in spanish]


@pytest.mark.parametrize("most", [1, 2, 5, 7, 1000])
@pytest.mark.parametrize("actor", [FACILITATOR, EVALUATOR, LEAD], ids=lambda a: a.role)
async def test_pages_come_to_the_same_as_all_at_once(
    actor: Actor, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "PAGE", 3)
    gateway = at(await a_room(), actor)
    assert tuple(await read(gateway, most)) == await gateway.history()


async def test_what_is_read_as_it_happens_is_what_is_read_afterwards() -> None:
    room = await Room(a_scenario("a", "b")).started()
    gateway = at(room)
    live = list(await gateway.history())
    given: list[tuple[Command, Actor]] = [
        (RELEASE, FACILITATOR),
        (Improvise(title="A call", body="The press calls."), FACILITATOR),
        (LogDecision(inject="a", text="We wait."), a_player()),
        (ReleaseInjectNow(inject="b"), FACILITATOR),
    ]
    for command, actor in given:
        await room.give(command, by=actor)
        live += await gateway.history(after=live[-1].number)
    assert tuple(live) == await gateway.history() == await at(room).history()
    assert any("A call" in each.text for each in live)


async def test_another_hub_tells_the_same_after_a_restart() -> None:
    room = await a_room()
    before = await at(room).history()
    room.hub = room.another_hub()
    assert await at(room).history() == before


@pytest.mark.parametrize(
    "actor", [a_player(), OBSERVER, PROJECTOR], ids=["participant", "observer", "projector"]
)
async def test_nobody_but_the_staff_reads_it(actor: Actor) -> None:
    room = await a_room()
    with pytest.raises(NotAllowed) as refused:
        await at(room, actor).history()
    assert refused.value.code == "staff_only"


async def test_evaluators_read_their_own_notes_alone() -> None:
    room = await a_room()
    mine, others = await at(room, EVALUATOR).history(), await at(room, OTHER).history()
    assert {each.person for each in mine if each.kind == "note_taken"} == {"eva"}
    assert {each.person for each in others if each.kind == "note_taken"} == {"otto"}
    for actor in (FACILITATOR, LEAD, SYSTEM):
        assert len(await at(room, actor).history()) == len(await room.records())


async def test_there_is_nothing_after_the_end_and_nothing_in_no_page() -> None:
    room = await a_room()
    last = (await room.state()).seq
    gateway = at(room)
    assert await gateway.history(after=last) == await gateway.history(after=last + 9) == ()
    assert await gateway.history(most=0) == await gateway.history(most=-1) == ()
    assert (await gateway.history(after=-5, most=2)) == (await gateway.history(most=2))
    assert [each.number for each in await gateway.history(after=last - 1)] == [last]


async def test_it_reads_no_more_of_the_log_than_it_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    room = await a_room()
    asked: list[tuple[int, int | None]] = []
    read_log = room.log.read

    async def counting(exercise: str, after: int = 0, most: int | None = None) -> object:
        asked.append((after, most))
        return await read_log(exercise, after, most)

    monkeypatch.setattr(room.log, "read", counting)
    last = (await room.state()).seq
    await at(room).history(after=last - 3)
    assert asked == [(last - 3, 3)]


async def test_it_is_never_ahead_of_what_was_acknowledged() -> None:
    """What another process has just kept is told once the hub has taken it in."""
    room = await a_room()
    other = room.another_hub()
    last = (await room.state()).seq
    await other.submit(ID, FACILITATOR, TakeNote(text="Elsewhere."))
    assert (await at(room).history())[-1].number == last
    await room.give(TakeNote(text="Here."))
    assert (await at(room).history())[-1].text.endswith("Here.")


async def test_a_log_that_fails_is_told() -> None:
    room = await a_room()
    room.log.fault = FULL
    with pytest.raises(StoreError):
        await at(room).history()
