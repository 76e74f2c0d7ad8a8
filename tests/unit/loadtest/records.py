"""A log as it may be after a load test, and devices that saw what they had to see."""

from __future__ import annotations

from datetime import UTC, datetime

from simulator.acts import AnyEvent, Recorded
from simulator.acts.decisions import DecisionLogged
from simulator.acts.injects import InjectReleased
from simulator.loadtest.heard import Heard
from simulator.loadtest.observed import Observed, Out, Said
from tests.builders import FACILITATOR

TEAMS = ("red", "blue")
AT = datetime(2031, 11, 26, 9, tzinfo=UTC)


def a_log(*events: AnyEvent) -> list[Recorded]:
    return [
        Recorded(exercise="x", seq=seq, at=AT, elapsed=float(seq), actor=FACILITATOR, event=event)
        for seq, event in enumerate(events, 1)
    ]


def sent(inject: str, *teams: str) -> InjectReleased:
    return InjectReleased(inject=inject, teams=teams or TEAMS, on_line=True)


def decided(id: str, team: str, text: str) -> DecisionLogged:
    return DecisionLogged(decision=id, team=team, text=text)


def a_sound_log() -> list[Recorded]:
    """Two injects to both teams, and a decision of each."""
    return a_log(
        sent("inject-1"),
        decided("d-1", "red", "Wait"),
        decided("d-2", "blue", "Call"),
        sent("inject-2"),
    )


def a_device(team: str, *cards: str, began: float = 10.0) -> Heard:
    """One that had each of these cards, a tenth of a second after the other."""
    heard = Heard(team)
    for place, card in enumerate(cards, 1):
        heard.take(began + place / 10, place, [(card, f"<p>{card}</p>")])
    return heard


def a_sound_crowd() -> Observed:
    """Three devices that had all there was, and two decisions that were acknowledged."""
    injects = ("inject-inject-1", "inject-inject-2")
    return Observed(
        heard=[
            a_device("red", *injects, "decision-d-1"),
            a_device("red", *injects, "decision-d-1"),
            a_device("blue", *injects, "decision-d-2"),
        ],
        said=[Said("Wait", 11.0, number=2, took=0.05), Said("Call", 12.0, number=3, took=0.07)],
        out=[Out("inject-1", 10.0), Out("inject-2", 10.0)],
        joins=[0.2, 0.3, 0.4],
        started=9.0,
    )
