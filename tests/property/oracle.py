"""Who may read what, told from the log alone and never by the code that makes the views."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from simulator.acts import Recorded
from simulator.domain.people import Viewer
from simulator.domain.scenario import Inject, Version
from tests.property.scenarios import Setting

TYPED = re.compile(r"zt\d+q")
FOR_ALL = {"title", "brief", "organisation", "assumptions", "ground_rules"}
OF_AN_INJECT = {"severity"}
OF_A_FACE = {"title", "body", "details", "attachments"}
OF_AN_OPTION = {"label", "description", "pros", "cons"}
OF_A_TEAM = {
    "decision_logged",
    "decision_retracted",
    "question_asked",
    "question_answered",
    "question_declined",
}
"""Events that whoever looks at their team reads."""
ENTRIES = {"decision_logged": "decision", "question_asked": "question", "message_sent": "message"}
"""Events that people's entries come from, and where their ids stand."""


@dataclass
class Had:
    """What one team had of one inject."""

    edits: int = 0
    versions: set[int] = field(default_factory=set)
    withdrawn: bool = False


@dataclass
class Oracle:
    """What the records so far have brought to whom."""

    setting: Setting
    declared: dict[str, str] = field(default_factory=dict)
    had: dict[tuple[str, str], Had] = field(default_factory=dict)
    """Team and inject."""
    decided: set[tuple[str, str]] = field(default_factory=set)
    """Team and inject that it decided about."""
    chosen: set[tuple[str, str]] = field(default_factory=set)
    """Team and option."""
    asked: dict[str, str] = field(default_factory=dict)
    """Team → all that it asked."""
    answers: set[tuple[str, str]] = field(default_factory=set)
    """Team and prepared answer."""
    deadlines: set[tuple[str, str]] = field(default_factory=set)
    """Story and deadline."""
    improvised: dict[str, tuple[str, ...]] = field(default_factory=dict)
    typed: dict[str, Recorded] = field(default_factory=dict)
    """Text that somebody typed → where it was last recorded."""
    edits: dict[str, int] = field(default_factory=dict)
    edited: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Text of an edit → the inject, and which of its edits it was."""
    said: dict[str, Recorded] = field(default_factory=dict)
    """Entry → how it was recorded."""
    replies: dict[str, Any] = field(default_factory=dict)
    """Question → how it was closed."""
    gone: set[str] = field(default_factory=set)
    """Entries amended or retracted."""
    shown: dict[str, Any] = field(default_factory=dict)
    """Entry on the wall → how it had been closed when it was put there."""
    walled: dict[str, bool] = field(default_factory=dict)
    """Inject → whether control has it on the wall."""

    def learn(self, records: Iterable[Recorded]) -> None:
        """Take more records in."""
        for record in records:
            event: Any = record.event
            if event.kind != "exercise_created":
                text = event.model_dump_json()
                self._learn_typed(record, TYPED.findall(text))
            if event.kind in ENTRIES:
                self.said[getattr(event, ENTRIES[event.kind])] = record
            learn = getattr(self, f"_{event.kind}", None)
            if learn is not None:
                learn(event)

    def _learn_typed(self, record: Recorded, found: list[str]) -> None:
        event: Any = record.event
        for text in found:
            if event.kind == "inject_edited":
                self.edited.setdefault(text, (event.inject, self.edits.get(event.inject, 0)))
            self.typed.setdefault(text, record)

    def _exercise_created(self, event: Any) -> None:
        self.declared = {team.id: team.declared for team in event.teams}

    def _inject_released(self, event: Any) -> None:
        for team in event.teams:
            had = self.had.setdefault((team, event.inject), Had())
            had.edits, had.withdrawn = event.edits, False
            had.versions |= set(event.versions.get(team, ()))

    def _team_synced(self, event: Any) -> None:
        if event.how == "brought":
            had = self.had.setdefault((event.team, event.inject), Had())
            had.edits, had.withdrawn = event.edits, False
            had.versions |= set(event.versions)

    def _inject_withdrawn(self, event: Any) -> None:
        for team in event.teams:
            self.had[team, event.inject].withdrawn = True

    def _inject_improvised(self, event: Any) -> None:
        self.improvised[event.inject] = event.to
        for team in event.teams:
            self.had[team, event.inject] = Had()

    def _inject_edited(self, event: Any) -> None:
        self.edits[event.inject] = self.edits.get(event.inject, 0) + 1

    def _decision_logged(self, event: Any) -> None:
        for inject in (event.inject, *event.links):
            self.decided.add((event.team, inject))
        self.chosen.add((event.team, event.option))
        self.gone.add(event.amends or "")

    def _decision_retracted(self, event: Any) -> None:
        self.gone.add(event.decision)

    def _question_asked(self, event: Any) -> None:
        self.asked[event.team] = self.asked.get(event.team, "") + event.text

    def _question_answered(self, event: Any) -> None:
        self.answers.add((event.team, event.request))
        self.replies[event.question] = event

    def _question_declined(self, event: Any) -> None:
        self.replies[event.question] = event

    def _shown_to_room(self, event: Any) -> None:
        if event.inject:
            self.walled[event.inject] = True
        else:
            self.shown[event.entry] = self.replies.get(event.entry)

    def _hidden_from_room(self, event: Any) -> None:
        if event.inject:
            self.walled[event.inject] = False
        else:
            del self.shown[event.entry]

    def _deadline_changed(self, event: Any) -> None:
        self.deadlines.add((event.story, event.deadline))

    # What an audience may read

    def on_wall(self) -> list[Recorded]:
        """What people said that the room is shown now."""
        return [self.said[id] for id in self.shown if id not in self.gone]

    def wall_texts(self) -> str:
        """All that the room reads of it."""
        events: list[Any] = [record.event for record in self.on_wall()]
        replies = [reply for id, reply in self.shown.items() if reply and id not in self.gone]
        closed = (getattr(e, "text", None) or getattr(e, "reason", None) or "" for e in replies)
        return " ".join((*(event.text for event in events), *closed))

    def teams(self, viewer: Viewer) -> tuple[str, ...]:
        """The teams an audience looks at."""
        return (viewer.team or "",) if viewer.role == "participant" else tuple(self.declared)

    def addressed(self, viewer: Viewer, to: tuple[str, ...]) -> bool:
        """Whether addressees name an audience's seat; those without a seat are not asked."""
        if viewer.role != "participant" or not to or "all" in to:
            return True
        names = {viewer.team, self.declared[viewer.team or ""]}
        for ref in to:
            team, _, role = ref.partition("/")
            if team in names and (not role or viewer.team_role in (None, role)):
                return True
        return False

    def reads(self, viewer: Viewer, id: str) -> bool:
        """Whether an inject came to an audience."""
        if id in self.improvised:
            unfit = viewer.role == "projector" and not self.walled.get(id)
            fit = not unfit and self.addressed(viewer, self.improvised[id])
            return fit and self._came(viewer, id)
        inject = self.setting.scenario.inject(id)
        if inject is None:
            return False
        if viewer.role == "projector" and not self.walled.get(id, inject.projector):
            return False
        return self.addressed(viewer, inject.to) and self._came(viewer, id)

    def _came(self, viewer: Viewer, id: str) -> bool:
        return any((team, id) in self.had for team in self.teams(viewer))

    def stands(self, viewer: Viewer, id: str) -> bool:
        """Whether it is not withdrawn from all an audience looks at."""
        found = (self.had.get((team, id)) for team in self.teams(viewer))
        return any(had and not had.withdrawn for had in found)

    def places(self, viewer: Viewer, inject: Inject) -> set[int]:
        """Which faces an audience reads: 0 for the body, else the version's place from 1."""
        given = {
            place
            for team in self.teams(viewer)
            if (had := self.had.get((team, inject.id)))
            for place in had.versions
        }
        fit = [
            (n, v)
            for n, v in enumerate(inject.versions, 1)
            if n - 1 in given and self.addressed(viewer, v.to)
        ]
        if viewer.role == "projector":
            return {0}
        if viewer.role == "observer":
            return {0, *(n for n, _ in fit)}
        if viewer.team_role is not None:
            return {fit[0][0]} if fit else {0}
        whole = [n for n, v in fit if self._for_whole(viewer, v)]
        roles = [n for n, v in fit if n not in whole]
        return {*(whole[:1] or [0]), *roles}

    def _for_whole(self, viewer: Viewer, version: Version) -> bool:
        return not version.to or self.declared[viewer.team or ""] in version.to

    def may_read(self, viewer: Viewer, path: tuple[str, ...]) -> bool:
        """Whether an audience may read the text that stands at a path of the scenario."""
        top = path[0]
        if top in FOR_ALL:
            return True
        by_part: Mapping[str, Any] = {
            "teams": self._team,
            "injects": self._inject,
            "personas": self._persona,
            "requests": self._request,
            "deadlines": self._deadline,
        }
        return bool(top in by_part and by_part[top](viewer, path))

    def _team(self, viewer: Viewer, path: tuple[str, ...]) -> bool:
        if path[2] == "title":
            return True
        if viewer.role == "projector" and path[2] == "roles" and path[4] == "title":
            actors = [record.actor for record in self.on_wall()]
            roles = [(self.declared.get(a.team or ""), a.team_role) for a in actors]
            return (path[1], path[3]) in roles
        if viewer.role != "participant" or self.declared[viewer.team or ""] != path[1]:
            return False
        if path[2] == "brief":
            return True
        titled = path[2] == "roles" and path[4] == "title"
        return titled or (path[2] == "roles" and path[4] == "brief" and path[3] == viewer.team_role)

    def _inject(self, viewer: Viewer, path: tuple[str, ...]) -> bool:
        _, id, part, *rest = path
        inject = self.setting.scenario.inject(id)
        labelled = part == "decision" and rest[-1] == "label"
        if labelled and self._chose(viewer, rest[1]):
            return True
        if inject is None or not self.reads(viewer, id):
            return False
        standing = self.stands(viewer, id)
        if part == "decision":
            open_to_all = rest[0] == "question" or rest[2] in OF_AN_OPTION
            offered = viewer.role == "participant" and rest[-1] == "label"
            return open_to_all and (standing or offered)
        if part == "versions":
            place = [v.id for v in inject.versions].index(rest[0]) + 1
            shown = rest[1] in OF_A_FACE and place in self.places(viewer, inject)
            return shown and (standing or rest[1] == "title")
        if part == "title":
            read = self.places(viewer, inject)
            return any(n == 0 or inject.versions[n - 1].title is None for n in read)
        if part in OF_AN_INJECT:
            return True
        return part in OF_A_FACE and standing and bool(self._body_parts(viewer, inject, part))

    def _body_parts(self, viewer: Viewer, inject: Inject, part: str) -> bool:
        """Whether what the body's face shows is among what is read; details shine through."""
        return 0 in self.places(viewer, inject) or part == "details"

    def _chose(self, viewer: Viewer, option: str) -> bool:
        if viewer.role == "projector":
            events: list[Any] = [record.event for record in self.on_wall()]
            return any(getattr(event, "option", None) == option for event in events)
        return any((team, option) in self.chosen for team in self.teams(viewer))

    def _persona(self, viewer: Viewer, path: tuple[str, ...]) -> bool:
        injects = self.setting.scenario.injects
        return any(i.from_ == path[1] and self.reads(viewer, i.id) for i in injects)

    def _request(self, viewer: Viewer, path: tuple[str, ...]) -> bool:
        if viewer.role == "projector" and path[2] == "answer":
            replies = (reply for id, reply in self.shown.items() if id not in self.gone)
            return any(getattr(reply, "request", None) == path[1] for reply in replies)
        if viewer.role == "projector" and path[2] == "ask":
            word = next(r.ask[0] for r in self.setting.scenario.requests if r.id == path[1])
            return word in self.wall_texts()
        if path[2] == "ask":
            word = next(r.ask[0] for r in self.setting.scenario.requests if r.id == path[1])
            return any(word in self.asked.get(team, "") for team in self.teams(viewer))
        answered = any((team, path[1]) in self.answers for team in self.teams(viewer))
        return path[2] == "answer" and answered

    def _deadline(self, viewer: Viewer, path: tuple[str, ...]) -> bool:
        return path[2] == "title" and self.counts_down(viewer, path[1])

    def counts_down(self, viewer: Viewer, id: str) -> bool:
        """Whether a deadline runs, or ran, on an audience's screens."""
        found = next(d for d in self.setting.scenario.deadlines if d.id == id)
        if viewer.role == "projector" or not found.to or not self.addressed(viewer, found.to):
            return False
        return any((story, id) in self.deadlines for story in ("", *self.teams(viewer)))

    def may_read_typed(self, viewer: Viewer, text: str) -> bool:
        """Whether an audience may read what somebody typed."""
        if viewer.role == "projector" and text not in self.edited:
            event: Any = self.typed[text].event
            of_inject = event.kind in ("inject_withdrawn", "inject_improvised")
            shown = of_inject and self.reads(viewer, event.inject)
            return shown or text in self.wall_texts()
        if text in self.edited:
            inject, number = self.edited[text]
            teams = self.teams(viewer)
            got = (self.had.get((team, inject)) for team in teams)
            return self.reads(viewer, inject) and any(h and h.edits > number for h in got)
        event = self.typed[text].event
        if event.kind in OF_A_TEAM:
            return event.team in self.teams(viewer)
        if event.kind == "message_sent":
            return not {event.team, *event.to}.isdisjoint(self.teams(viewer))
        if event.kind == "inject_improvised":
            return self.reads(viewer, event.inject)
        return event.kind == "inject_withdrawn" and self.reads(viewer, event.inject)

    def may_know(self, viewer: Viewer, id: str) -> bool:
        """Whether an audience may meet an id."""
        kind, _, rest = id.partition("-")
        if kind == "inj":
            about = any((team, id) in self.decided for team in self.teams(viewer))
            told = id in self.walled if viewer.role == "projector" else about
            return self.reads(viewer, id) or told
        if kind in ("opt", "ver"):
            return self.reads(viewer, f"inj-{rest[0]}")
        return kind == "dln" and self.counts_down(viewer, id)


def audiences(oracle: Oracle) -> Iterator[Viewer]:
    """Every audience that may not know everything."""
    yield Viewer(role="observer")
    yield Viewer(role="projector")
    for team in oracle.declared:
        for role in (None, "chief", "clerk"):
            yield Viewer(role="participant", team=team, team_role=role)
