"""Whether the port is free and allowed that a server is to listen at, or ours already."""

from __future__ import annotations

from simulator.ops.preflight.base import Light, Subject, amber, green, red


async def port(subject: Subject) -> Light:
    """A port that another program has is red where it was asked for, else another is taken."""
    network = subject.network
    served, found = await network.served(), network.port(subject.wanted)
    first = subject.wanted or network.usual
    told = {"port": first, "found": found, "exercise": served.get(first, "")}
    if found == first:
        return green("free", **told)
    if subject.wanted is not None:
        if first in served:
            return green("ours", **told)
        return red("taken" if network.allowed(first) else "forbidden", **told)
    if found is None:
        return red("none_free", **told)
    return green("beside_ours", **told) if first in served else amber("another", **told)
