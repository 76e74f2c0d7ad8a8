"""Whether play comes to every inject and to an end."""

from __future__ import annotations

from dataclasses import replace

from simulator.engine.graph import unreachable
from simulator.ops.preflight.base import Light, Subject, amber, green, red


async def reach(subject: Subject) -> Light:
    """An inject that is never reached is red, and so is play that stops before the end."""
    content = subject.content
    if content.loaded is None:
        return amber("unread", scenario=content.named)
    injects = content.loaded.scenario.injects
    told = {"scenario": content.named, "injects": len(injects)}
    lost = unreachable(content.loaded.scenario)
    if lost or any(each.severity == "error" for each in content.reach):
        made = red("cut_off", reached=len(injects) - len(lost), **told)
        return replace(made, details=content.reach)
    if content.reach:
        return replace(amber("stops", **told), details=content.reach)
    return green("all", **told)
