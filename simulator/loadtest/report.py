"""A load test in words: the report for the terminal, and a line of how far it has come."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from simulator.loadtest.crowd import Progress
from simulator.loadtest.result import Goal, Load, Spread
from simulator.text import clock, say_in, words

WIDE = 100
LABEL = 34
COLUMN = 11
LATE = 0.25
"""Seconds; a crowd that is later than this in one moment of a hundred measures itself."""
UNITS = ("p50", "p95", "p99", "last")


def report(load: Load, language: str) -> str:
    """The whole report."""
    lines = [*_head(load, language), "", *_times(load, language), "", *_counts(load, language)]
    lines += ["", *_server(load, language), "", *_verdict(load, language)]
    return "\n".join(lines) + "\n"


def line(now: Progress, language: str) -> str:
    """How far it has come."""
    return words(
        "loadtest.progress",
        language,
        time=clock(now.seconds),
        inside=now.inside,
        released=now.released,
        delivered=now.delivered,
        decided=now.decided,
        errors=now.errors,
        share=_percent(now.share),
        memory=f"{now.memory / 1_000_000:.0f}",
    )


def _head(load: Load, language: str) -> Iterator[str]:
    say, asked = say_in(language), load.asked
    title = say("loadtest.title", people=asked.people, teams=asked.teams)
    yield from (title, "=" * len(title))
    yield from _wrapped(
        say(
            "loadtest.what",
            burst=f"{asked.burst:g}",
            minutes=f"{asked.minutes:g}",
            every=f"{asked.every:g}",
            decisions=f"{asked.decisions:g}",
            seed=asked.seed,
        )
    )
    if asked.polling or asked.consoles or asked.stalled:
        yield from _wrapped(
            say(
                "loadtest.mixed",
                polling=asked.polling,
                consoles=asked.consoles,
                stalled=asked.stalled,
            )
        )
    if not load.whole:
        yield from _wrapped(say("loadtest.interrupted", time=clock(load.seconds)))


def _times(load: Load, language: str) -> Iterator[str]:
    say = say_in(language)
    heads = [say(f"loadtest.heads.{unit}") for unit in UNITS]
    yield f"{say('loadtest.times'):<{LABEL}}" + "".join(f"{head:>{COLUMN}}" for head in heads)
    for name in ("joining", "delivery", "last", "polled", "acknowledgement"):
        times: Spread | None = getattr(load, name)
        if times is not None:
            cells = (f"{getattr(times, unit):.3f}" for unit in UNITS)
            label = say(f"loadtest.rows.{name}")
            yield f"{label:<{LABEL}}" + "".join(f"{cell:>{COLUMN}}" for cell in cells)


def _counts(load: Load, language: str) -> Iterator[str]:
    say = say_in(language)
    yield from _wrapped(
        say("loadtest.joined", joined=load.joined, people=load.asked.people, released=load.released)
    )
    yield from _wrapped(say("loadtest.delivered", due=load.due, lost=load.lost, again=load.again))
    yield from _wrapped(
        say(
            "loadtest.decided",
            decided=load.decided,
            forgotten=load.forgotten,
            doubled=load.doubled,
            unanswered=load.unanswered,
        )
    )
    if load.tried_again or load.cut:
        yield from _wrapped(say("loadtest.again", tried=load.tried_again, cut=load.cut))
    if load.errors:
        found = ", ".join(f"{what} ({count})" for what, count in load.errors.items())
        yield from _wrapped(say("loadtest.errors", found=found))


def _server(load: Load, language: str) -> Iterator[str]:
    say, server, machine = say_in(language), load.server, load.machine
    if server is not None:
        yield from _wrapped(
            say(
                "loadtest.processor",
                joining=_percent(server.joining),
                playing=_percent(server.playing),
                busiest=_percent(server.busiest),
            )
        )
        yield from _wrapped(
            say(
                "loadtest.memory",
                first=f"{server.first:.0f}",
                end=f"{server.end:.0f}",
                most=f"{server.most:.0f}",
                records=load.records,
            )
        )
    waits = [
        f"{load:.1f}" for load in (machine.load_before, machine.load_after) if load is not None
    ]
    yield from _wrapped(
        say(
            "loadtest.machine",
            system=machine.system,
            python=machine.python,
            cores=machine.cores,
            load=" → ".join(waits) or "?",
        )
    )
    if load.late is not None and load.late.p99 > LATE:
        yield from _wrapped(say("loadtest.late", late=f"{load.late.p99:.2f}"))


def _verdict(load: Load, language: str) -> Iterator[str]:
    say = say_in(language)
    for goal in load.goals:
        state = say("loadtest.met" if goal.met else "loadtest.missed")
        yield f"{state:<10}{_goal(goal, language)}"
    yield ""
    yield from _wrapped(say("loadtest.good" if load.good else "loadtest.bad"))
    yield from _wrapped(say("loadtest.not_measured"))


def _goal(goal: Goal, language: str) -> str:
    value = "?" if goal.value is None else f"{goal.value:g}"
    return words(f"loadtest.goals.{goal.name}", language, value=value, most=f"{goal.most:g}")


def _percent(share: float) -> str:
    return f"{100 * share:.0f}"


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDE)
