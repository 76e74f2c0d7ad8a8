"""Reading and checking a scenario of 10,000 injects, against PyYAML's reader in C (G6)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from pathlib import Path

import yaml as pyyaml

from simulator.content import yaml
from simulator.content.examine import Examiner
from simulator.content.problems import validated
from simulator.content.sources import Located, Sources
from simulator.domain.errors import ContentError
from simulator.domain.scenario import Scenario
from simulator.plugins import Registry
from tests.bench.generated import scenario_file, scenario_text, written
from tests.bench.harness import Benchmark, Side

LONGEST, LONG, SHORT = 30_000, 10_000, 1_000
ERRORS = 100

Look = Callable[[Path], tuple[Sequence[Located], object]]
"""One way to look at a scenario's file: what it finds wrong, and what it makes."""
Spoil = tuple[str, str]
"""A part of an inject and what takes its place; `{}` is the inject's number."""

UNREADABLE: tuple[Spoil, ...] = (("    channel:", "    phase: response\n    channel:"),)
INVALID: tuple[Spoil, ...] = (
    ("    channel:", "    chanel{}:"),
    ("    phase: ", "    phase: Phase {} of "),
    ("    to: [", "    to: [[{}], "),
    ("    title: ", "    title: {} # "),
)
DANGLING: tuple[Spoil, ...] = (
    ("    channel:", "    release: {{after: inject-x{}}}\n    channel:"),
    ("    phase: ", "    phase: x{}-"),
    ("    to: [", "    to: [nobody-{}, "),
    ("step: response/", "step: response/x{}-"),
)


def benchmarks() -> Iterator[Benchmark]:
    """The benchmarks of this subject."""
    peer = Side("CSafeLoader", peer_reads)
    strict = Side("strict reader", reads)
    yield Benchmark("content.read", "G6", strict, peer, 0.45, gate=both_read_the_same)
    valid = Side("read and validate", lambda: validates(scenario_file(LONG)))
    yield Benchmark("content.validate", "G6", valid, peer, 0.5)
    full = Side("full check", lambda: checks(scenario_file(LONG)))
    yield Benchmark("content.check", "G6", full, peer, 0.75, gate=nothing_is_wrong)
    yield Benchmark(
        "content.growth",
        "G6",
        Side("an inject of 30,000", lambda: checks(scenario_file(LONGEST)), units=LONGEST),
        Side("of 1,000", lambda: checks(scenario_file(SHORT)), units=SHORT, times=5),
        1.3,
    )
    yield _with_errors("unreadable", validates, UNREADABLE)
    yield _with_errors("invalid", validates, INVALID)
    yield _with_errors("dangling", checks, DANGLING)


def peer_reads() -> object:
    """What PyYAML makes of the text with libyaml: data without places."""
    return pyyaml.load(scenario_text(LONG), Loader=pyyaml.CSafeLoader)


def reads() -> yaml.Document:
    """What the strict reader makes of it: data with the place of every value."""
    return yaml.read(scenario_text(LONG))


def validates(file: Path) -> tuple[Sequence[Located], object]:
    """Read a file and make a scenario of it."""
    sources = Sources()
    try:
        document = sources.read("scenario", file).document
    except ContentError as error:
        return sources.locate_all(error.diagnostics), None
    assert isinstance(document.data, dict)
    data = {"id": file.parent.name, **document.data}
    scenario, wrong = validated(Scenario, data, "scenario", document.notes)
    return sources.locate_all(wrong), (document, scenario)


def checks(file: Path) -> tuple[Sequence[Located], object]:
    """Everything `simulacro check` looks at."""
    examined = _examiner().examined(file)
    return examined.diagnostics, examined


@cache
def _examiner() -> Examiner:
    return Examiner(Registry("channels").load_all(), tuple(Registry("scoring")))


def both_read_the_same() -> None:
    """The reader and its peer find the same data."""
    assert reads().data == peer_reads()


def nothing_is_wrong() -> None:
    """The generated scenario is a good one."""
    found, _ = checks(scenario_file(LONG))
    assert not found, found[0]


def _with_errors(name: str, look: Look, kinds: Sequence[Spoil]) -> Benchmark:
    """What a file with a hundred errors costs, beside the same without."""
    bad = cache(partial(_spoilt, name, kinds))

    def every_error_has_its_line() -> None:
        found, _ = look(bad())
        assert len({each.line for each in found}) >= ERRORS

    return Benchmark(
        f"content.{name}",
        "G6",
        Side(f"{ERRORS} errors", lambda: look(bad())),
        Side("none", lambda: look(scenario_file(LONG))),
        1.1,
        gate=every_error_has_its_line,
    )


def _spoilt(name: str, kinds: Sequence[Spoil]) -> Path:
    """The long scenario with an error in one of so many injects, a kind after the other."""
    first = "  - id: inject-"
    header, *injects = scenario_text(LONG).split(first)
    for n in range(ERRORS):
        at = n * LONG // ERRORS + 13
        old, new = kinds[n % len(kinds)]
        assert old in injects[at]
        injects[at] = injects[at].replace(old, new.format(n), 1)
    return written(name, first.join((header, *injects)))
