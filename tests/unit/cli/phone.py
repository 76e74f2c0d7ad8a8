"""A phone: a process that opens an address as soon as somebody answers there."""

from __future__ import annotations

import sys
import time

import httpx

LONG = 120.0


def main(url: str) -> None:
    """Open it, and try again until there is an answer."""
    end = time.monotonic() + LONG
    with httpx.Client(trust_env=False, timeout=2.0) as client:
        while time.monotonic() < end:
            try:
                client.get(url)
            except httpx.HTTPError:
                time.sleep(0.1)
            else:
                return


if __name__ == "__main__":
    main(sys.argv[1])
