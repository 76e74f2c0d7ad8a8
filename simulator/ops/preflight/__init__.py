"""What is looked at before the event: one small check each, and a light for every one."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping

from simulator.ops.preflight.address import address
from simulator.ops.preflight.backup import backup
from simulator.ops.preflight.base import Check, Light, Subject
from simulator.ops.preflight.clock import clock
from simulator.ops.preflight.device import device
from simulator.ops.preflight.disk import disk
from simulator.ops.preflight.port import port
from simulator.ops.preflight.reach import reach
from simulator.ops.preflight.scenario import scenario
from simulator.ops.preflight.translations import translations

CHECKS: Mapping[str, Check] = {
    "scenario": scenario,
    "reach": reach,
    "translations": translations,
    "disk": disk,
    "clock": clock,
    "backup": backup,
    "address": address,
    "port": port,
    "device": device,
}
"""Every check by its name, in the order in which they are made: a further one is a line here, a
module beside this one, and its words below `preflight` in the locales."""


async def lights(subject: Subject) -> AsyncIterator[tuple[str, Light]]:
    """Every check's name and its light, as soon as it is there."""
    for name, check in CHECKS.items():
        yield name, await check(subject)
