"""What playbooks' pointers name, and what scenarios bind of them, must be there (TTX063 to 067)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from simulator.domain.diagnostic import Path
from simulator.domain.model import Id
from simulator.domain.playbook import PHASES, FromStep, Playbook, Step
from simulator.domain.scenario import PlaybookUse
from simulator.engine.checks.base import At, unknown
from simulator.engine.checks.subject import Subject


def unknown_in_playbooks(subject: Subject) -> Iterator[At]:
    """Every pointer of a playbook, and of its use, that names nothing."""
    for place, use in enumerate(subject.scenario.playbooks):
        if playbook := subject.playbooks.get(use.use):
            yield from _of_use(use, ("playbooks", place), Named(playbook, "scenario"))
    for playbook in subject.playbooks.values():
        yield from _of_playbook(playbook)


class Named:
    """What one playbook gives names to, and the faults of pointers that name none of it."""

    def __init__(self, playbook: Playbook, file: str) -> None:
        self.playbook, self.file = playbook, file
        self.steps = {step.id for step in playbook.steps}
        self.roles = {role.id for role in playbook.roles}
        self.triggers = {trigger.id for trigger in playbook.triggers}
        self.answers = {branch.id: branch.answers for branch in playbook.branches}

    def fault(
        self, code: str, id: str, known: Collection[str], path: Path, key: bool = False
    ) -> At:
        """The fault that an id is not among those known."""
        told = unknown(id, known, playbook=self.playbook.id)
        return At(path, told, self.file, code, key)

    def role(self, id: Id | None, path: Path, key: bool = False) -> Iterator[At]:
        """A role of the playbook."""
        if id is not None and id not in self.roles:
            yield self.fault("TTX064", id, self.roles, path, key)

    def step(self, id: Id | None, path: Path) -> Iterator[At]:
        """A step of the playbook."""
        if id is not None and id not in self.steps:
            yield self.fault("TTX063", id, self.steps, path)

    def trigger(self, id: Id, path: Path, key: bool = False) -> Iterator[At]:
        """A trigger of the playbook."""
        if id not in self.triggers:
            yield self.fault("TTX065", id, self.triggers, path, key)

    def branches(self, given: Mapping[Id, str], path: Path) -> Iterator[At]:
        """Questions of the playbook, each with one of its answers."""
        for question, answer in given.items():
            if question not in self.answers:
                yield self.fault("TTX066", question, self.answers, (*path, question), key=True)
            elif answer not in self.answers[question]:
                known = self.answers[question]
                yield self.fault("TTX067", answer, known, (*path, question))


def _of_use(use: PlaybookUse, path: Path, named: Named) -> Iterator[At]:
    for role in use.roles:
        yield from named.role(role, (*path, "roles", role), key=True)
    for trigger in use.triggers:
        yield from named.trigger(trigger, (*path, "triggers", trigger), key=True)
    yield from named.branches(use.branches, (*path, "branches"))


def _of_playbook(playbook: Playbook) -> Iterator[At]:
    file = f"playbook/{playbook.id}"
    named = Named(playbook, file)
    phases = {*PHASES, *playbook.phase_aliases}
    for alias, phase in playbook.phase_aliases.items():
        if phase not in PHASES:
            yield _phase(phase, PHASES, ("phase_aliases", alias), file)
    for place, step in enumerate(playbook.steps):
        path: Path = ("steps", place)
        if step.phase not in phases:
            yield _phase(step.phase, phases, (*path, "phase"), file)
        yield from _of_step(step, path, named)
    for place, never in enumerate(playbook.never):
        yield from named.step(never.before, ("never", place, "before"))


def _of_step(step: Step, path: Path, named: Named) -> Iterator[At]:
    yield from named.role(step.role, (*path, "role"))
    yield from named.role(step.authoriser, (*path, "authoriser"))
    for place, before in enumerate(step.after):
        yield from named.step(before, (*path, "after", place))
    yield from named.branches(step.branch, (*path, "branch"))
    if step.times is None:
        return
    if isinstance(step.times.from_, FromStep):
        yield from named.step(step.times.from_.step, (*path, "times", "from", "step"))
    else:
        yield from named.trigger(step.times.from_, (*path, "times", "from"))


def _phase(id: str, known: Collection[str], path: Path, file: str) -> At:
    return At(path, unknown(id, known), file, "TTX055")
