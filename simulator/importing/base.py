"""What importers share: a source that remembers what was read from it, and what they hand back."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from simulator.domain.diagnostic import Path
from simulator.domain.model import ID_MAX, LINE_MAX, PROSE_MAX, Model, cleaned, slug

SHOWN_MAX = 60
REMARKS_COMPARED = 100
"""A place read twice is remarked on once; so many remarks back, that is looked for."""
_PLACEHOLDER = re.compile(r"\{\{|\{[\w-]+(?: [\w-]+)*\}")
NUMBER_MAX = 1_000_000


class Absent:
    """What stands where the source has nothing."""


ABSENT: Final = Absent()


@dataclass(frozen=True, slots=True)
class Source:
    """One foreign file, parsed: its name, its tree, and the line each place begins on."""

    name: str
    tree: object
    lines: Mapping[Path, int] = field(default_factory=dict)
    twice: tuple[Path, ...] = ()
    """Keys that were given more than once; the last one counts."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A warning about one place of a source: a code and the values of its sentence."""

    code: str
    file: str
    path: Path = ()
    line: int | None = None
    values: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Loss:
    """A field of the source that found no place in the result."""

    file: str
    path: Path
    shown: str
    """Its value in short."""
    leaves: int = 1


@dataclass(frozen=True, slots=True)
class LossReport:
    """How many of the source's single values the result expresses, and every one it does not."""

    total: int
    carried: int
    losses: tuple[Loss, ...] = ()

    @property
    def share(self) -> float:
        """The part carried over, 0 to 1."""
        return self.carried / self.total if self.total else 1.0


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of a foreign file: our values by relative path, what was lost, and warnings."""

    files: Mapping[str, Model]
    losses: LossReport
    warnings: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """What an importer works on: one file, those beside it, and how YAML is read here."""

    name: str
    text: str
    yaml: Callable[[str, str], Source]
    """Reads YAML strictly: text and file name → source."""
    beside: Mapping[str, str] = field(default_factory=dict)
    """Files that may belong to it, name → text; read only when asked for."""
    language: str = "en"
    """The language of its texts; foreign formats do not say."""


class Importer(Protocol):
    """Reads one foreign format."""

    name: str
    """As the command line calls it."""
    beside: tuple[str, ...]
    """Folders, seen from the file, in which files that belong to it may lie."""

    def read(self, material: Material) -> Imported:
        """Our values, or an error where it is no such file at all."""
        ...


class Record:
    """What has been read from one source so far, and the remarks on it."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.remarks: list[Remark] = []
        self._carried: set[Path] = set()
        for path in source.twice:
            self.remark(path, "key_twice", name=path[-1])

    @property
    def top(self) -> Reader:
        """The whole of the source."""
        return Reader(self, (), self.source.tree)

    def carry(self, path: Path) -> None:
        """Note that the result expresses the value at this place."""
        self._carried.add(path)

    def remark(self, path: Path, code: str, **values: object) -> None:
        """Warn about a place; one that is not there gets the line of what would hold it."""
        line, place = None, path
        while line is None and place:
            line, place = self.source.lines.get(place), place[:-1]
        remark = Remark(code, self.source.name, path, line, values)
        if remark not in self.remarks[-REMARKS_COMPARED:]:
            self.remarks.append(remark)

    def sorted_remarks(self) -> tuple[Remark, ...]:
        """The remarks in the order of the source."""
        return tuple(sorted(self.remarks, key=lambda remark: remark.line or 0))

    def losses(self) -> LossReport:
        """What was carried over and what was not, in the order of the source."""
        total = carried = 0
        lost: list[Loss] = []
        for path, value, leaves in _fields((), self.source.tree):
            kept = sum(leaf in self._carried for leaf in leaves)
            total += len(leaves)
            carried += kept
            if kept == len(leaves):
                continue
            if kept == 0:
                lost.append(Loss(self.source.name, path, _shown(value), len(leaves)))
            else:
                lost += [
                    Loss(self.source.name, leaf, _shown(_at(value, leaf[len(path) :])))
                    for leaf in leaves
                    if leaf not in self._carried
                ]
        return LossReport(total, carried, tuple(lost))


class Reader:
    """One place of a source; what is taken from it counts as carried over."""

    __slots__ = ("path", "record", "value")

    def __init__(self, record: Record, path: Path, value: object) -> None:
        self.record = record
        self.path = path
        self.value = value

    def __getitem__(self, key: str | int) -> Reader:
        """The place under a key; it is there even where the source has nothing."""
        found: object = ABSENT
        if isinstance(self.value, dict):
            found = self.value.get(key, ABSENT)
        elif isinstance(self.value, list) and isinstance(key, int) and key < len(self.value):
            found = self.value[key]
        return Reader(self.record, (*self.path, key), found)

    @property
    def given(self) -> bool:
        """Whether the source has anything here."""
        return self.value is not ABSENT and self.value is not None

    @property
    def is_map(self) -> bool:
        """Whether this place holds fields."""
        return isinstance(self.value, dict)

    def fields(self) -> Iterator[tuple[str, Reader]]:
        """The fields of a mapping; none where it is something else."""
        if isinstance(self.value, dict):
            for key in self.value:
                yield str(key), self[key]

    def entries(self) -> tuple[Reader, ...]:
        """The entries of a list; a single value where a list should be counts as a list of one."""
        if isinstance(self.value, list):
            return tuple(self[index] for index in range(len(self.value)))
        if not self.given or isinstance(self.value, dict):
            return ()
        self.remark("no_list")
        return (self,)

    def seen(self) -> str | None:
        """The scalar here as text, without taking it; nothing where it is empty or no scalar."""
        if not self.given or isinstance(self.value, dict | list):
            return None
        value = self.value
        text = value if isinstance(value, str) else json.dumps(value)
        text = cleaned(text)
        return text if text.strip() else None

    def carry(self) -> None:
        """Note that the result expresses this value."""
        self.record.carry(self.path)

    def text(self) -> str | None:
        """The scalar here as text, taken; an empty one is taken too, for it says nothing."""
        text = self.seen()
        if isinstance(self.value, dict | list):
            self.remark("no_text")
        elif self.value is not ABSENT:
            self.carry()
        return text

    def line(self, limit: int = LINE_MAX) -> str | None:
        """The scalar here on one line, taken; a longer one is shortened, remarked and not taken."""
        whole = self.seen()
        text = None if whole is None else " ".join(whole.split())
        if text is not None and len(text) > limit:
            self.remark("text_shortened", limit=limit)
            return shortened(text, limit)
        self.text()
        return text

    def prose(self) -> str | None:
        """The scalar here as text of several lines, as `line` does."""
        text = self.seen()
        if text is not None:
            text = "\n".join(line.rstrip() for line in text.splitlines()).strip("\n")
        if text is not None and len(text) > PROSE_MAX:
            self.remark("text_shortened", limit=PROSE_MAX)
            return shortened(text, PROSE_MAX)
        self.text()
        return text

    def number(self, most: float = NUMBER_MAX) -> float | None:
        """The number here, 0 to `most`, taken; something else is remarked and left."""
        value = self.value
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= most:
            self.carry()
            return value
        if self.given:
            self.remark("no_number")
        return None

    def remark(self, code: str, **values: object) -> None:
        """Warn about this place."""
        self.record.remark(self.path, code, **values)


class Ids:
    """Hands out ids of ours, each once."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def make(self, *wanted: str | None) -> str:
        """The slug of the first wish that leaves anything, with a number where it is taken."""
        base = next((made for wish in wanted if wish and (made := slug(wish))), "item")
        made, number = base, 1
        while made in self._taken:
            number += 1
            tail = f"-{number}"
            made = base[: ID_MAX - len(tail)].rstrip("-") + tail
        self._taken.add(made)
        return made


def joined(records: tuple[Record, ...] | list[Record]) -> LossReport:
    """One report over several sources."""
    reports = [record.losses() for record in records]
    return LossReport(
        sum(r.total for r in reports),
        sum(r.carried for r in reports),
        tuple(loss for r in reports for loss in r.losses),
    )


def literal(data: Any) -> Any:
    """Data of a scenario whose texts mean themselves: no brace in them is a placeholder."""
    if isinstance(data, dict):
        return {key: literal(value) for key, value in data.items()}
    if isinstance(data, list):
        return [literal(value) for value in data]
    if isinstance(data, str) and _PLACEHOLDER.search(data):
        return data.replace("{", "{{")
    return data


def shortened(text: str, limit: int) -> str:
    """A text of at most this length, cut between words."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 2]
    return (cut.rsplit(" ", 1)[0] if " " in cut[limit // 2 :] else cut) + " …"


def pointer(path: Path) -> str:
    """A place as JSON Pointer; `/` is the whole."""
    parts = (str(part).replace("~", "~0").replace("/", "~1") for part in path)
    return "/" + "/".join(parts)


def wordset(text: str) -> frozenset[str]:
    """The words of a text, each once."""
    return frozenset(text.split())


def humanised(name: str) -> str:
    """An identifier as words: `block_domain-on_email` → Block domain on email."""
    words = " ".join(re.split(r"[\s_-]+", cleaned(name))).strip()
    return words[:1].upper() + words[1:]


def _fields(path: Path, value: object) -> Iterator[tuple[Path, object, tuple[Path, ...]]]:
    """Every field with its leaves: scalars, and lists of nothing but scalars as one field."""
    pending: list[tuple[Path, object]] = [(path, value)]
    while pending:
        path, value = pending.pop()
        if isinstance(value, dict):
            pending += reversed([((*path, key), inner) for key, inner in value.items()])
        elif isinstance(value, list):
            inner = [((*path, index), item) for index, item in enumerate(value)]
            if any(isinstance(item, dict | list) for item in value):
                pending += reversed(inner)
            elif inner:
                yield path, value, tuple(place for place, _ in inner)
        else:
            yield path, value, (path,)


def _at(value: object, path: Path) -> object:
    for part in path:
        value = value[part]  # type: ignore[index]
    return value


def _shown(value: object) -> str:
    text = " ".join(cleaned(json.dumps(value, ensure_ascii=False, default=str)).split())
    return shortened(text, SHOWN_MAX)
