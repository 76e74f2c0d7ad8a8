"""The search for cycles of dead objects, put off while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collector_off() -> Iterator[None]:
    """No search meanwhile: among what is read or imported it finds nothing, and takes longest."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def keep() -> None:
    """Nothing that was made until now is ever searched: it stays as long as the process."""
    gc.freeze()
