"""Decision points: who decides, what if time is up, whether the choice is one (TTX100 to 105)."""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.scenario import DecisionPoint, Inject, Option
from simulator.engine.checks.base import At, error, warning
from simulator.engine.checks.subject import Subject


@error("TTX100")
def nobody_decides_for_all(subject: Subject) -> Iterator[At]:
    """Options put to several teams of one story, without saying whose choice counts (K12)."""
    scenario = subject.scenario
    if scenario.story.scope != "exercise":
        return
    for path, inject, decision in subject.decisions:
        teams = subject.teams_of(inject.to)
        if decision.options and decision.decides is None and len(teams) > 1:
            yield At(path, {"id": inject.id, "teams": ", ".join(teams)})


@error("TTX101")
def decider_not_addressed(subject: Subject) -> Iterator[At]:
    """A decision of a team or role that does not receive the inject."""
    scenario = subject.scenario
    for path, inject, decision in subject.decisions:
        if decision.decides is None:
            continue
        team, _, role = decision.decides.partition("/")
        if scenario.team(team) is None or reads(inject.to, team, role):
            continue
        yield At((*path, "decides"), {"id": inject.id, "decides": decision.decides})


@error("TTX102")
def timeout_without_limit(subject: Subject) -> Iterator[At]:
    """What is proposed when time is up, where no time runs."""
    for path, inject, decision in subject.decisions:
        if decision.on_timeout and decision.time_limit is None:
            yield At((*path, "on_timeout"), {"id": inject.id}, at_key=True)


@error("TTX103")
def no_answer_possible(subject: Subject) -> Iterator[At]:
    """A decision without options that takes no text either."""
    for path, inject, decision in subject.decisions:
        if not decision.options and not decision.free_text:
            yield At((*path, "free_text"), {"id": inject.id})


@warning("TTX104")
def single_option(subject: Subject) -> Iterator[At]:
    """A choice between one option."""
    for path, inject, decision in subject.decisions:
        if len(decision.options) == 1:
            yield At((*path, "options"), {"id": inject.id, "option": decision.options[0].id})


@warning("TTX105")
def choice_changes_nothing(subject: Subject) -> Iterator[At]:
    """Options that all come to the same: no route, effect, step or note tells them apart."""
    asked = {term.option for _, term in subject.terms}
    for _, _, release in subject.released:
        asked.update(release.after)
    for path, inject, decision in subject.decisions:
        if len(decision.options) > 1 and not _matters(subject, inject, decision, asked):
            yield At((*path, "options"), {"id": inject.id})


def reads(to: tuple[str, ...], team: str, role: str = "") -> bool:
    """Whether addressees include a team, or one of its roles; a team has what its roles have."""
    if not to or "all" in to or team in to:
        return True
    return f"{team}/{role}" in to if role else any(ref.startswith(f"{team}/") for ref in to)


def _matters(
    subject: Subject, inject: Inject, decision: DecisionPoint, asked: set[str | None]
) -> bool:
    def says_something(option: Option) -> bool:
        return bool(option.step or option.effects or option.note)

    if any(says_something(o) or f"{inject.id}/{o.id}" in asked for o in decision.options):
        return True
    leads: dict[str | None, list[str]] = {}
    for way in subject.line.ways.get(inject.id, ()):
        leads.setdefault(way.option, []).append(way.to)
    return len({tuple(leads.get(o.id, ())) for o in decision.options}) > 1
