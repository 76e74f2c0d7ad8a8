"""Whether this machine has an address that others can reach, and which one is told."""

from __future__ import annotations

from ipaddress import ip_address

from simulator.ops.preflight.base import Light, Subject, amber, green, red


async def address(subject: Subject) -> Light:
    """No address is red; one that the whole internet may reach is amber."""
    if not subject.lan:
        return green("alone")
    found = subject.network.addresses()
    if not found:
        return red("none")
    told = {"address": found[0], "others": ", ".join(found[1:])}
    first = ip_address(found[0])
    if first.is_link_local:
        return red("unassigned", **told)
    if first.is_global:
        return amber("public", **told)
    return green("several" if told["others"] else "one", **told)
