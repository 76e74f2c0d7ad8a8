"""Whether another device reaches this machine: somebody tries it, with a phone."""

from __future__ import annotations

from simulator.ops.preflight.base import Light, Subject, amber, green, red


async def device(subject: Subject) -> Light:
    """That nobody came in time is red; that nobody was asked to is amber."""
    if not subject.lan:
        return green("alone")
    network = subject.network
    port = network.port(subject.wanted) or network.port(None)
    if not subject.waits:
        return amber("not_tried")
    if port is None or not network.addresses():
        return amber("no_way")
    arrival = await network.arrival(port)
    if arrival is None:
        return red("nobody", port=port)
    return green("came", device=arrival.device, address=arrival.address, port=port)
