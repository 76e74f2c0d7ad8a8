"""Whether the scenario can be played: all of `simulacro check`."""

from __future__ import annotations

from dataclasses import replace

from simulator.ops.preflight.base import Light, Subject, amber, green, red


async def scenario(subject: Subject) -> Light:
    """Errors are red, warnings amber."""
    content = subject.content
    found = content.story
    errors = sum(each.severity == "error" for each in found)
    told = {"scenario": content.named, "errors": errors, "warnings": len(found) - errors}
    if errors:
        return replace(red("wrong", **told), details=found)
    if found:
        return replace(amber("warned", **told), details=found)
    return green("right", **told)
