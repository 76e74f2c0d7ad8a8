"""Small foreign files, written here: a playbook of CACAO, and how importers are called in tests."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from simulator.content import yaml
from simulator.domain.errors import ContentError
from simulator.domain.playbook import Playbook
from simulator.domain.scenario import Scenario
from simulator.importing.base import Imported, Importer, Material, Source
from simulator.plugins import Registry

Data = dict[str, Any]


def an_id(kind: str, number: int) -> str:
    """An identifier as CACAO wants it."""
    return f"{kind}--00000000-0000-4000-8000-{number:012d}"


START, END, OTHER_END = an_id("start", 1), an_id("end", 2), an_id("end", 3)
FIRST, SECOND, THIRD = (an_id("action", number) for number in (11, 12, 13))
LEAD = an_id("individual", 21)
FIREWALL = an_id("net-address", 22)
GREEN, RED = an_id("marking-tlp", 31), an_id("marking-tlp", 32)
ASK, SPLIT, LOOP = an_id("if-condition", 41), an_id("parallel", 42), an_id("while-condition", 43)
NOWHERE = an_id("action", 99)


def an_action(name: str, then: str | None = END, **more: Any) -> Data:
    """A step in which a person does something."""
    action = {"type": "action", "name": name, "commands": [], "agent": LEAD, **more}
    return action | ({"on_completion": then} if then else {})


def a_flow(**steps: Any) -> Data:
    """A workflow with start and end around the steps given by their place here."""
    return {START: {"type": "start", "on_completion": FIRST}, END: {"type": "end"}} | steps


def a_cacao(workflow: object = None, **fields: Any) -> Data:
    """A playbook of CACAO with nothing wrong in it; a field given as None is left out."""
    made = {
        "type": "playbook",
        "spec_version": "cacao-2.0",
        "id": an_id("playbook", 5),
        "name": "Stolen badge",
        "created_by": an_id("identity", 6),
        "created": "2031-05-12T08:40:00.000Z",
        "modified": "2031-05-13T08:40:00.000Z",
        "workflow_start": START,
        "workflow": workflow or a_flow(**{FIRST: an_action("Lock the badge")}),
        "agent_definitions": {LEAD: {"type": "individual", "name": "Guard"}},
    }
    return {key: value for key, value in (made | fields).items() if value is not None}


def read_yaml(text: str, name: str) -> Source:
    """YAML as the command line hands it to importers; without lines."""
    try:
        return Source(name, yaml.read(text).data)
    except yaml.YamlError as error:
        raise ContentError(()) from error


def imported(
    kind: str,
    source: object,
    *,
    beside: Mapping[str, str] | None = None,
    language: str = "en",
    name: str = "given.json",
) -> Imported:
    """What an importer makes of a text, or of data as JSON."""
    importer: Importer = Registry("importing")[kind]
    text = source if isinstance(source, str) else json.dumps(source, indent=2)
    return importer.read(Material(name, text, read_yaml, beside or {}, language))


def the_playbook(result: Imported) -> Playbook:
    """The one playbook of a result."""
    (value,) = result.files.values()
    assert isinstance(value, Playbook)
    return value


def the_scenario(result: Imported) -> Scenario:
    """The one scenario of a result."""
    (value,) = result.files.values()
    assert isinstance(value, Scenario)
    return value


def codes(result: Imported) -> list[str]:
    """The codes of the warnings, but the guess of phases that every CACAO playbook gets."""
    return [warning.code for warning in result.warnings if warning.code != "phase_guessed"]


def changed(data: Data, *path: str | int, to: object) -> Data:
    """The same data with one place changed."""
    copy: Data = json.loads(json.dumps(data))
    place: Any = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return copy


Change = Callable[[Data], Data]
