"""How often wrong codes may be tried; right ones never count."""

from __future__ import annotations

import pytest

from simulator.domain.errors import Refused
from simulator.service.throttle import MOST_DEVICES, MOST_WRONG, MOST_WRONG_IN_ALL, Throttle


class Steady:
    """A clock that stands until it is moved."""

    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def guessed(throttle: Throttle, times: int, device: str | None = "phone") -> Throttle:
    for _ in range(times):
        throttle.wrong(device)
    return throttle


def test_a_few_wrong_codes_are_forgiven() -> None:
    assert guessed(Throttle(Steady()), MOST_WRONG - 1).left("phone") == 0


def test_a_device_that_guesses_waits_a_minute_and_is_told_how_long() -> None:
    clock = Steady()
    throttle = guessed(Throttle(clock), MOST_WRONG)
    assert throttle.left("phone") == 60
    clock.at += 12.5
    with pytest.raises(Refused) as refused:
        throttle.check("phone")
    assert (refused.value.code, refused.value.values) == ("too_many_wrong_codes", {"seconds": 48})
    clock.at += 47.5
    throttle.check("phone")


def test_after_its_minute_a_device_has_all_its_tries_again() -> None:
    clock = Steady()
    throttle = guessed(Throttle(clock), MOST_WRONG)
    clock.at += 60
    assert guessed(throttle, MOST_WRONG - 1).left("phone") == 0
    assert guessed(throttle, 1).left("phone") == 60


def test_wrong_codes_that_lie_apart_do_not_add_up() -> None:
    clock = Steady()
    throttle = Throttle(clock)
    for _ in range(5 * MOST_WRONG):
        guessed(throttle, 1)
        clock.at += 60 / (MOST_WRONG - 1)
        assert throttle.left("phone") == 0


def test_one_device_that_guesses_keeps_no_other_out() -> None:
    assert guessed(Throttle(Steady()), MOST_WRONG).left("tablet") == 0


def test_a_flood_of_wrong_codes_keeps_out_who_was_never_met() -> None:
    clock = Steady()
    throttle = guessed(Throttle(clock), MOST_WRONG_IN_ALL - 1, None)
    assert throttle.left(None) == 0
    clock.at += 20
    guessed(throttle, 1, None)
    assert throttle.left(None) == 40
    assert throttle.left("phone") == 0
    clock.at += 40
    assert throttle.left(None) == 0


def test_a_hundred_devices_join_within_a_minute_while_others_guess() -> None:
    """Ten guess at full speed, known or not; a hundred join beside them, one slip each (R5)."""
    clock = Steady()
    throttle = Throttle(clock)
    tried = joined = 0
    for second in range(60):
        for guesser in (*(f"bad-{n}" for n in range(10)), None):
            for _ in range(20):
                if not throttle.left(guesser):
                    tried += 1
                    throttle.wrong(guesser)
        for n in range(second * 100 // 60, (second + 1) * 100 // 60):
            assert throttle.left(f"good-{n}") == 0
            throttle.wrong(f"good-{n}")
            assert throttle.left(f"good-{n}") == 0
            joined += 1
        clock.at += 1
    assert joined == 100
    assert tried <= 10 * MOST_WRONG + MOST_WRONG_IN_ALL


def test_only_so_many_devices_are_remembered() -> None:
    throttle = guessed(Throttle(Steady()), MOST_WRONG, "first")
    guessed(throttle, MOST_WRONG, "second")
    for n in range(MOST_DEVICES - 1):
        throttle.wrong(f"device-{n}")
    assert (throttle.left("first"), throttle.left("second")) == (0, 60)
