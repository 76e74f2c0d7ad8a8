"""Records to be written on trial: the smallest exercise there can be, and notes in it."""

from __future__ import annotations

from datetime import datetime

from simulator.acts import AnyEvent, Recorded
from simulator.acts.evaluation import NoteTaken
from simulator.acts.play import ExerciseCreated
from simulator.domain.edition import Edition, Kit
from simulator.domain.people import Actor
from simulator.domain.playbook import Rubric, RuleUse
from simulator.domain.scenario import Inject, Scenario, Team

FOLDER = ".preflight-"
"""How the folders begin in which something is written on trial."""
EXERCISE = "trial"
_WORDS = "Preflight"


def trial_record(number: int, now: datetime) -> Recorded:
    """The record of this number; the first begins the exercise."""
    event: AnyEvent = NoteTaken(note=f"n{number}", text=f"{_WORDS} " * 20)
    if number == 1:
        event = ExerciseCreated(kit=_kit(), teams=())
    actor = Actor(role="facilitator", person=EXERCISE)
    return Recorded(exercise=EXERCISE, seq=number, at=now, elapsed=0, actor=actor, event=event)


def _kit() -> Kit:
    scenario = Scenario(
        id=EXERCISE,
        title=_WORDS,
        teams=(Team(id="team", title=_WORDS),),
        injects=(Inject(id="inject", title=_WORDS, body=_WORDS, ends=True),),
    )
    rubric = Rubric(id=EXERCISE, title=_WORDS, rules=(RuleUse(rule="completeness"),))
    edition = Edition(language="en", scenario=scenario, faces={})
    return Kit(language="en", editions={"en": edition}, rubric=rubric)
