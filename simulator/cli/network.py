"""The options of every command that may start a server."""

from __future__ import annotations

import argparse

HIGHEST_PORT = 65_535


def network_options(parser: argparse.ArgumentParser, *, lan: bool = False) -> None:
    """What every command takes that may start a server; `lan` is what holds unless said."""
    told = "let others on this machine's networks come in"
    if lan:
        told += "; unless said otherwise they can"
        parser.add_argument("--lan", action=argparse.BooleanOptionalAction, default=True, help=told)
    else:
        parser.add_argument("--lan", action="store_true", help=told)
    parser.add_argument(
        "--port", type=_port, metavar="N", help="listen at this port, not at the first free one"
    )


def _port(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= HIGHEST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to {HIGHEST_PORT}")
    return int(text)
