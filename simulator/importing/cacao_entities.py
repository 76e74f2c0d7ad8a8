"""Who acts in a CACAO playbook, and on what: agents become roles, targets lines of guidance."""

from __future__ import annotations

from typing import Any

from simulator.importing.base import Ids, Reader, humanised
from simulator.importing.cacao_words import ENTITY_FIELDS, IDENTIFIER, MACHINES, PERSONS
from simulator.text import words


class Entities:
    """The agents and targets of one playbook."""

    def __init__(self, top: Reader, language: str) -> None:
        self.language = language
        self.roles: list[dict[str, Any]] = []
        self._agents = dict(top["agent_definitions"].fields())
        self._targets = dict(top["target_definitions"].fields())
        self._ids = Ids()
        self._role_of: dict[str, str] = {}
        for key, at in (*self._agents.items(), *self._targets.items()):
            _check(key, at)

    def doer(self, step: Reader) -> tuple[str | None, list[str]]:
        """The role that does a step, and what guidance says of it; machines share one role."""
        at = step["agent"]
        key = at.seen()
        if not at.given:
            return None, []
        found = self._agents.get(key or "")
        if key is None or found is None or not found.is_map:
            at.remark("agent_unresolved", id=key or "")
            return None, []
        at.carry()
        title = found["name"].line() or humanised(key.partition("--")[0])
        if found["type"].seen() not in MACHINES:
            return self._role(key, title), []
        found["type"].carry()
        said = words("importing.made.agent", self.language)
        line = f"- {said}: {title} ({found['type'].seen()})"
        return self._role("", words("importing.made.automated", self.language)), [line]

    def owner(self, at: Reader, doer: str | None) -> str | None:
        """Who answers for a step, where the playbook defines it and it is somebody else."""
        key = at.seen()
        found = self._agents.get(key or "")
        if key is None or found is None or not found.is_map:
            return None
        at.carry()
        role = self._role(key, found["name"].line() or humanised(key.partition("--")[0]))
        return role if role != doer else None

    def targets(self, place: Reader) -> list[str]:
        """A line for each target of a step."""
        lines = []
        said = words("importing.made.target", self.language)
        for at in place.entries():
            key = at.seen()
            found = self._targets.get(key or "") or self._agents.get(key or "")
            if key is None or found is None or not found.is_map:
                at.remark("target_unresolved", id=key or "")
                continue
            at.carry()
            name = found["name"].line() or humanised(key.partition("--")[0])
            kind = found["type"].line()
            lines.append(f"- {said}: {name} ({kind})" if kind else f"- {said}: {name}")
        return lines

    def _role(self, key: str, title: str) -> str:
        if key not in self._role_of:
            self._role_of[key] = self._ids.make(title, key)
            self.roles.append({"id": self._role_of[key], "title": title})
        return self._role_of[key]


def _check(key: str, at: Reader) -> None:
    if not at.is_map:
        at.remark("no_object")
        return
    kind = at["type"].seen() or ""
    if not IDENTIFIER.fullmatch(key):
        at.remark("id_not_uuid", id=key)
    if kind not in PERSONS | MACHINES:
        at["type"].remark("agent_type_unknown", type=kind, id=key)
    elif "--" in key and key.partition("--")[0] != kind:
        at.remark("key_prefix", id=key, type=kind)
    for name, inner in at.fields():
        if name not in ENTITY_FIELDS:
            inner.remark("field_unknown", field=name)
