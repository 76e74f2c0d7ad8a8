"""Whether every language that the scenario is in has all its texts."""

from __future__ import annotations

from dataclasses import replace

from simulator.ops.preflight.base import Light, Subject, amber, green, red


async def translations(subject: Subject) -> Light:
    """A translation that is wrong, or not there although asked for, is red; a gap is amber."""
    content, wanted = subject.content, subject.language
    if content.loaded is None:
        return amber("unread", scenario=content.named)
    told = {"scenario": content.named, "languages": ", ".join(content.languages)}
    if wanted is not None and wanted not in content.languages:
        return red("not_there", language=wanted, **told)
    if any(each.severity == "error" for each in content.overlays):
        return replace(red("wrong", **told), details=content.overlays)
    if content.overlays:
        return replace(amber("gaps", **told), details=content.overlays)
    for language in content.languages:
        if untranslated := content.untranslated(language):
            files = ", ".join(untranslated)
            return amber("playbooks", language=language, playbooks=files, **told)
    return green("all", **told)
