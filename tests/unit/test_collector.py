"""The collector rests while much is made, and is left as it was."""

from __future__ import annotations

import gc

import pytest

from simulator.collector import collector_off


@pytest.mark.parametrize("was_on", [True, False])
def test_the_collector_is_left_as_it_was(was_on: bool) -> None:
    before = gc.isenabled()
    try:
        (gc.enable if was_on else gc.disable)()
        with collector_off():
            assert not gc.isenabled()
            with collector_off():
                assert not gc.isenabled()
            assert not gc.isenabled()
        assert gc.isenabled() is was_on
    finally:
        (gc.enable if before else gc.disable)()


def test_an_error_on_the_way_leaves_it_too() -> None:
    with pytest.raises(LookupError), collector_off():
        raise LookupError
    assert gc.isenabled()
