"""The steps of a CACAO playbook made into ours: texts, phases, branches, times, references."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from typing import Any

from simulator.domain.model import LINE_MAX, PROSE_MAX
from simulator.importing.base import Ids, Reader, humanised, shortened
from simulator.importing.cacao_entities import Entities
from simulator.importing.cacao_flow import Flow
from simulator.importing.cacao_graph import FAILURE, Node, Vertex
from simulator.importing.cacao_words import (
    ACTIVITY_PHASES,
    COMMAND_FIELDS,
    COMMANDS,
    DEFAULT_PHASE,
    NAMED_PHASES,
    TYPE_PHASES,
)
from simulator.text import words

Made = dict[str, Any]
PER_MINUTE = 60_000
TIME_MAX = PER_MINUTE * 60 * 24 * 366
TRIGGER = "start"
_BACKTICKS = re.compile("`+")


class Steps:
    """The steps of one workflow on their way over."""

    def __init__(self, top: Reader, flow: Flow, language: str) -> None:
        self.top = top
        self.flow = flow
        self.language = language
        self.entities = Entities(top, language)
        self.branches: list[Made] = []
        self.triggers: list[Made] = []
        self.aliases: dict[str, str] = {}
        """A phase as the source calls it → ours."""
        self.guessed = 0
        self._branch_ids = Ids()
        self._questions: dict[Vertex, tuple[str, str]] = {}
        """Arm → the branch and the answer it stands for."""
        self._texts: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        """Step of the source → our text, our id."""

    def made(self) -> list[Made]:
        """The steps' fields, not yet validated."""
        nodes = list(self.flow.graph.done)
        ids = Ids()
        for number, node in enumerate(nodes, 1):
            self._texts[node.key] = self._text(node, number)
            self._ids[node.key] = ids.make(self._texts[node.key], f"step-{number}")
        for node in self.flow.nodes.values():
            if node.asks and node.arms:
                self._branch(node)
        return [self._step(node) for node in nodes]

    def _text(self, node: Node, number: int) -> str:
        """The name; else the description, a manual command, or what its key says."""
        texts = [node.at["name"], node.at["description"]]
        texts += [command["command"] for command in node.at["commands"].entries()]
        for place in texts:
            if place.seen() is not None:
                return place.line() or ""
        tail = node.key.rpartition("--")[2]
        named = humanised(tail) if re.search("[g-z]", tail) else ""
        return named or words("importing.made.step", self.language, number=number)

    def _step(self, node: Node) -> Made:
        at = node.at
        made: Made = {"id": self._ids[node.key], "text": self._texts[node.key]}
        role, lines = self.entities.doer(at)
        made["phase"] = self._phase(node)
        made["role"] = role
        made["authoriser"] = self.entities.owner(at["owner"], role)
        made["after"] = [self._ids[key] for key in self.flow.graph.after.get(node.key, ())]
        paragraphs, commands = self._commands(at, made["text"])
        description = at["description"].prose()
        if description == made["text"]:
            description = None
        lines = [*commands, *lines, *self.entities.targets(at["targets"])]
        made["guidance"] = _guidance([description, *paragraphs], lines)
        made["references"] = references(at["external_references"])
        if node.kind == "playbook-action":
            self._handed_over(at["playbook_id"], made)
        if at["type"].seen() == node.kind:
            at["type"].carry()
        self._hang(node, made)
        self._time(node, made)
        return {key: value for key, value in made.items() if value not in (None, [], {})}

    def _handed_over(self, at: Reader, made: Made) -> None:
        named = at.line()
        if named is None:
            at.remark("field_missing", field="playbook_id")
            return
        made["playbook"] = Ids().make(named)
        at.remark("playbook_elsewhere", id=named, made=made["playbook"])

    def _commands(self, at: Reader, text: str) -> tuple[list[str], list[str]]:
        """What people are told to do, as paragraphs; what machines are, as lines of code."""
        paragraphs, lines = [], []
        for command in at["commands"].entries():
            for name, inner in command.fields():
                if name not in COMMAND_FIELDS:
                    inner.remark("field_unknown", field=name)
            kind = command["type"].seen() or "manual"
            if kind not in COMMANDS:
                command["type"].remark("word_unknown", word=kind, field="commands.type")
            written = command["command"].prose() or _decoded(command["command_b64"])
            described = command["description"].prose()
            if kind == "manual":
                command["type"].carry()
                said = " ".join(part for part in (described, written) if part)
                if said and said != text:
                    paragraphs.append(said)
            elif written:
                command["type"].carry()
                label = words("importing.made.command", self.language, kind=kind)
                lines += [f"- {described}"] if described else []
                lines.append(f"- {label}: {_code(written)}")
        return paragraphs, lines

    def _phase(self, node: Node) -> str:
        """What the step, its commands or the playbook say of the phase; all but the first guess."""
        named = node.at["action_type"].seen()
        if named is not None and (phase := NAMED_PHASES.get(named)) is not None:
            node.at["action_type"].carry()
            self.aliases[named] = phase
            return named
        self.guessed += 1
        commands = node.at["commands"].entries()
        found = [ACTIVITY_PHASES.get(c["playbook_activity"].seen() or "") for c in commands]
        found += [TYPE_PHASES.get(t.seen() or "") for t in self.top["playbook_types"].entries()]
        activities = self.top["playbook_activities"].entries()
        found += [ACTIVITY_PHASES.get(a.seen() or "") for a in activities]
        return next((phase for phase in found if phase), DEFAULT_PHASE)

    def _branch(self, node: Node) -> None:
        """A condition as a question; its arms as answers."""
        name, condition = node.at["name"], node.at["condition"]
        if not condition.given:
            condition = node.at["switch"]
        parts = [text for place in (name, condition) if (text := place.line())]
        question = f"{parts[0]} ({parts[1]})" if len(parts) > 1 else "".join(parts)
        if not question:
            question = humanised(node.key.rpartition("--")[2])
        answers: dict[str, None] = {}
        id = self._branch_ids.make(*parts, node.key)
        for link in node.arms:
            answer = self._answer(link.answer)
            answers[answer] = None
            self._questions[node.arm(link)] = (id, answer)
        if node.kind == "if-condition":
            answers |= dict.fromkeys((self._answer("on_true"), self._answer("on_false")))
        node.at["type"].carry()
        self.branches.append(
            {"id": id, "question": shortened(question, LINE_MAX), "answers": list(answers)}
        )

    def _answer(self, name: str) -> str:
        word = {"on_true": "yes", "on_false": "no"}.get(name)
        if word is not None:
            return words(f"importing.made.{word}", self.language)
        return shortened(" ".join(name.split()), LINE_MAX) or "-"

    def _hang(self, node: Node, made: Made) -> None:
        """Put the step under the answers and loops it hangs on."""
        branch: dict[str, str] = {}
        repeats: list[str] = []
        for arm in reversed(self.flow.graph.hangs_on.get(node.key, ())):
            if arm[1] and self.flow.nodes[arm[1]].kind == "while-condition" and arm[2] != FAILURE:
                repeats.append(self._repeat(self.flow.nodes[arm[1]]))
            else:
                id, answer = self._question(arm)
                branch[id] = answer
        made["branch"] = branch
        if repeats:
            made["repeat"] = shortened("; ".join(repeats), LINE_MAX)

    def _repeat(self, loop: Node) -> str:
        loop.at["type"].carry()
        parts = [t for name in ("name", "condition") if (t := loop.at[name].line())]
        return words("importing.made.repeat", self.language, condition=": ".join(parts))

    def _question(self, arm: Vertex) -> tuple[str, str]:
        """The branch an arm belongs to; failures and exceptions get theirs when first met."""
        if arm not in self._questions:
            key = "failed" if arm[2] == FAILURE else "exception"
            text = self._texts.get(arm[1]) or self._named(arm[1])
            question = words(f"importing.made.{key}", self.language, step=text)
            id = self._branch_ids.make(f"{key} {text}")
            answers = [words(f"importing.made.{word}", self.language) for word in ("yes", "no")]
            self.branches.append(
                {"id": id, "question": shortened(question, LINE_MAX), "answers": answers}
            )
            self._questions[arm] = (id, answers[0])
        return self._questions[arm]

    def _named(self, key: str) -> str:
        node = self.flow.nodes.get(key)
        return (node.at["name"].seen() if node else None) or ""

    def _time(self, node: Node, made: Made) -> None:
        """Waits and limits of what people do, counted from the one step before it, or the start."""
        delay, timeout = node.at["delay"], node.at["timeout"]
        commands = node.at["commands"].entries()
        machine = any(c["type"].seen() not in (None, "manual") for c in commands)
        if not (delay.given or timeout.given) or machine or len(made["after"]) > 1:
            return
        times: Made = {"source": self._origin()}
        if (wait := delay.number(TIME_MAX)) is not None:
            times["not_before"] = wait / PER_MINUTE
        if (limit := timeout.number(TIME_MAX)) is not None:
            times["limit"] = ((wait or 0) + limit) / PER_MINUTE
        if made["after"]:
            times["from"] = {"step": made["after"][0]}
        else:
            times["from"] = TRIGGER
            if not self.triggers:
                text = words("importing.made.trigger", self.language)
                start = self.flow.nodes.get(self.flow.start or "")
                named = start.at["name"].line() if start else None
                self.triggers.append({"id": TRIGGER, "text": named or text})
        if len(times) > 2:
            made["times"] = times

    def _origin(self) -> Made:
        """The playbook itself as the source of a time: its name, and the day it was changed."""
        source: Made = {"kind": "plan"}
        if (title := self.top["name"].seen()) is not None:
            source["title"] = shortened(" ".join(title.split()), LINE_MAX)
        with suppress(ValueError):
            source["date"] = date.fromisoformat((self.top["modified"].seen() or "")[:10])
        return source


def references(place: Reader) -> list[Made]:
    """External references as ours; what repeats the title is said already."""
    made = []
    for entry in place.entries():
        title = entry["name"].line() or entry["description"].line()
        url = entry["url"].line()
        if title is None and url is None:
            continue
        title = title or url or ""
        described = entry["description"].seen()
        if described == title:
            entry["description"].carry()
        if described is not None and described != title and len(title) + len(described) < 380:
            title = f"{title}: {entry['description'].line()}"
        section = next(
            (t for n in ("external_id", "source") if (t := _other(entry[n], title))), None
        )
        reference = {"title": title, "url": url, "section": section}
        made.append({key: value for key, value in reference.items() if value})
    return made


def _other(place: Reader, title: str) -> str | None:
    """What a place adds to a title."""
    text = place.seen()
    if text is None:
        return None
    found = place.line()
    return None if text in title else found


def _decoded(place: Reader) -> str | None:
    """A command given in base64, where it is text."""
    encoded = place.seen()
    if encoded is None:
        return None
    try:
        text = b64decode(encoded, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        place.remark("command_unreadable")
        return None
    place.carry()
    return text if text.strip() else None


def _code(text: str) -> str:
    """Text as Markdown code, in line where it is one line."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    if "\n" not in text:
        fence = "`" * (longest + 1)
        pad = " " if text[:1] == "`" or text[-1:] == "`" else ""
        return f"{fence}{pad}{text}{pad}{fence}"
    fence = "`" * max(3, longest + 1)
    body = "\n".join(f"  {line}" if line else "" for line in text.splitlines())
    return f"\n\n  {fence}\n{body}\n  {fence}"


def _guidance(paragraphs: Sequence[str | None], lines: Sequence[str]) -> str | None:
    parts = [part for part in paragraphs if part]
    if lines:
        parts.append("\n".join(lines))
    return shortened("\n\n".join(parts), PROSE_MAX) or None
