"""What was observed and measured, made into figures and held against the goals."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from simulator import __version__
from simulator.loadtest.meter import Meter, Sample, busiest, share
from simulator.loadtest.observed import Observed
from simulator.loadtest.result import (
    LAST_WITHIN,
    Asked,
    Goal,
    Load,
    Machine,
    Server,
    spread,
)
from simulator.loadtest.setup import Setup
from simulator.loadtest.tally import Counts

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Run:
    """All that one load test has left behind."""

    setup: Setup
    observed: Observed
    counts: Counts
    meter: Meter
    records: int
    """In the log, at the end."""
    seconds: float
    whole: bool
    load_before: float | None
    load_after: float | None
    files: int | None


def found(run: Run) -> Load:
    """The result."""
    seen, counts = run.observed, run.counts
    streamed, polled, lasts = _delivered(seen)
    delivery, last = spread(streamed), spread(lasts)
    asked = {name: value for name, value in asdict(run.setup).items() if name in Asked.model_fields}
    return Load(
        asked=Asked(**asked),
        machine=_machine(run),
        seconds=round(run.seconds, 1),
        whole=run.whole,
        joined=len(seen.joins),
        joining=spread(seen.joins),
        released=len(seen.out),
        records=run.records,
        due=counts.due,
        lost=counts.lost,
        again=counts.again,
        delivery=delivery,
        last=last,
        polled=spread(polled),
        decided=counts.acknowledged,
        forgotten=counts.forgotten,
        doubled=counts.doubled,
        acknowledgement=spread([s.took for s in seen.said if s.took is not None]),
        unanswered=sum(s.number is None for s in seen.said),
        tried_again=seen.tried_again,
        cut=seen.cut,
        errors=dict(seen.errors.most_common()),
        server=_server(run),
        late=spread(seen.lags),
        files=run.files,
        goals=tuple(_goals(run, last.p95 if last else None)),
    )


def _goals(run: Run, last: float | None) -> Iterator[Goal]:
    outside = run.setup.people - len(run.observed.joins) if run.whole else 0
    yield Goal(name="joined", value=outside, most=0, met=outside == 0)
    in_time = last is not None and last <= LAST_WITHIN
    yield Goal(name="delivery", value=last, most=LAST_WITHIN, met=in_time)
    for name in ("lost", "again", "forgotten", "doubled"):
        value = getattr(run.counts, name)
        yield Goal(name=name, value=value, most=0, met=value == 0)
    errors = run.observed.errors.total()
    yield Goal(name="errors", value=errors, most=0, met=errors == 0)


def _delivered(seen: Observed) -> tuple[list[float], list[float], list[float]]:
    """Seconds from each release to each device: streams, those that ask, the last stream."""
    streamed: list[float] = []
    polled: list[float] = []
    lasts: list[float] = []
    for out in seen.out:
        card = f"inject-{out.inject}"
        came = [(h, h.first[card] - out.sent) for h in seen.heard if card in h.first]
        now = [seconds for heard, seconds in came if not heard.asks]
        streamed += now
        polled += [seconds for heard, seconds in came if heard.asks]
        lasts += [max(now)] if now else []
    return streamed, polled, lasts


def _machine(run: Run) -> Machine:
    return Machine(
        system=platform.platform(terse=True),
        python=platform.python_version(),
        simulacro=__version__,
        cores=os.cpu_count() or 1,
        load_before=run.load_before,
        load_after=run.load_after,
    )


def _server(run: Run) -> Server | None:
    samples, started = run.meter.samples, run.observed.started
    if not samples:
        return None
    joining = [s for s in samples if not started or s.at <= started]
    playing = [s for s in samples if started and s.at > started]
    first = (playing or samples)[0]
    grown = (samples[-1].memory - first.memory) / MEGABYTE
    thousands = run.records / 1_000
    return Server(
        joining=round(share(joining), 3),
        playing=round(share(playing), 3),
        busiest=round(busiest(samples), 3),
        first=_megabytes(first),
        end=_megabytes(samples[-1]),
        most=max(map(_megabytes, samples)),
        per_thousand=round(grown / thousands, 2) if playing and thousands else None,
    )


def _megabytes(sample: Sample) -> float:
    return round(sample.memory / MEGABYTE, 1)
