"""What was read of the scenario, once for every check that asks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from simulator.content.examine import Examiner
from simulator.content.faces import Channels
from simulator.content.load import Loaded, load
from simulator.content.recognise import translations
from simulator.content.sources import Located
from simulator.domain.errors import ContentError

REACH = frozenset({"TTX080", "TTX081", "TTX082", "TTX084", "TTX087", "TTX088", "TTX138"})
"""What is wrong with the graph: injects that are not reached, and places where play stops."""
OVERLAY = "translation/"
"""How diagnostics name translations."""


@dataclass(frozen=True)
class Content:
    """A scenario with all that belongs to it, and what is wrong with it, in three heaps."""

    named: str
    """As it was asked for."""
    file: Path
    loaded: Loaded | None
    """None where no scenario could be made of it."""
    story: tuple[Located, ...]
    """What is wrong with none of the other two."""
    reach: tuple[Located, ...] = ()
    """What is wrong with the ways through the scenario."""
    overlays: tuple[Located, ...] = ()
    """What is wrong with translations."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it is in, its own first."""
        own = (self.loaded.scenario.language,) if self.loaded else ()
        return (*own, *translations(self.file))

    def untranslated(self, language: str) -> tuple[str, ...]:
        """The playbooks that have no texts in a language of the scenario."""
        found = self.loaded.playbooks if self.loaded else ()
        return tuple(p.id for p in found if language not in (p.language, *self._others(p.id)))

    def _others(self, playbook: str) -> Collection[str]:
        """The languages that a playbook was translated to."""
        assert self.loaded is not None
        return translations(self.loaded.sources.source(f"playbook/{playbook}").path)


def content_at(
    named: str,
    file: Path,
    channels: Channels,
    rules: Collection[str],
    values: Mapping[str, str] = MappingProxyType({}),
) -> Content:
    """The content of a scenario's file with these values, whatever is wrong with it."""
    found = Examiner(channels, rules, values).examined(file).diagnostics
    try:
        loaded = load(file, channels, values=values)
    except ContentError:
        return Content(named, file, None, _worst_first(found))
    heaps: dict[str, list[Located]] = {"story": [], "reach": [], "overlays": []}
    for each in found:
        overlay = each.file.startswith(OVERLAY)
        heaps["overlays" if overlay else "reach" if each.code in REACH else "story"].append(each)
    return Content(named, file, loaded, **{k: _worst_first(v) for k, v in heaps.items()})


def _worst_first(found: Collection[Located]) -> tuple[Located, ...]:
    return tuple(sorted(found, key=lambda each: each.severity != "error"))
