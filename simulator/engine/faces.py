"""Which faces of an inject an audience reads (K27)."""

from __future__ import annotations

from simulator.domain.edition import Face
from simulator.domain.exercise import EXERCISE, Exercise
from simulator.domain.people import STAFF, Viewer
from simulator.domain.scenario import ALL, Inject
from simulator.engine import rules
from simulator.engine.conditions import holds


def story_of(exercise: Exercise, viewer: Viewer) -> str:
    """The story an audience lives; control and the room look at the one all share."""
    team = viewer.team
    return exercise.story_of(team) if team and team in exercise.teams else EXERCISE


def faces_for(exercise: Exercise, viewer: Viewer, inject: Inject) -> list[tuple[Face, str]]:
    """The faces of an inject that an audience reads, each with the role it is headed by.

    A seat with a team role reads the first version that fits, else the body. A seat without one
    reads
    every version addressed to its team, each headed by its role (K27). Control reads them all.
    """
    faces = exercise.kit.edition(viewer.language).faces.get(inject.id, ())
    if not faces:
        return []
    story = story_of(exercise, viewer)
    fitting = [
        (face, version.to)
        for face, version in zip(faces[1:], inject.versions, strict=False)
        if fits(exercise, viewer, version.to)
        and (version.when is None or holds(version.when, exercise, story).holds)
    ]
    if viewer.role in STAFF or viewer.role == "observer":
        return [(faces[0], ""), *((face, ", ".join(to)) for face, to in fitting)]
    if viewer.role == "projector":
        return [(faces[0], "")]
    if viewer.team_role is not None:
        return [(fitting[0][0], "")] if fitting else [(faces[0], "")]
    return _for_whole_team(exercise, viewer, faces[0], fitting)


def _for_whole_team(
    exercise: Exercise,
    viewer: Viewer,
    body: Face,
    fitting: list[tuple[Face, tuple[str, ...]]],
) -> list[tuple[Face, str]]:
    assert viewer.team is not None
    declared = exercise.teams[viewer.team].declared
    for_all = next((face for face, to in fitting if not to or declared in to or ALL in to), body)
    headed = [
        (face, _role_titles(exercise, viewer, to))
        for face, to in fitting
        if to and declared not in to and ALL not in to
    ]
    return [(for_all, ""), *headed]


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
