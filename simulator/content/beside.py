"""Files that lie beside a content file and are named in it: attachments, bodies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath, PureWindowsPath

from simulator.domain import diagnostic as at
from simulator.domain.diagnostic import Diagnostic
from simulator.domain.scenario import Attachment, Inject, Scenario

ATTACHMENT_MAX = 20_000_000
BODY_MAX = 100_000


def found(
    folder: Path, name: str, path: at.Path, file: str, limit: int = ATTACHMENT_MAX
) -> Path | Diagnostic:
    """The file of this name inside a folder, or why it cannot be taken from there."""
    pure = PurePosixPath(name)
    strange = "\\" in name or PureWindowsPath(name).drive or pure.is_absolute()
    place = folder / pure
    if strange or ".." in pure.parts or not _inside(folder, place):
        return Diagnostic("TTX046", path, {"file": name}, file=file)
    size = _size(place)
    if size is None:
        return Diagnostic("TTX045", path, {"file": name}, file=file)
    if size > limit:
        return Diagnostic("TTX004", path, {"size": size, "limit": limit}, file=file)
    return place


def _size(place: Path) -> int | None:
    """How large a file is; nothing where there is none."""
    try:
        return place.stat().st_size if place.is_file() else None
    except OSError:  # a name that is too long for the disk
        return None


def _inside(folder: Path, place: Path) -> bool:
    try:
        return place.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):  # a loop of links, a name no disk can hold
        return False


def attachments(
    scenario: Scenario, home: Path, homes: Mapping[str, Path]
) -> tuple[dict[str, Path], tuple[Diagnostic, ...]]:
    """The file of every attachment by its name, and what is wrong with the others.

    `homes` says where injects lie that came from elsewhere; their files may stand beside them.
    """
    files: dict[str, Path] = {}
    problems: list[Diagnostic] = []
    for index, inject in enumerate(scenario.injects):
        folders = (home, homes[inject.id]) if inject.id in homes else (home,)
        for path, attachment in _attached(inject, ("injects", index)):
            places = [found(folder, attachment.file, path, "scenario") for folder in folders]
            place = next((p for p in places if isinstance(p, Path)), places[0])
            if isinstance(place, Path):
                files[attachment.file] = place
            else:
                problems.append(place)
    return files, tuple(problems)


def missing(inject: Inject, home: Path, file: str) -> Iterator[Diagnostic]:
    """What is wrong with the attachments of an inject that lies in a file of its own."""
    for path, attachment in _attached(inject, ()):
        place = found(home, attachment.file, path, file)
        if isinstance(place, Diagnostic):
            yield place


def _attached(inject: Inject, path: at.Path) -> Iterator[tuple[at.Path, Attachment]]:
    for number, attachment in enumerate(inject.attachments):
        yield (*path, "attachments", number, "file"), attachment
    for v, version in enumerate(inject.versions):
        for number, attachment in enumerate(version.attachments):
            yield (*path, "versions", v, "attachments", number, "file"), attachment
