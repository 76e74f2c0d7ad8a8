"""IcebergTTX: a branching scenario as one JSON document, read as a scenario of ours.

There, play ends where nothing comes next; here, it goes on with the next inject of the list. So an
inject without a way on says `ends`, and an option without one leads to a closing inject.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.domain.diagnostic import Path
from simulator.domain.errors import UsageError
from simulator.domain.scenario import START, Scenario
from simulator.importing.base import (
    Ids,
    Imported,
    Material,
    Reader,
    Record,
    humanised,
    literal,
    shortened,
)
from simulator.importing.json_text import parse
from simulator.text import words

Made = dict[str, Any]

TOP = {
    "schema_version", "title", "description", "tags", "metadata", "participant_teams", "injects",
    "start_inject_id", "debrief_notes",
}  # fmt: skip
INJECT = {
    "id", "title", "content", "target_teams", "sequence_order", "next_inject_id", "options",
    "free_text_response", "triggers_communications", "expected_actions",
}  # fmt: skip
OPTION = {"id", "label", "next_inject_id"}
COMMUNICATION = {
    "external_entity", "direction", "subject", "body", "delay_after_release_seconds",
    "delay_seconds", "visible_to_teams",
}  # fmt: skip
PER_MINUTE = 60
PLANNED_MAX, DELAY_MAX = 60 * 24 * 31, 60 * 60 * 24 * 31
"""A month, in minutes and in seconds: what is longer is a mistake."""


class IcebergTtx:
    """Reads a scenario of IcebergTTX."""

    name = "icebergttx"
    beside: tuple[str, ...] = ()

    def read(self, material: Material) -> Imported:
        """A scenario with its teams, injects, options and expectations."""
        record = Record(parse(material.text, material.name))
        top = record.top
        if not top["injects"].given and top["definition"].is_map:
            top = top["definition"]
        nodes = top["injects"].value
        if not isinstance(nodes, list) or not any(isinstance(node, dict) for node in nodes):
            raise UsageError("import_not_icebergttx", file=material.name)
        scenario = Scenario.model_validate(literal(_Story(top, material).scenario()))
        return Imported(
            {f"{scenario.id}/scenario.yaml": scenario}, record.losses(), record.sorted_remarks()
        )


importer = IcebergTtx()


class _Story:
    """One scenario on its way over: what has been named so far, and what still has to be found."""

    def __init__(self, top: Reader, material: Material) -> None:
        self.top = top
        self.material = material
        self.language = material.language
        self.team_ids = Ids()
        self.teams: dict[str, str] = {}
        """Team of the source → ours."""
        self.inject_ids = Ids()
        self.injects: dict[str, str] = {}
        """Inject of the source → ours."""
        self.named: dict[Path, str] = {}
        """The place of an inject → our id."""
        self.persona_ids = Ids()
        self.personas: dict[str, Made] = {}
        self.closing: Made | None = None

    def scenario(self) -> Made:
        """The scenario's fields, not yet validated."""
        self._unknown(self.top, TOP)
        title = self.top["title"].line() or humanised(self.material.name.partition(".")[0])
        teams = self._teams()
        nodes = self._ordered()
        for node in nodes:
            self._name(node)
        linked = self._linked(nodes)
        made: list[Made] = []
        for number, node in enumerate(nodes):
            made.append(self._inject(node, linked=number == 0 or node["id"].seen() in linked))
            made += self._communications(node, made[-1])
        if self.closing:
            made.append(self.closing)
        minutes = self.top["metadata"]["estimated_duration_minutes"].number(PLANNED_MAX)
        author = self.top["metadata"]["author"].line()
        return {
            "id": Ids().make(title),
            "title": title,
            "summary": self.top["description"].prose(),
            "language": self.language,
            "authors": [author] if author else [],
            "tags": [tag for entry in self.top["tags"].entries() if (tag := entry.line())],
            "planned": minutes if minutes and minutes > 0 else None,
            "facilitator_brief": self.top["debrief_notes"].prose(),
            "teams": teams,
            "personas": list(self.personas.values()),
            "injects": made,
        }

    def _teams(self) -> list[Made]:
        made = []
        for entry in self.top["participant_teams"].entries():
            self._unknown(entry, {"id", "label"})
            foreign = entry["id"].line() or ""
            title = entry["label"].line() or humanised(foreign) or None
            if title is None:
                entry.remark("team_unnamed")
                continue
            team = self.team_ids.make(foreign, title)
            self.teams.setdefault(foreign, team)
            made.append({"id": team, "title": title})
        if not made:
            self.top["participant_teams"].remark("teams_missing")
            title = self._words("team")
            made.append({"id": self.team_ids.make(title, "team"), "title": title})
        return made

    def _ordered(self) -> list[Reader]:
        """The injects in their order, the one that starts first."""
        nodes = []
        for entry in self.top["injects"].entries():
            if entry.is_map:
                nodes.append(entry)
            else:
                entry.remark("no_object")
        order = {
            node.path: number if (number := node["sequence_order"].number()) is not None else 0
            for node in nodes
        }
        nodes.sort(key=lambda node: order[node.path])
        start = self.top["start_inject_id"]
        first = next((n for n in nodes if n["id"].seen() == start.seen() is not None), None)
        if first is None:
            start.remark("start_unknown", id=start.seen() or "")
            return nodes
        start.carry()
        return [first, *(node for node in nodes if node is not first)]

    def _name(self, node: Reader) -> None:
        foreign = node["id"].seen()
        made = self.named[node.path] = self.inject_ids.make(foreign, node["title"].seen())
        if foreign is None:
            node["id"].remark("inject_unnamed")
        elif foreign in self.injects:
            node["id"].remark("inject_twice", id=foreign)
        else:
            node["id"].carry()
            self.injects[foreign] = made

    def _linked(self, nodes: list[Reader]) -> set[str]:
        found = {node["next_inject_id"].seen() for node in nodes}
        for node in nodes:
            found |= {option["next_inject_id"].seen() for option in node["options"].entries()}
        return {id for id in found if id is not None}

    def _inject(self, node: Reader, *, linked: bool) -> Made:
        self._unknown(node, INJECT)
        to = self._addressees(node["target_teams"])
        made: Made = {"id": self.named[node.path], "to": to}
        made["title"] = node["title"].line() or humanised(made["id"])
        made["body"] = node["content"].prose() or made["title"]
        if expectations := self._expectations(node, to):
            made["expectations"] = expectations
        if not linked:
            node.remark("inject_unlinked", id=made["id"])
            made["release"] = {"after": [START]}
        if node["options"].entries():
            self._decision(node, made)
        elif then := self._next(node["next_inject_id"]):
            made["next"] = then
        elif linked:
            made["ends"] = True
        free = node["free_text_response"]
        if free.value is True:
            free.carry()
        return made

    def _decision(self, node: Reader, made: Made) -> None:
        options, ids = [], Ids()
        for entry in node["options"].entries():
            self._unknown(entry, OPTION)
            option_id = entry["id"].line()
            label = entry["label"].line() or humanised(option_id or "")
            if not label:
                entry.remark("option_unnamed")
                continue
            option = {"id": ids.make(option_id, label), "label": label}
            if then := self._next(entry["next_inject_id"]):
                option["next"] = then
            options.append(option)
        made["decision"] = {"question": self._words("question"), "options": options}
        if node["free_text_response"].value is False:
            node["free_text_response"].carry()
            made["decision"]["free_text"] = False
        deciders = made["to"] or list(self.teams.values())
        if len(deciders) > 1:
            made["decision"]["decides"] = deciders[0]
            node["options"].remark("decides_first", inject=made["id"], team=deciders[0])
        self._ends(node, options, made)

    def _ends(self, node: Reader, options: list[Made], made: Made) -> None:
        """An end where no option leads on; a closing inject for those that do not."""
        last = [option for option in options if "next" not in option]
        if len(last) == len(options):
            made["ends"] = True
        elif last:
            node["options"].remark("closing_added", inject=made["id"])
            if self.closing is None:
                title = self._words("closing.title")
                id = self.inject_ids.make(title, "closing")
                body = self._words("closing.body")
                self.closing = {"id": id, "title": title, "body": body, "ends": True}
            for option in last:
                option["next"] = self.closing["id"]

    def _next(self, place: Reader) -> str | None:
        foreign = place.seen()
        if foreign is None:
            place.text()
            return None
        if foreign not in self.injects:
            place.remark("inject_unknown", id=foreign)
            return None
        place.carry()
        return self.injects[foreign]

    def _addressees(self, place: Reader) -> list[str]:
        found = []
        for entry in place.entries():
            team = self.teams.get(entry.seen() or "")
            if team is None:
                entry.remark("team_unknown", id=entry.seen() or "")
            else:
                entry.carry()
                found.append(team)
        return list(dict.fromkeys(found))

    def _expectations(self, node: Reader, to: list[str]) -> list[Made]:
        ids = Ids()
        made = []
        for entry in node["expected_actions"].entries():
            if (text := entry.line()) is not None:
                expectation: Made = {"id": ids.make(text), "text": text, "free": True}
                if len(to) == 1:
                    expectation["team"] = to[0]
                made.append(expectation)
        return made

    def _communications(self, node: Reader, source: Mapping[str, Any]) -> list[Made]:
        made = []
        for entry in node["triggers_communications"].entries():
            self._unknown(entry, COMMUNICATION)
            entity = entry["external_entity"].line()
            subject = entry["subject"].line()
            body = entry["body"].prose()
            if subject is None and body is None:
                entry.remark("message_empty")
                continue
            release: Made = {"after": [source["id"]], "auto": True}
            delay = entry["delay_after_release_seconds"]
            seconds = (delay if delay.given else entry["delay_seconds"]).number(DELAY_MAX)
            if seconds and seconds > 0:
                release["delay"] = seconds / PER_MINUTE
            inject: Made = {
                "id": self.inject_ids.make(subject, entity, f"{source['id']}-message"),
                "title": subject or shortened(body or "", 80),
                "to": self._addressees(entry["visible_to_teams"]) or source["to"],
                "channel": "email",
                "body": body or subject,
                "release": release,
            }
            self._sender(entry["direction"], entity, inject)
            made.append(inject)
        return made

    def _sender(self, direction: Reader, entity: str | None, inject: Made) -> None:
        """Inbound, the body outside is who writes; outbound, whom it went to."""
        if entity is None:
            return
        if direction.seen() == "outbound":
            direction.carry()
            inject["details"] = {"to": entity}
            return
        if direction.seen() == "inbound":
            direction.carry()
        elif direction.given:
            direction.remark("direction_unknown", value=direction.seen() or "")
        if entity not in self.personas:
            self.personas[entity] = {"id": self.persona_ids.make(entity), "name": entity}
        inject["from"] = self.personas[entity]["id"]

    def _unknown(self, place: Reader, known: set[str]) -> None:
        for key, inner in place.fields():
            if key not in known:
                inner.remark("field_unknown", field=key)

    def _words(self, key: str) -> str:
        return words(f"importing.made.{key}", self.language)
