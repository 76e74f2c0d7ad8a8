"""What is written on trial: the smallest exercise there can be, in a folder that goes again."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from simulator.acts import AnyEvent, Recorded
from simulator.acts.evaluation import NoteTaken
from simulator.acts.play import ExerciseCreated
from simulator.domain.edition import Edition, Kit
from simulator.domain.people import Actor
from simulator.domain.playbook import Rubric, RuleUse
from simulator.domain.scenario import Inject, Scenario, Team
from simulator.ops.shelves import LEFT_BEHIND

EXERCISE = "trial"
_FOLDER = ".preflight-"
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


@contextmanager
def trial_folder(beside: Path) -> Iterator[Path]:
    """A folder that is gone afterwards, and so are those of a preflight that was killed."""
    beside.mkdir(parents=True, exist_ok=True)
    for left in beside.glob(f"{_FOLDER}*"):
        if time.time() - left.stat().st_mtime > LEFT_BEHIND.total_seconds():
            shutil.rmtree(left, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=_FOLDER, dir=beside) as folder:
        yield Path(folder)
