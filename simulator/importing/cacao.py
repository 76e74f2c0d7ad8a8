"""CACAO 2.0: a security playbook as JSON, read as a playbook of ours.

What is not as the standard wants it is told with its place, and the rest loaded. The order of
steps, questions and their answers, roles and waits become ours; what only machines need is lost,
and named.
"""

from __future__ import annotations

from typing import Any

from simulator.domain.errors import UsageError
from simulator.domain.playbook import Playbook
from simulator.importing.base import (
    Ids,
    Imported,
    Material,
    Reader,
    Record,
    humanised,
)
from simulator.importing.cacao_flow import Flow
from simulator.importing.cacao_steps import Steps, references
from simulator.importing.cacao_words import (
    ACTIVITY_PHASES,
    IDENTIFIER,
    REQUIRED,
    SECTORS,
    SPEC_VERSION,
    STRICTNESS,
    TLP,
    TOP_FIELDS,
    TYPE_PHASES,
)
from simulator.importing.json_text import parse

Made = dict[str, Any]
VOCABULARIES = {
    "playbook_types": set(TYPE_PHASES),
    "playbook_activities": set(ACTIVITY_PHASES),
    "industry_sectors": SECTORS,
}
TAGS = ("playbook_types", "playbook_activities", "industry_sectors", "labels")
GRADES = ("priority", "severity", "impact")


class Cacao:
    """Reads a playbook of CACAO 2.0."""

    name = "cacao"
    beside: tuple[str, ...] = ()

    def read(self, material: Material) -> Imported:
        """A playbook; an error where it is another object, or nothing is to be done in it."""
        record = Record(parse(material.text, material.name))
        top = record.top
        kind = top["type"].seen()
        if not top.is_map or kind not in (None, "playbook") or not top["workflow"].given:
            raise UsageError("import_not_cacao", file=material.name, type=kind or "?")
        _check(top)
        steps = Steps(top, Flow(top), material.language)
        made = steps.made()
        if not made:
            raise UsageError("import_no_steps", file=material.name)
        if steps.guessed:
            top["workflow"].remark("phase_guessed", count=steps.guessed)
        fields = _header(top, material) | {
            "phase_aliases": steps.aliases,
            "roles": steps.entities.roles,
            "triggers": steps.triggers,
            "branches": steps.branches,
            "steps": made,
        }
        playbook = Playbook.model_validate({k: v for k, v in fields.items() if v is not None})
        return Imported({f"{playbook.id}.yaml": playbook}, record.losses(), record.sorted_remarks())


importer = Cacao()


def _check(top: Reader) -> None:
    """Tell what the head of the playbook has too much, too little or in other words."""
    for name, at in top.fields():
        if name not in TOP_FIELDS:
            at.remark("field_unknown", field=name)
    for name in REQUIRED:
        if not top[name].given:
            top[name].remark("field_missing", field=name)
    for name, known in VOCABULARIES.items():
        for at in top[name].entries():
            if at.seen() is not None and at.seen() not in known:
                at.remark("word_unknown", word=at.seen(), field=name)
    _check_version(top["spec_version"])
    _check_ids(top)
    if top["revoked"].value is True:
        top["revoked"].remark("revoked")


def _check_version(at: Reader) -> None:
    if not at.given:
        at.remark("spec_version_missing")
    elif at.seen() != SPEC_VERSION:
        at.remark("spec_version_unknown", version=at.seen() or "")


def _check_ids(top: Reader) -> None:
    for name in ("id", "created_by"):
        id = top[name].seen()
        if id is not None and not IDENTIFIER.fullmatch(id):
            top[name].remark("id_not_uuid", id=id)
    id = top["id"].seen()
    if id is not None and "--" in id and id.partition("--")[0] != "playbook":
        top["id"].remark("key_prefix", id=id, type="playbook")


def _header(top: Reader, material: Material) -> Made:
    title = top["name"].line() or humanised(material.name.partition(".")[0])
    author = top["created_by"]
    origin: Made = {"title": top["spec_version"].line() or "CACAO"}
    if (id := top["id"].line()) is not None:
        origin["section"] = id
    if (kind := top["type"]).given:
        kind.carry()
    return {
        "id": Ids().make(title, "playbook"),
        "version": top["modified"].line() or "1.0.0",
        "title": title,
        "summary": top["description"].prose(),
        "language": material.language,
        "authors": [author.line()] if author.seen() and not _is_id(author) else [],
        "tags": _tags(top),
        "tlp": _tlp(top),
        "references": [origin, *references(top["external_references"])],
    }


def _is_id(at: Reader) -> bool:
    return (at.seen() or "").startswith("identity--")


def _tags(top: Reader) -> list[str]:
    tags = [tag for name in TAGS for at in top[name].entries() if (tag := at.line())]
    grades = ((name, top[name].number()) for name in GRADES)
    tags += [f"{name}:{grade:g}" for name, grade in grades if grade is not None]
    return list(dict.fromkeys(tags))


def _tlp(top: Reader) -> str | None:
    """The strictest label of the whole and of its parts; a looser one for the whole is told."""
    whole = _labels(top, top["markings"])
    parts = [
        label
        for family in ("workflow", "agent_definitions", "target_definitions")
        for _, part in top[family].fields()
        for label in _labels(top, part["markings"])
    ]
    strictest = max([*whole, *parts], key=STRICTNESS.index, default=None)
    if strictest is not None and strictest not in whole:
        of_whole = max(whole, key=STRICTNESS.index, default="-")
        top["markings"].remark("tlp_looser", whole=of_whole, part=strictest)
    return strictest


def _labels(top: Reader, markings: Reader) -> list[str]:
    found = []
    for at in markings.entries():
        definition = top["data_marking_definitions"][at.seen() or ""]
        if not definition.is_map:
            at.remark("marking_unresolved", id=at.seen() or "")
            continue
        level = definition["tlpv2_level"]
        if not level.given:
            level = definition["tlp"]
        label = (level.seen() or "").upper()
        label = TLP.get(label if label.startswith("TLP:") else f"TLP:{label}", "")
        if label:
            found.append(label)
            level.carry()
            at.carry()
            definition["type"].carry()
    return found
