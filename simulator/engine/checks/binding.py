"""How a scenario binds its playbooks: roles to teams, clocks to conditions, questions to answers.

Only what counts asks for it: steps that are scored, under the true branch (TTX126 to TTX128).
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.playbook import FromStep, Playbook, Step
from simulator.domain.scenario import PlaybookUse
from simulator.engine.checks.base import At, error, unknown, warning
from simulator.engine.checks.subject import Subject


@error("TTX126")
def role_unbound(subject: Subject) -> Iterator[At]:
    """A role of which the scenario does not say who plays it."""
    for place, use, playbook in _uses(subject):
        declared = {role.id for role in playbook.roles}
        asked = {
            role: step.id
            for step in reversed(_counting(playbook, use))
            for role in (step.authoriser, step.role)
            if role in declared and role not in use.roles
        }
        for role, step in sorted(asked.items(), key=lambda pair: pair[0] or ""):
            told = {"id": role, "playbook": playbook.id, "step": step}
            yield At(("playbooks", place, "roles"), told)


@error("TTX127")
def trigger_unbound(subject: Subject) -> Iterator[At]:
    """A trigger of which the scenario does not say when it comes."""
    clocks = {deadline.step for deadline in subject.scenario.deadlines}
    for place, use, playbook in _uses(subject):
        declared = {trigger.id for trigger in playbook.triggers}
        counting = {step.id for step in _counting(playbook, use)}
        asked: dict[str, str] = {}
        for step in playbook.steps:
            if step.id not in counting and f"{playbook.id}/{step.id}" not in clocks:
                continue
            if step.times and not isinstance(step.times.from_, FromStep):
                asked.setdefault(step.times.from_, step.id)
        for trigger, id in asked.items():
            if trigger in declared and trigger not in use.triggers:
                told = {"id": trigger, "playbook": playbook.id, "step": id}
                yield At(("playbooks", place, "triggers"), told)


@warning("TTX128")
def branch_unbound(subject: Subject) -> Iterator[At]:
    """A question that the scenario does not answer: what hangs on it is left out."""
    for place, use, playbook in _uses(subject):
        asked: dict[str, list[str]] = {}
        for step in playbook.steps:
            for question in step.branch if step.counts else ():
                asked.setdefault(question, []).append(step.id)
        for branch in playbook.branches:
            if branch.id in asked and branch.id not in use.branches:
                told = {"id": branch.id, "playbook": playbook.id}
                told["steps"] = ", ".join(asked[branch.id])
                yield At(("playbooks", place, "branches"), told)


@warning("TTX132")
def shared_with_nobody(subject: Subject) -> Iterator[At]:
    """A step that is to be shared with somebody who is neither a role nor a team here."""
    teams = {team.id for team in subject.scenario.teams}
    for place, use, playbook in _uses(subject):
        known = {role.id for role in playbook.roles} | teams
        for step in _counting(playbook, use):
            for id in step.share.with_ if step.share else ():
                if id not in known:
                    told = unknown(id, known, step=step.id)
                    yield At(("playbooks", place, "use"), told)


def _uses(subject: Subject) -> Iterator[tuple[int, PlaybookUse, Playbook]]:
    for place, use in enumerate(subject.scenario.playbooks):
        if playbook := subject.playbooks.get(use.use):
            yield place, use, playbook


def _counting(playbook: Playbook, use: PlaybookUse) -> list[Step]:
    """The steps that are scored in this scenario."""
    return [
        step
        for step in playbook.steps
        if step.counts
        and all(use.branches.get(question) == answer for question, answer in step.branch.items())
    ]
