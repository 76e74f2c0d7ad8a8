"""`python -m tests.bench`: run the benchmarks, print their table; 1 where a goal is missed."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench import (
    content,
    durable,
    graph,
    papers,
    rehearse,
    report,
    screens,
    startup,
    state,
    web,
)
from tests.bench.harness import CLOCKS, Benchmark, chosen, measured

SUBJECTS = (content, graph, startup, durable, state, papers, screens, rehearse, web)


def main(argv: Sequence[str] | None = None, benchmarks: Sequence[Benchmark] = ()) -> int:
    """Run what is asked for; other benchmarks than the project's own may be given."""
    args = _parser().parse_args(argv)
    known = benchmarks or tuple(each for subject in SUBJECTS for each in subject.benchmarks())
    try:
        picked = chosen(known, args.only)
    except KeyError as error:
        print(f"There is no benchmark {error.args[0]!r}; see --list.", file=sys.stderr)
        return 2
    if args.list:
        for each in picked:
            print(f"{each.name:<24}{each.goal:<5}<= {each.most:<6g}{report.sides(each)}")
        return 0
    print(report.head(), flush=True)
    outcomes = []
    for each in picked:
        outcomes.append(measured(each, CLOCKS[args.clock], args.rounds))
        print(report.row(outcomes[-1]), flush=True)
    if args.json:
        args.json.write_text(report.as_json(outcomes, args.clock), encoding="utf-8")
    return 0 if all(outcome.met for outcome in outcomes) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--list", action="store_true", help="name the benchmarks, run none")
    parser.add_argument(
        "--only",
        action="append",
        default=[],
        metavar="NAME",
        help="a benchmark, or a subject for all of its; may be given again",
    )
    parser.add_argument("--rounds", type=_count, metavar="N", help="rounds of every try")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures to a file")
    parser.add_argument(
        "--clock", choices=tuple(CLOCKS), default="wall", help="what is measured; wall unless said"
    )
    return parser


def _count(text: str) -> int:
    count = int(text)
    if count < 1:
        raise ValueError(text)
    return count


if __name__ == "__main__":
    sys.exit(main())
