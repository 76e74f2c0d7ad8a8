"""`python -m tests.kill --kills 1000`: a table of where writers died, and of what was lost."""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.kill.experiment import Experiment
from tests.kill.points import EARLY, UNSYNCED

SHIM = Path(__file__).with_name("synced.c")


def main() -> int:
    """Run the experiment; 1 where anything was not as it was acknowledged, 2 without a compiler."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--power", action="store_true", help="each death is a power cut")
    parser.add_argument("--careless", choices=(EARLY, UNSYNCED), help="a writer with a fault")
    args = parser.parse_args()
    synced = os.environ.get("SYNCED")
    if args.power and not synced:
        return _without_power()
    with tempfile.TemporaryDirectory() as folder:
        place = Path(synced) if synced else None
        experiment = Experiment(Path(folder), args.seed, place, args.careless)
        experiment.run(args.kills)
    for line in (*experiment.faults[:20], *experiment.lines()):
        print(line)
    return 1 if experiment.faults else 0


def _without_power() -> int:
    """This command again, on a disk that keeps only what was synced."""
    compiler = shutil.which("cc")
    if compiler is None:
        print("A power cut needs a C compiler, cc, and there is none.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        shim, synced = Path(folder) / "synced.so", Path(folder) / "synced"
        synced.mkdir()
        subprocess.run([compiler, "-shared", "-fPIC", "-O2", "-o", shim, SHIM], check=True)
        shimmed = os.environ | {"LD_PRELOAD": str(shim), "SYNCED": str(synced)}
        again = [sys.executable, "-m", "tests.kill", *sys.argv[1:]]
        return subprocess.run(again, env=shimmed, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
