"""Random walks come by every feature of play: else the other properties would say little."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from simulator import acts, engine
from tests.property.features import FEATURES, features
from tests.property.walks import drawn, walked

WALKS = 300
"""So many at most; they stop once everything has occurred."""
REFUSALS = 30
CODE = re.compile(r"(?:Refused|NotAllowed)\(\s*\"(\w+)\"")


def codes() -> set[str]:
    """Every code with which a rule refuses."""
    folders = (Path(package.__path__[0]) for package in (acts, engine))
    files = (file for folder in folders for file in folder.rglob("*.py"))
    return {code for file in files for code in CODE.findall(file.read_text("utf-8"))}


def test_every_feature_of_play_occurs() -> None:
    found, refusals = Counter[str](), Counter[str]()
    for number in range(WALKS):
        walk = walked(drawn(number))
        found += features(walk)
        refusals += walk.refusals
        if all(found[feature] for feature in FEATURES) and len(refusals) > REFUSALS:
            break
    print(f"{number + 1} walks")  # noqa: T201 - the counts
    for feature in FEATURES:
        print(f"{found[feature]:6}  {feature}")  # noqa: T201
    known = codes()
    print(f"{len(refusals.keys() & known)} of {len(known)} codes of refusal")  # noqa: T201
    assert [feature for feature in FEATURES if not found[feature]] == []
    assert len(refusals) > REFUSALS
