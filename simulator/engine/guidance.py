"""What only control reads about an inject: each text with the key of its heading.

What is expected comes with the playbook's own words on the steps behind it, so that whoever runs or
evaluates the exercise has them at hand when the moment is there.
"""

from __future__ import annotations

from collections.abc import Iterator

from simulator.domain.edition import Edition
from simulator.domain.playbook import Playbook, Step
from simulator.domain.scenario import DecisionPoint, Expectation, Inject, Scenario

Texts = Iterator[tuple[str, str | None]]


def guidance(edition: Edition, inject: Inject) -> tuple[tuple[str, str], ...]:
    """The guidance on one inject, in the order it is needed."""
    found: list[tuple[str, str | None]] = []
    if inject.decision:
        found += _decision(inject.decision)
    if inject.questions:
        found.append(("primary", inject.questions.primary))
        found += [("probing", text) for text in inject.questions.probing]
    for expectation in inject.expectations:
        found += _expected(edition, inject, expectation)
    voice = inject.details.get("voice")
    if isinstance(voice, str):
        found.append(("voice", voice))
    block = inject.facilitator
    if block:
        found.append(("delivery", block.delivery))
        found += [("listen_for", text) for text in block.listen_for]
        found += [("red_flag", text) for text in block.red_flags]
        found += [("hint", text) for text in block.hints]
        found += [("move_on", block.move_on), ("notes", block.notes)]
    return tuple((key, text) for key, text in found if text)


def _decision(point: DecisionPoint) -> Texts:
    yield "question", point.question
    for option in point.options:
        yield "option", f"{option.id}: {option.label}"
    for option in point.options:
        yield "note", option.note
    for option in point.options:
        yield "example", f"{option.id}: {option.example}" if option.example else None
    assumed = point.option(point.on_timeout.assume) if point.on_timeout else None
    yield "assume", assumed.label if assumed else None


def _expected(edition: Edition, inject: Inject, expectation: Expectation) -> Texts:
    who = role_title(edition.scenario, inject, expectation)
    yield "expected", f"{expectation.text} ({who})" if who else expectation.text
    yield "example", expectation.example
    for ref in expectation.step:
        id, _, step_id = ref.partition("/")
        playbook = edition.playbook(id)
        step = playbook.step(step_id) if playbook else None
        if playbook and step:
            yield from _step(edition, playbook, step)


def role_title(scenario: Scenario, inject: Inject, expectation: Expectation) -> str:
    """Which team role should do what is expected, by its title."""
    if expectation.role is None:
        return ""
    teams = (expectation.team,) if expectation.team else scenario.teams_of(inject.to)
    roles = (scenario.team_role(f"{team}/{expectation.role}") for team in teams)
    return next((role.title for role in roles if role), "")


def _step(edition: Edition, playbook: Playbook, step: Step) -> Texts:
    """The playbook's own words on a step."""
    yield "how", step.guidance
    yield "applies", step.condition
    yield "repeat", step.repeat
    for part in step.parts:
        yield "part", part.text
    for part in step.any_of:
        yield "any_of", part.text
    yield "authoriser", _role(playbook, step.authoriser)
    yield "engage", _engaged(playbook, step.role)
    if step.share:
        told = [_reader(edition, playbook, id) for id in step.share.with_]
        label = f"TLP:{step.share.tlp_at_most}" if step.share.tlp_at_most else ""
        yield "share", ", ".join(text for text in (*told, label) if text)
    if step.playbook:
        other = edition.playbook(step.playbook)
        yield "hands_over", other.title if other else step.playbook
    for alias in step.aliases:
        yield "listen_for", alias
    for reference in step.references:
        yield "reference", reference.told


def _role(playbook: Playbook, id: str | None) -> str | None:
    return next((role.title for role in playbook.roles if role.id == id), id)


def _engaged(playbook: Playbook, id: str | None) -> str | None:
    role = next((role for role in playbook.roles if role.id == id), None)
    return f"{role.title}, {role.engage}" if role and role.engage else None


def _reader(edition: Edition, playbook: Playbook, id: str) -> str:
    """Somebody a step is shared with: a role of the playbook, or a team of the scenario."""
    role = next((role for role in playbook.roles if role.id == id), None)
    team = edition.scenario.team(id)
    return role.title if role else team.title if team else id
