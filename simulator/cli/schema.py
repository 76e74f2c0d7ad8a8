"""`simulacro schema`: the JSON Schema of a kind of file, for editors."""

from __future__ import annotations

import argparse
import json

from simulator.cli import GOOD
from simulator.content.schema import NAMES, schema
from simulator.plugins import Registry


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("kind", choices=NAMES, help="what the file holds")


def run(args: argparse.Namespace) -> int:
    """Print the schema, draft 7."""
    print(json.dumps(schema(args.kind, Registry("channels").load_all()), indent=2))
    return GOOD
