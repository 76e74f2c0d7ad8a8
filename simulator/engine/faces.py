"""Which faces of an inject an audience reads (K27)."""

from __future__ import annotations

from dataclasses import dataclass

from simulator.domain.edition import Face
from simulator.domain.exercise import EXERCISE, Exercise
from simulator.domain.people import STAFF, Viewer
from simulator.domain.scenario import ALL, Inject, Version
from simulator.engine import rules
from simulator.engine.conditions import holds


def story_of(exercise: Exercise, viewer: Viewer) -> str:
    """The story an audience lives; control and the room look at the one all share."""
    team = viewer.team
    return exercise.story_of(team) if team and team in exercise.teams else EXERCISE


@dataclass(frozen=True, slots=True)
class Reading:
    """One face of an inject as an audience reads it."""

    face: Face
    heading: str = ""
    """Whose version it is, where a table without devices reads several."""
    tlp: str | None = None
    """The version's own label, where it has one."""


def faces_for(exercise: Exercise, viewer: Viewer, inject: Inject) -> list[Reading]:
    """The faces of an inject that an audience reads.

    A seat with a team role reads the first version that fits, else the body. A seat without one
    reads every version addressed to its team, each headed by its role (K27). Control reads them
    all.
    """
    faces = exercise.kit.edition(viewer.language).faces.get(inject.id, ())
    if not faces:
        return []
    body, story = Reading(faces[0]), story_of(exercise, viewer)
    fitting = [
        (version, face)
        for face, version in zip(faces[1:], inject.versions, strict=False)
        if fits(exercise, viewer, version.to)
        and (version.when is None or holds(version.when, exercise, story).holds)
    ]
    if viewer.role == "projector":
        return [body]
    if viewer.role in STAFF or viewer.role == "observer":
        return [body, *(Reading(face, ", ".join(v.to), v.tlp) for v, face in fitting)]
    if viewer.team_role is not None:
        return [Reading(face, "", v.tlp) for v, face in fitting[:1]] or [body]
    return _for_whole_team(exercise, viewer, body, fitting)


def _for_whole_team(
    exercise: Exercise, viewer: Viewer, body: Reading, fitting: list[tuple[Version, Face]]
) -> list[Reading]:
    assert viewer.team is not None
    declared = exercise.teams[viewer.team].declared
    whole = [v for v, _ in fitting if not v.to or declared in v.to or ALL in v.to]
    read = [Reading(face, "", v.tlp) for v, face in fitting if v in whole[:1]] or [body]
    return read + [
        Reading(face, _role_titles(exercise, viewer, v.to), v.tlp)
        for v, face in fitting
        if v not in whole
    ]


def _role_titles(exercise: Exercise, viewer: Viewer, to: tuple[str, ...]) -> str:
    scenario = exercise.kit.edition(viewer.language).scenario
    assert viewer.team is not None
    declared = exercise.teams[viewer.team].declared
    roles = (scenario.team_role(ref) for ref in to if ref.partition("/")[0] == declared)
    return ", ".join(role.title for role in roles if role)


def fits(exercise: Exercise, viewer: Viewer, to: tuple[str, ...]) -> bool:
    if viewer.team not in exercise.teams or viewer.team is None:
        return True
    declared = viewer.having(team=exercise.teams[viewer.team].declared)
    return rules.may_read(to, declared)
