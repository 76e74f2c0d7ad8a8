"""The scenario of a load test: one team, made into as many as are wanted, and a line of injects."""

from __future__ import annotations

import json
from pathlib import Path

BODY = (
    "The monitoring of the second building has reported the same thing for the {n}th time since "
    "midnight, and now two offices on the ground floor cannot open their files either. Somebody "
    "from the night shift has taken a picture of what the screens say and put it on the table.\n\n"
    "- Nobody knows yet whether the copies of last night can be used.\n"
    "- The switchboard has had eleven calls, four of them from outside.\n"
    "- Whoever answers should say so before anything is switched off.\n"
)


def written(folder: Path, injects: int) -> Path:
    """A scenario with so many injects, as a file in this folder."""
    story = {
        "schema_version": 1,
        "id": "loadtest",
        "title": "Load test",
        "language": "en",
        "planned": 60,
        "story": {"scope": "team", "starts": "2031-11-26 09:00"},
        "teams": [{"id": "table", "title": "Table"}],
        "injects": [_inject(number, injects) for number in range(1, injects + 1)],
    }
    file = folder / "scenario.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(story, indent=1), encoding="utf-8")  # which is YAML, too
    return file


def _inject(number: int, injects: int) -> dict[str, object]:
    made: dict[str, object] = {
        "id": f"inject-{number}",
        "title": f"What happened, part {number}",
        "body": BODY.format(n=number),
    }
    return made | ({"ends": True} if number == injects else {})
