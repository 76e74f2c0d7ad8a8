"""Plug-ins are found by being there, imported when asked for, left out where they are broken."""

from __future__ import annotations

import subprocess
import sys
from importlib import metadata
from typing import Any

import pytest

from simulator.plugins import FAMILIES, Registry


class Offer:
    """An entry point of another package."""

    def __init__(self, name: str, found: object) -> None:
        self.name = name
        self.found = found

    def load(self) -> object:
        """What it leads to, or the error on the way."""
        if isinstance(self.found, Exception):
            raise self.found
        return self.found


class Pigeon:
    """A channel of another package."""

    name = "pigeon"


class Module:
    """A module that exports a channel as ours do."""

    channel = Pigeon()


@pytest.fixture
def offers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another package offers four channels; two are broken, one has a name of ours."""
    found = [
        Offer("pigeon", Pigeon()),
        Offer("raven", Module),
        Offer("email", Pigeon()),
        Offer("broken", ImportError("no such thing")),
        Offer("worse", KeyError("key")),
    ]

    def entry_points(group: str) -> list[Offer]:
        return found if group == "simulator.channels" else []  # other packages ask for their own

    monkeypatch.setattr(metadata, "entry_points", entry_points)


def test_our_own_come_first_then_what_others_offer(offers: None) -> None:
    names = list(Registry("channels"))
    assert names[:3] == ["chat", "document", "email"]
    assert names[-4:] == ["broken", "pigeon", "raven", "worse"]
    assert names.count("email") == 1


def test_an_offer_is_the_plug_in_or_a_module_with_one(offers: None) -> None:
    registry = Registry("channels")
    assert isinstance(registry["pigeon"], Pigeon)
    assert isinstance(registry["raven"], Pigeon)
    assert not isinstance(registry["email"], Pigeon)


def test_a_broken_one_is_kept_with_its_reason_and_left_out(offers: None) -> None:
    registry = Registry("channels")
    assert "broken" in registry
    found = registry.load_all()
    assert "broken" not in found
    assert registry.broken == {
        "broken": "ImportError: no such thing",
        "worse": "KeyError: 'key'",
    }
    assert "broken" not in registry
    assert registry.get("broken") is None
    assert len(registry) == len(found) == 12


def test_what_nobody_offers_is_not_there(offers: None) -> None:
    registry = Registry("channels")
    assert "none" not in registry
    assert registry.get("none") is None
    assert registry.broken == {}


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_can_be_listed_and_loaded(family: str) -> None:
    registry = Registry(family)
    assert sorted(registry.load_all()) == sorted(registry)
    assert registry.broken == {}


def test_helpers_are_no_plug_ins() -> None:
    assert "base" not in Registry("channels")


def modules_after(code: str) -> set[str]:
    """The modules that a fresh interpreter has imported after some code."""
    script = f"{code}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, check=True, text=True
    )
    return set(done.stdout.split())


def test_names_are_listed_without_importing() -> None:
    found = modules_after("from simulator.plugins import Registry\nlist(Registry('channels'))")
    assert not {name for name in found if name.startswith("simulator.channels")}


def test_only_what_is_asked_for_is_imported() -> None:
    code = "from simulator.plugins import Registry\nRegistry('channels')['siem']"
    found = {name for name in modules_after(code) if name.startswith("simulator.channels.")}
    assert found == {"simulator.channels.base", "simulator.channels.siem"}


def test_a_family_that_is_none_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError):
        Registry("novels")


def test_a_registry_is_a_mapping() -> None:
    registry: Any = Registry("channels")
    assert {**registry.load_all()}.keys() == set(registry)
