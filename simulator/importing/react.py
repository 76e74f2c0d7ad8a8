"""RE&CT: response playbooks, stages and single actions as YAML, read as playbooks of ours.

A playbook lists its actions by name under six stages; an action is a file of its own, looked for
beside it. RE&CT orders nothing within a playbook, so neither do we.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from simulator.domain.errors import SimulatorError, UsageError
from simulator.domain.playbook import Playbook
from simulator.importing.base import (
    Ids,
    Imported,
    Material,
    Reader,
    Record,
    humanised,
    joined,
    wordset,
)
from simulator.text import words

Made = dict[str, Any]

STAGES = {
    "preparation": "prepare",
    "identification": "identify",
    "containment": "contain",
    "eradication": "eradicate",
    "recovery": "recover",
    "lessons_learned": "learn",
}
"""Stage → our phase."""
NUMBERED = {f"RS000{number}": stage for number, stage in enumerate(STAGES, 1)}
TLP = ("RED", "AMBER+STRICT", "AMBER", "GREEN", "CLEAR")
PLAYBOOK = wordset(
    """
    title id description author creation_date severity tlp pap tags linked_rp references
    workflow
    """
) | set(STAGES)
ACTION = wordset(
    """
    title id description author owner creation_date stage automation references requirements
    linked_analytics linked_ra workflow
    """
)
STAGE = {"title", "id", "description"}
UNFILLED = re.compile(r"[YMD]+([/.-])[YMD]+\1[YMD]+")
"""The creation date of an action that is still its template: its texts say nothing."""
TECHNIQUE = re.compile(r"attack\.(t\d{4}(?:\.\d{3})?)", re.IGNORECASE)
NAME = re.compile(r"(R[APS])_?(\d{4})_?(.*)", re.DOTALL)


class React:
    """Reads a response playbook, a stage or a single action of RE&CT."""

    name = "react"
    beside: tuple[str, ...] = (".", "../react-actions", "../response_actions")

    def read(self, material: Material) -> Imported:
        """A playbook: of a playbook's actions, of a stage's, or of the one action given."""
        reading = _Reading(material)
        top = reading.open(material.name, material.text)
        kind = _kind(top)
        if kind is None:
            raise UsageError("import_not_react", file=material.name)
        fields = {"RP": reading.playbook, "RS": reading.stage, "RA": reading.single}[kind](top)
        playbook = Playbook.model_validate({k: v for k, v in fields.items() if v})
        warnings = tuple(remark for record in reading.records for remark in record.sorted_remarks())
        return Imported({f"{playbook.id}.yaml": playbook}, joined(reading.records), warnings)


importer = React()


def _kind(top: Reader) -> str | None:
    """RP, RS or RA, by id or by what is in it; nothing where it is none of them."""
    named = NAME.match(top["id"].seen() or top["title"].seen() or "")
    if named is not None:
        return named[1]
    if any(top[stage].given for stage in STAGES):
        return "RP"
    return "RA" if top["stage"].seen() in STAGES and top["title"].given else None


class _Reading:
    """One file of RE&CT on its way over, with the actions it names."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.records: list[Record] = []
        self.authors: dict[str, None] = {}
        self.ids = Ids()
        self._opened: dict[str, Reader | None] = {}

    def open(self, name: str, text: str) -> Reader:
        """A file's top; from now on its losses and warnings count."""
        self.records.append(Record(self.material.yaml(text, name)))
        return self.records[-1].top

    def playbook(self, top: Reader) -> Made:
        """A response playbook with the actions of its six stages."""
        _unknown(top, PLAYBOOK)
        header = self._header(top)
        entries = [
            (entry, phase)
            for stage, phase in STAGES.items()
            for entry in top[stage].entries()
            if entry.seen() is not None
        ]
        if not entries:
            raise UsageError("import_no_steps", file=self.material.name)
        missing = [entry for entry, _ in entries if self._beside(entry) is None]
        if len(missing) == len(entries):
            top.remark("actions_missing", count=len(entries))
        else:
            for entry in missing:
                entry.remark("action_missing", name=entry.seen() or "")
        steps = [self._named(entry, phase) for entry, phase in entries]
        tags, techniques = _tags(top)
        described, workflow = top["description"].prose(), top["workflow"].prose()
        fields = header | {
            "tags": tags,
            "applies_to": {"techniques": techniques} if techniques else None,
            "summary": "\n\n".join(text for text in (described, workflow) if text),
            "tlp": _tlp(top["tlp"]),
            "steps": steps,
            "references": [
                *references(top["references"]),
                *({"title": name} for at in top["linked_rp"].entries() if (name := at.line())),
            ],
        }
        return fields | {"authors": list(self.authors)}

    def stage(self, top: Reader) -> Made:
        """A stage: all actions of it that lie beside it, or itself as the one thing to do."""
        _unknown(top, STAGE)
        stage = NUMBERED.get(top["id"].seen() or "") or _stage_named(top["title"].seen())
        if stage is None:
            raise UsageError("import_not_react", file=self.material.name)
        fields = self._header(top)
        steps = [self._action(action, STAGES[stage]) for action in self._actions_of(stage, top)]
        if steps:
            fields["summary"] = top["description"].prose()
        else:
            top.remark("stage_alone", stage=stage)
            text = top["description"].line() or fields["title"]
            steps = [{"id": self.ids.make(text), "text": text, "phase": STAGES[stage]}]
        return fields | {"steps": steps, "authors": list(self.authors)}

    def single(self, top: Reader) -> Made:
        """One action as a playbook of one step."""
        fields = self._header(top, taken=False)
        phase = STAGES.get(top["stage"].seen() or "")
        if phase is None:
            top["stage"].remark("stage_unknown", stage=top["stage"].seen() or "")
        step = self._action(top, phase or "contain")
        return fields | {"steps": [step], "authors": list(self.authors)}

    def _header(self, top: Reader, *, taken: bool = True) -> Made:
        """Id and title by the file's own name: `RP_0001_phishing` → Phishing."""
        name = top["title"].seen() or top["id"].seen() or self.material.name.partition(".")[0]
        found = NAME.match(name)
        title = humanised(found[3]) if found and found[3] else humanised(name)
        number = top["id"].seen()
        wished = name if found or number is None else f"{number} {name}"
        if taken:
            top["title"].line()
            _carry_id(top, wished)
        self._author(top)
        return {
            "id": Ids().make(wished, title),
            "title": title,
            "language": self.material.language,
        }

    def _author(self, top: Reader) -> None:
        if not _unfilled(top) and (author := top["author"].line()) is not None:
            self.authors[author] = None

    def _named(self, entry: Reader, phase: str) -> Made:
        """The step an entry of a stage names, with what its action's file says of it."""
        name = entry.line() or ""
        action = self._beside(entry)
        if action is not None:
            self._author(action)
            return self._action(action, phase)
        found = NAME.match(name)
        named = humanised(found[3] if found and found[3] else name)
        return {"id": self.ids.make(name), "text": named or name, "phase": phase}

    def _beside(self, entry: Reader) -> Reader | None:
        """The action beside this file that an entry names."""
        name = entry.seen() or ""
        files = (f"{name}.{ending}" for ending in ("yml", "yaml"))
        file = next((file for file in files if file in self.material.beside), None)
        return self._open_beside(file, entry) if file else None

    def _open_beside(self, file: str, at: Reader) -> Reader | None:
        """A file beside this one, opened once; one that cannot be read is told and left out."""
        if file not in self._opened:
            try:
                self._opened[file] = self.open(file, self.material.beside[file])
            except SimulatorError:
                at.remark("beside_unreadable", name=file)
                self._opened[file] = None
        return self._opened[file]

    def _actions_of(self, stage: str, at: Reader) -> Iterator[Reader]:
        """The actions beside this file that belong to a stage, by name."""
        for file in sorted(self.material.beside):
            if file.startswith("RA") and file.endswith((".yml", ".yaml")):
                action = self._open_beside(file, at)
                if action is None:
                    continue
                if action["stage"].seen() == stage:
                    self._author(action)
                    yield action
                else:
                    self.records.remove(action.record)

    def _action(self, top: Reader, phase: str) -> Made:
        """An action as a step; what is still template says nothing and is left out."""
        _unknown(top, ACTION)
        name = top["title"].line() or top["id"].seen() or ""
        found = NAME.match(name)
        _carry_id(top, name)
        stage = top["stage"]
        if STAGES.get(stage.seen() or "") == phase:
            stage.carry()
        elif stage.given:
            stage.remark("stage_differs", stage=stage.seen() or "", phase=phase)
        named = humanised(found[3] if found and found[3] else name)
        step: Made = {
            "id": self.ids.make(name),
            "phase": phase,
            "text": top["description"].line() or named or name,
        }
        if _unfilled(top):
            top["creation_date"].remark("action_unfilled", name=name)
            return step
        guidance = [top["workflow"].prose()]
        needed = [text for entry in top["requirements"].entries() if (text := entry.line())]
        if needed:
            label = words("importing.made.needs", self.material.language)
            guidance.append(f"{label}: {', '.join(needed)}")
        step["guidance"] = "\n\n".join(part for part in guidance if part)
        step["references"] = references(top["references"])
        return {key: value for key, value in step.items() if value}


def references(place: Reader) -> list[Made]:
    """References as ours; a bare address is its own title."""
    found = [text for entry in place.entries() if (text := entry.line()) is not None]
    return [
        {"title": text, "url": text} if "://" in text and " " not in text else {"title": text}
        for text in found
    ]


def _unknown(top: Reader, known: frozenset[str] | set[str]) -> None:
    for name, inner in top.fields():
        if name not in known:
            inner.remark("field_unknown", field=name)


def _unfilled(top: Reader) -> bool:
    return UNFILLED.fullmatch(top["creation_date"].seen() or "") is not None


def _carry_id(top: Reader, name: str) -> None:
    """The number counts as carried where the name, and so our id, has it too."""
    number = top["id"].seen()
    if number is not None and number.replace("_", "") in name.replace("_", ""):
        top["id"].carry()


def _stage_named(title: str | None) -> str | None:
    wanted = (title or "").strip().lower().replace(" ", "_")
    return wanted if wanted in STAGES else None


def _tags(top: Reader) -> tuple[list[str], list[str]]:
    """Tags, and the ATT&CK techniques among them; severity and PAP become tags too."""
    tags, techniques = [], []
    for entry in top["tags"].entries():
        tag = entry.line()
        found = TECHNIQUE.fullmatch(tag or "")
        if found:
            techniques.append(found[1].upper())
        elif tag:
            tags.append(tag)
    levels = ((name, top[name].line()) for name in ("severity", "pap"))
    tags += [f"{name}:{level}" for name, level in levels if level is not None]
    return tags, techniques


def _tlp(at: Reader) -> str | None:
    label = (at.seen() or "").upper().removeprefix("TLP:")
    label = "CLEAR" if label == "WHITE" else label
    if label in TLP:
        at.carry()
        return label
    if at.given:
        at.remark("word_unknown", word=at.seen() or "", field="tlp")
    return None
