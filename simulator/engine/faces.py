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
    """The faces of an inject that an audience reads; a text once read does not change.

    A seat with a team role reads the first version that fits, else the body. A seat without one
    reads every version addressed to its team, each headed by its role (K27). Control reads them
    all.
    """
    faces = current_faces(exercise, viewer.language, inject.id, _edits(exercise, viewer, inject))
    if not faces:
        return []
    body, given = Reading(faces[0]), _given(exercise, viewer, inject)
    fitting = [
        (version, face)
        for place, (face, version) in enumerate(zip(faces[1:], inject.versions, strict=True))
        if place in given and fits(exercise, viewer, version.to)
    ]
    if viewer.role == "projector":
        return [body]
    if viewer.role in STAFF or viewer.role == "observer":
        return [body, *(Reading(face, ", ".join(v.to) or v.id or "", v.tlp) for v, face in fitting)]
    if viewer.team_role is not None:
        return [Reading(face, "", v.tlp) for v, face in fitting[:1]] or [body]
    return _for_whole_team(exercise, viewer, body, fitting)


def current_faces(
    exercise: Exercise, language: str, inject: str, edits: int | None = None
) -> tuple[Face, ...]:
    """An inject's faces in a language, the body's first, in the words of so many edits; of all."""
    faces = list(exercise.kit.edition(language).faces.get(inject, ()))
    for edit in exercise.edits.get(inject, ())[:edits]:
        faces[edit.place] = edit.faces.get(language) or faces[edit.place]
    return tuple(faces)


def _edits(exercise: Exercise, viewer: Viewer, inject: Inject) -> int | None:
    """With how many edits an audience reads an inject: a text once read does not change."""
    if viewer.role in STAFF or inject.id not in exercise.edits:
        return None
    teams = (viewer.team,) if viewer.team in exercise.teams else tuple(exercise.teams)
    states = (exercise.teams[team] for team in teams if team)
    given = (rules.last_release(state, inject.id) for state in states)
    return max((d.edits for d in given if d), default=0)


def title_read(exercise: Exercise, viewer: Viewer, inject: str) -> str:
    """What an audience calls an inject: control by its title, others by the headline they read."""
    if viewer.role == "participant" and not rules.reads(exercise, viewer, inject):
        return ""
    found = exercise.kit.edition(viewer.language).scenario.inject(inject)
    if viewer.role in STAFF or found is None:
        return rules.inject_title(exercise, inject, viewer.language)
    return next((r.face.headline for r in faces_for(exercise, viewer, found)), "")


def versions_given(exercise: Exercise, inject: Inject, team: str) -> tuple[int, ...]:
    """The places of the versions that a team may be given now, as their conditions have it."""
    return tuple(
        place
        for place, version in enumerate(inject.versions)
        if version.when is None or holds(version.when, exercise, team).holds
    )


def _given(exercise: Exercise, viewer: Viewer, inject: Inject) -> frozenset[int]:
    """The places of the versions that went out to an audience's teams; to control, all."""
    if viewer.role in STAFF:
        return frozenset(range(len(inject.versions)))
    teams = (viewer.team,) if viewer.team in exercise.teams else tuple(exercise.teams)
    deliveries = (exercise.teams[team].received.get(inject.id, ()) for team in teams if team)
    return frozenset(place for found in deliveries for d in found for place in d.versions)


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
    """Whether addressees include an audience; those without a team are always included."""
    if viewer.team not in exercise.teams or viewer.team is None:
        return True
    declared = viewer.having(team=exercise.teams[viewer.team].declared)
    return rules.may_read(to, declared)
