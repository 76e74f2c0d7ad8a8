"""`simulacro config show`: every setting, its value, and where that comes from."""

from __future__ import annotations

import argparse

from simulator.cli import GOOD
from simulator.cli.keeping import says, store_option
from simulator.settings import Setting, settings


def options(parser: argparse.ArgumentParser) -> None:
    """What the command takes."""
    parser.add_argument("action", choices=("show",), help=says("help.show"))
    parser.add_argument("--json", action="store_true", help=says("help.json"))
    store_option(parser)


def run(args: argparse.Namespace) -> int:
    """Print each setting; what is secret is not shown."""
    found = settings({"store": args.store})
    if args.json:
        import json

        print(json.dumps([_as_data(each) for each in found], ensure_ascii=False, indent=2))
        return GOOD
    width = max(len(each.name) for each in found)
    for each in found:
        source = says(f"config.{each.source}", where=each.where)
        print(f"{each.name:<{width}}  {each.shown}  ({source})")
    return GOOD


def _as_data(each: Setting) -> dict[str, str | None]:
    return {
        "name": each.name,
        "value": each.shown,
        "source": each.source,
        "where": each.where or None,
    }
