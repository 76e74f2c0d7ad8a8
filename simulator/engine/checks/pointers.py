"""The ids a kit knows, and whether a pointer names one of them (TTX050 to 069, 140)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from simulator.domain.diagnostic import Path
from simulator.domain.model import Id
from simulator.domain.playbook import Playbook
from simulator.domain.scenario import ALL, Condition, Effect
from simulator.engine.checks.base import At, Names, unknown
from simulator.engine.checks.subject import Subject, terms

KINDS = (
    "TTX050",  # inject
    "TTX051",  # option
    "TTX052",  # team
    "TTX053",  # team role
    "TTX054",  # persona
    "TTX055",  # phase
    "TTX056",  # objective
    "TTX057",  # milestone
    "TTX058",  # variable
    "TTX059",  # deadline
    "TTX060",  # information request
    "TTX061",  # expectation
    "TTX062",  # playbook
    "TTX063",  # step
    "TTX064",  # role of a playbook
    "TTX065",  # trigger
    "TTX066",  # branch
    "TTX067",  # answer to a branch
    "TTX068",  # person of a play
    "TTX069",  # what a play rates
    "TTX140",  # row of the improvement plan
)
"""What a pointer may miss."""
TERMS = {
    "team": "TTX052",
    "milestone": "TTX057",
    "released": "TTX050",
    "answered": "TTX060",
    "timed_out": "TTX050",
}
"""Keys of a condition that name one thing → what it may miss."""


class Pointers:
    """The ids a kit knows, and whether a pointer names one of them."""

    def __init__(self, subject: Subject, file: str = "scenario") -> None:
        scenario = subject.scenario
        self.subject, self.scenario, self.file = subject, scenario, file
        self.known: Mapping[str, Names] = {
            "TTX050": Names(inject.id for inject in scenario.injects),
            "TTX052": Names(team.id for team in scenario.teams),
            "TTX054": Names(persona.id for persona in scenario.personas),
            "TTX055": Names(phase.id for phase in scenario.phases),
            "TTX056": Names(objective.id for objective in scenario.objectives),
            "TTX057": Names(milestone.id for milestone in scenario.milestones),
            "TTX058": Names(subject.variables),
            "TTX059": Names(deadline.id for deadline in scenario.deadlines),
            "TTX060": Names(request.id for request in scenario.requests),
            "TTX062": Names(subject.used),
        }

    @cached_property
    def roles(self) -> Mapping[Id, frozenset[Id]]:
        """Team → its roles."""
        return {team.id: frozenset(r.id for r in team.roles) for team in self.scenario.teams}

    @cached_property
    def readers_known(self) -> frozenset[str]:
        """Everything that may be written as an addressee."""
        seats = (f"{team}/{role}" for team, roles in self.roles.items() for role in roles)
        return frozenset((ALL, *self.roles, *seats))

    @cached_property
    def steps_known(self) -> frozenset[str]:
        """Everything that may be written as a step."""
        playbooks = self.subject.playbooks.items()
        return frozenset(
            f"{id}/{step}" for id, p in playbooks if id in self.subject.used for step in steps_of(p)
        )

    def fault(
        self, code: str, id: str, known: Names | Iterable[Id], path: Path, **values: object
    ) -> At:
        """The fault that an id is not among those known."""
        return At(path, unknown(id, known, **values), self.file, code)

    def plain(self, code: str, id: str | None, path: Path) -> tuple[At, ...]:
        """The fault of an id of one kind, told by its number, that is not there."""
        known = self.known[code]
        if id is None or id in known.ids:
            return ()
        return (self.fault(code, id, known, path),)

    def option(self, ref: str, path: Path) -> Iterator[At]:
        """`inject/option`."""
        inject, _, option = ref.partition("/")
        found = self.scenario.inject(inject)
        if found is None:
            yield from self.plain("TTX050", inject, path)
        elif found.option(option) is None:
            known = (
                frozenset(o.id for o in found.decision.options) if found.decision else frozenset()
            )
            yield self.fault("TTX051", option, known, path, inject=inject)

    def expectation(self, ref: str, path: Path) -> Iterator[At]:
        """`inject/expectation`."""
        inject, _, expectation = ref.partition("/")
        found = self.scenario.inject(inject)
        if found is None:
            yield from self.plain("TTX050", inject, path)
        elif found.expectation(expectation) is None:
            known = frozenset(e.id for e in found.expectations)
            yield self.fault("TTX061", expectation, known, path, inject=inject)

    def seat(self, ref: str, path: Path) -> Iterator[At]:
        """`team` or `team/role`."""
        team, slash, role = ref.partition("/")
        if team not in self.roles:
            yield from self.plain("TTX052", team, path)
        elif slash and role not in self.roles[team]:
            yield self.fault("TTX053", role, self.roles[team], path, team=team)

    def readers(self, refs: tuple[str, ...], path: Path) -> Iterator[At]:
        """Addressees: `all`, teams or team roles."""
        for place, ref in enumerate(refs):
            if ref != ALL and ref not in self.roles:
                yield from self.seat(ref, (*path, place))

    def steps(self, refs: tuple[str, ...], path: Path) -> Iterator[At]:
        """`playbook/step`; of a playbook that is missing, only its use is told."""
        for place, ref in enumerate(refs):
            playbook, _, step = ref.partition("/")
            found = self.subject.playbooks.get(playbook)
            if playbook not in self.subject.used:
                yield from self.plain("TTX062", playbook, (*path, place))
            elif found and not (found.step(step) or found.never_step(step)):
                yield self.fault("TTX063", step, steps_of(found), (*path, place), playbook=playbook)

    def condition(self, path: Path, condition: Condition) -> Iterator[At]:
        """Every term of a condition."""
        for place, term in terms(path, condition):
            yield from self.term(place, term)

    def term(self, path: Path, term: Condition) -> Iterator[At]:
        """One term of a condition."""
        for key, code in TERMS.items():
            if (id := getattr(term, key)) is not None:
                yield from self.plain(code, id, (*path, key))
        for variable in term.variable or ():
            yield from self.plain("TTX058", variable, (*path, "variable", variable))
        for deadline in term.deadline or ():
            yield from self.plain("TTX059", deadline, (*path, "deadline", deadline))
        if term.option is not None:
            yield from self.option(term.option, (*path, "option"))
        if term.expectation is not None:
            yield from self.expectation(term.expectation, (*path, "expectation"))

    def effect(self, path: Path, effect: Effect) -> Iterator[At]:
        """What an effect changes."""
        for key, id in (("set", effect.set), ("clear", effect.clear)):
            if id is not None:
                yield from self.plain("TTX057", id, (*path, key))
        for key, changed in (("add", effect.add), ("let", effect.let)):
            for variable in changed or ():
                yield from self.plain("TTX058", variable, (*path, key, variable))


def steps_of(playbook: Playbook) -> frozenset[Id]:
    """The ids of a playbook's steps and of what it says must never be done."""
    return frozenset((*(s.id for s in playbook.steps), *(n.id for n in playbook.never)))
