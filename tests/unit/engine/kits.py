"""Small scenarios, playbooks and plays for the checks, and what the checks say of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from simulator.domain.diagnostic import Diagnostic
from simulator.domain.play import Play
from simulator.domain.playbook import Playbook, Rubric
from simulator.domain.scenario import Scenario
from simulator.engine.checks import check_kit

Data = dict[str, Any]
RULES = ("completeness", "order")


def an_inject(given: str | Data) -> Data:
    """An inject as an author writes it; an id alone gets a title of its own."""
    data = {"id": given} if isinstance(given, str) else given
    return {"title": f"Title of {data['id']}", **data}


def a_scenario(*injects: str | Data, **header: Any) -> Scenario:
    """A scenario of one team, red, unless the header says otherwise."""
    told = {"id": "kit", "title": "Kit", "teams": ["Red"], **header}
    return Scenario.model_validate({**told, "injects": [an_inject(each) for each in injects]})


def a_step(id: str = "declare", **fields: Any) -> Data:
    """A step that counts, of the role lead."""
    return {"id": id, "phase": "identify", "text": f"Do {id}.", "role": "lead", **fields}


def a_playbook(*steps: Data, **fields: Any) -> Playbook:
    """The playbook `plan` with one role, lead."""
    told = {"id": "plan", "title": "Plan", "roles": [{"id": "lead", "title": "Lead"}], **fields}
    return Playbook.model_validate({**told, "steps": list(steps) or [a_step()]})


def a_use(**fields: Any) -> list[Data]:
    """The playbook `plan`, with its lead played by red."""
    return [{"use": "plan", "roles": {"lead": "red"}, **fields}]


def a_rubric(**fields: Any) -> Rubric:
    """A rubric of one rule."""
    told = {"id": "rubric", "title": "Rubric", "rules": ["completeness"], **fields}
    return Rubric.model_validate(told)


def a_play(*steps: Any, **fields: Any) -> Play:
    """A play of the scenario `kit`."""
    told = {"id": "play", "scenario": "kit", **fields}
    return Play.model_validate({**told, "play": list(steps) or ["start"]})


def a_choice(*options: str | Data, **fields: Any) -> Data:
    """A decision point; an option by its id alone leaves a note, so that it matters."""
    listed = [
        {"id": each, "label": f"Label of {each}", "note": "Go on."}
        if isinstance(each, str)
        else {"label": f"Label of {each['id']}", **each}
        for each in options
    ]
    return {"question": "What now?", "options": listed, **fields}


def found(
    scenario: Scenario,
    *playbooks: Playbook,
    rubric: Rubric | None = None,
    plays: Iterable[Play] = (),
) -> tuple[Diagnostic, ...]:
    """Everything the checks say of a kit."""
    return check_kit(scenario, playbooks, rubric or a_rubric(), plays, RULES)


def told(
    scenario: Scenario,
    *playbooks: Playbook,
    rubric: Rubric | None = None,
    plays: Iterable[Play] = (),
) -> list[str]:
    """The same, each as its number and its place."""
    diagnostics = found(scenario, *playbooks, rubric=rubric, plays=plays)
    return [f"{each.code} {'/'.join(map(str, each.path))}" for each in diagnostics]
