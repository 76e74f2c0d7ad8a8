"""`python -m tests.served --kills 100` or `--sends 500`: what is lost of what was acknowledged."""

from __future__ import annotations

import argparse
import sys

from tests.served.kills import Kills
from tests.served.sends import Sends


def main() -> int:
    """Run an experiment; 1 where anything was not as it was acknowledged."""
    parser = argparse.ArgumentParser(prog="python -m tests.served", description=__doc__)
    parser.add_argument("--kills", type=int, default=0, help="servers killed under 50 clients")
    parser.add_argument("--sends", type=int, default=0, help="sends through a faulty network")
    parser.add_argument("--clients", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--careless", action="store_true", help="servers that answer before they keep"
    )
    args = parser.parse_args()
    bad = 0
    for count, experiment in (
        (args.kills, Kills(args.seed, args.clients, careless=args.careless)),
        (args.sends, Sends(args.seed)),
    ):
        if count:
            experiment.run(count)
            for line in (*experiment.faults[:20], *experiment.lines()):
                print(line, flush=True)
            bad += bool(experiment.faults)
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
