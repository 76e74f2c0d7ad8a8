"""Ports that nobody else takes while a test's server is away."""

from __future__ import annotations

import itertools
import os
import re
import socket

FIRST, EACH = 12_000, 400
"""Above those that a server of ours tries by itself, below those that the system hands out."""
_numbers = itertools.cycle(range(EACH))


def own_port() -> int:
    """A port for a server that may be killed and begun again: no other worker is given it."""
    worker = int("".join(re.findall(r"\d+", os.environ.get("PYTEST_XDIST_WORKER", ""))) or 0)
    for number in itertools.islice(_numbers, EACH):
        port = FIRST + worker * EACH + number
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("", port))
            except OSError:
                continue
        return port
    raise OSError("no port is free")
