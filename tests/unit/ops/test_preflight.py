"""Each light of a preflight turns red when exactly that is broken, and no other one does."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator.ops.preflight import CHECKS
from simulator.ops.preflight.base import Subject
from simulator.service.clock import FixedClock
from simulator.stores.sqlite import SqliteLog
from tests.contract.disk import keep, own_disk, records
from tests.unit.ops import ground
from tests.unit.ops.ground import (
    NOW,
    PHONE,
    SCENARIO,
    SPANISH,
    Lan,
    a_case,
    good,
    lit,
    not_green,
    with_content,
)


class Ticking(FixedClock):
    """A clock on which every look at the steady clock takes some seconds."""

    def __init__(self, takes: float) -> None:
        super().__init__(NOW)
        self._takes = takes

    def steady(self) -> float:
        self.move(self._takes)
        return super().steady()


@pytest.fixture
async def ready(tmp_path: Path) -> Subject:
    """Everything is as it should be, and an exercise was kept before."""
    log = SqliteLog(tmp_path / "store")
    await keep(log, records())
    await log.close()
    return await good(tmp_path)


def all_below(folder: Path) -> list[str]:
    """Every file and folder; what SQLite puts beside a file that is read may come and go."""
    found = (str(each) for each in folder.rglob("*"))
    return sorted(each for each in found if not each.endswith(("-wal", "-shm")))


async def test_where_nothing_is_wrong_all_is_green_and_nothing_is_left(
    ready: Subject, tmp_path: Path
) -> None:
    before = all_below(tmp_path)
    assert await not_green(ready) == {}
    assert all_below(tmp_path) == before
    assert (await lit(ready))["clock"].values["zone"] == "UTC+02:00"


async def test_what_a_killed_preflight_left_is_removed(ready: Subject) -> None:
    """A backup that was restored on trial is a copy that no purge would find."""
    assert ready.backups is not None
    left, busy = ready.backups / ".preflight-old", ready.backups / ".preflight-new"
    for folder in (left, busy):
        folder.mkdir()
        (folder / "trial.db").touch()
    os.utime(left, (0, 0))
    assert await not_green(ready) == {}
    assert (left.exists(), busy.exists()) == (False, True)


# Scenario


async def test_a_broken_scenario_is_red(ready: Subject, tmp_path: Path) -> None:
    file = a_case(tmp_path, SCENARIO.replace("id: a,", "id: a, to: [nobody],"))
    assert await not_green(with_content(ready, file)) == {"scenario": ("red", "wrong")}


async def test_a_scenario_that_cannot_be_read_is_red_and_the_rest_waits_for_it(
    ready: Subject, tmp_path: Path
) -> None:
    assert await not_green(with_content(ready, a_case(tmp_path, "title: [\n"))) == {
        "scenario": ("red", "wrong"),
        "reach": ("amber", "unread"),
        "translations": ("amber", "unread"),
    }


async def test_a_warning_is_amber(ready: Subject, tmp_path: Path) -> None:
    file = a_case(tmp_path, "id: other\n" + SCENARIO, SPANISH.replace(": case", ": other"))
    assert await not_green(with_content(ready, file)) == {"scenario": ("amber", "warned")}


async def test_an_inject_that_nobody_reaches_is_red(ready: Subject, tmp_path: Path) -> None:
    lost = "  - {id: c, title: Lost, body: Nobody reads this., ends: true}\n"
    scenario = SCENARIO.replace("calls.}\n", "calls., next: b}\n") + lost
    spanish = SPANISH + "  c: {title: Perdido, body: Nadie lee esto.}\n"
    subject = with_content(ready, a_case(tmp_path, scenario, spanish))
    assert await not_green(subject) == {"reach": ("red", "cut_off")}
    light = (await lit(subject))["reach"]
    assert (light.values["reached"], light.values["injects"]) == (2, 3)
    assert [each.code for each in light.details] == ["TTX080"]


# Translations


async def test_a_translation_with_a_hole_that_says_it_has_none_is_red(
    ready: Subject, tmp_path: Path
) -> None:
    file = a_case(tmp_path, spanish=SPANISH.replace("title: Primero, ", ""))
    subject = with_content(ready, file)
    assert await not_green(subject) == {"translations": ("red", "wrong")}
    (told,) = (await lit(subject))["translations"].details
    assert (told.code, told.values["first"]) == ("TTX049", "injects/a/title")


async def test_a_hole_that_is_owned_up_to_is_amber(ready: Subject, tmp_path: Path) -> None:
    spanish = SPANISH.replace("title: Primero, ", "").replace("reviewed", "courtesy")
    subject = with_content(ready, a_case(tmp_path, spanish=spanish))
    assert await not_green(subject) == {"translations": ("amber", "gaps")}


async def test_a_language_that_nobody_translated_to_is_red(ready: Subject) -> None:
    for language in ("en", "es"):
        assert await not_green(replace(ready, language=language)) == {}
    found = await not_green(replace(ready, language="pt"))
    assert found == {"translations": ("red", "not_there")}


async def test_a_playbook_without_words_in_a_language_is_amber(
    ready: Subject, tmp_path: Path
) -> None:
    beside = tmp_path / "scenarios" / "case" / "playbooks"
    beside.mkdir(parents=True)
    (beside / "own.yaml").write_text(
        "id: own\ntitle: Own\nsteps: [{id: call, phase: prepare, text: Call the CSIRT.}]\n",
        encoding="utf-8",
    )
    file = a_case(tmp_path, SCENARIO + "playbooks: [{use: own}]\n")
    subject = with_content(ready, file)
    assert subject.content.untranslated("es") == ("own",)
    assert subject.content.untranslated("en") == ()
    found = await lit(subject)
    assert (found["translations"].colour, found["translations"].code) == ("amber", "playbooks")


# Disk


def test_a_disk_without_room_is_red(tmp_path: Path) -> None:
    how = 'mount -t tmpfs -o size=2m tmpfs "$1"'
    found = own_disk(how, ground.small, tmp_path, ground.__name__)
    assert found == ["{'disk': ('red', 'full')}"]


def test_a_disk_that_can_only_be_read_is_red(tmp_path: Path) -> None:
    how = 'mount --bind "$1" "$1" && mount -o remount,bind,ro "$1"'
    found = own_disk(how, ground.closed, tmp_path, ground.__name__)
    assert found == ["{'disk': ('red', 'failed')}"]


async def test_a_store_that_is_no_folder_is_red(ready: Subject, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert await not_green(replace(ready, store=tmp_path / "file")) == {"disk": ("red", "failed")}


@pytest.mark.parametrize(
    ("takes", "found"), [(0.01, {}), (0.3, {"disk": ("amber", "slow")}), (2, {"disk": "red"})]
)
async def test_a_slow_disk_is_told(ready: Subject, takes: float, found: dict[str, object]) -> None:
    subject = replace(ready, clock=Ticking(takes))
    light = await CHECKS["disk"](subject)
    if not found:
        assert light.colour == "green"
    elif takes < 1:
        assert (light.colour, light.code) == ("amber", "slow")
    else:
        assert (light.colour, light.code) == ("red", "too_slow")
    assert light.values["took"] == round(takes * 1000)


async def test_little_room_is_amber(ready: Subject, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(ready.store)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=200_000_000))
    assert await not_green(ready) == {"disk": ("amber", "little")}


# Clock


async def test_a_clock_that_fell_back_is_red(ready: Subject) -> None:
    long_ago = FixedClock(datetime(1970, 1, 1, tzinfo=UTC))
    assert await not_green(replace(ready, clock=long_ago)) == {"clock": ("red", "behind")}


async def test_a_clock_before_the_last_exercise_is_red(ready: Subject) -> None:
    yesterday = FixedClock(NOW - timedelta(days=3))
    subject = replace(ready, clock=yesterday)
    assert await not_green(subject) == {"clock": ("red", "before_the_last")}
    assert (await lit(subject))["clock"].values["exercise"] == "one"


async def test_a_clock_that_jumps_is_red(ready: Subject) -> None:
    class Jumping(FixedClock):
        looks = 0

        def now(self) -> datetime:
            self.looks += 1
            return super().now() + timedelta(seconds=5 * self.looks)

    assert await not_green(replace(ready, clock=Jumping(NOW))) == {"clock": ("red", "uneven")}


# Backup


async def test_a_broken_backup_is_red(ready: Subject) -> None:
    assert ready.backups is not None
    (file,) = ready.backups.glob("*.simulacro")
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 0xFF
    file.write_bytes(content)
    assert await not_green(ready) == {"backup": ("red", "broken")}
    assert [f.name for f in ready.backups.iterdir()] == [file.name]


async def test_a_folder_of_backups_that_is_none_is_red(ready: Subject, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    subject = replace(ready, backups=tmp_path / "file")
    assert await not_green(subject) == {"backup": ("red", "closed")}


async def test_no_backups_are_amber_only_where_something_is_kept(
    ready: Subject, tmp_path: Path
) -> None:
    assert await not_green(replace(ready, backups=None)) == {"backup": ("amber", "off")}
    none = replace(ready, backups=tmp_path / "none")
    assert await not_green(none) == {"backup": ("amber", "none")}
    assert await not_green(replace(none, store=tmp_path / "new")) == {}


# Network


async def test_no_address_is_red_and_nobody_can_come(ready: Subject) -> None:
    found = await not_green(replace(ready, network=Lan(found=())))
    assert found == {"address": ("red", "none"), "device": ("amber", "no_way")}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("10.0.0.4", {}),
        ("169.254.7.7", {"address": ("red", "unassigned")}),
        ("203.0.113.5", {}),
        ("8.8.4.4", {"address": ("amber", "public")}),
    ],
)
async def test_an_address_is_judged(
    ready: Subject, address: str, found: dict[str, tuple[str, str]]
) -> None:
    assert await not_green(replace(ready, network=Lan(found=(address,)))) == found


async def test_a_port_that_was_asked_for_and_is_taken_is_red(ready: Subject) -> None:
    network = Lan(taken=frozenset({9000}))
    found = await not_green(replace(ready, network=network, wanted=9000))
    assert found == {"port": ("red", "taken")}


async def test_a_port_that_the_user_may_not_have_is_not_called_taken(ready: Subject) -> None:
    network = Lan(forbidden=frozenset({80}))
    found = await not_green(replace(ready, network=network, wanted=80))
    assert found == {"port": ("red", "forbidden")}


async def test_a_usual_port_that_is_taken_is_amber(ready: Subject) -> None:
    subject = replace(ready, network=Lan(taken=frozenset({8075})))
    assert await not_green(subject) == {"port": ("amber", "another")}
    assert (await lit(subject))["port"].values["found"] == 8076


async def test_no_port_at_all_is_red(ready: Subject) -> None:
    network = Lan(taken=frozenset(range(8075, 8080)))
    found = await not_green(replace(ready, network=network))
    assert found == {"port": ("red", "none_free"), "device": ("amber", "no_way")}


@pytest.mark.parametrize(("wanted", "code"), [(8075, "ours"), (None, "beside_ours")])
async def test_our_own_server_is_no_stranger(ready: Subject, wanted: int | None, code: str) -> None:
    subject = replace(ready, network=Lan(ours={8075: "one"}), wanted=wanted)
    assert await not_green(subject) == {}
    assert (await lit(subject))["port"].code == code


async def test_that_no_device_came_is_red(ready: Subject) -> None:
    found = await not_green(replace(ready, network=Lan(comes=None)))
    assert found == {"device": ("red", "nobody")}


async def test_that_nobody_tried_is_amber(ready: Subject) -> None:
    assert await not_green(replace(ready, waits=False)) == {"device": ("amber", "not_tried")}


async def test_who_comes_is_named(ready: Subject) -> None:
    light = (await lit(ready))["device"]
    assert (light.values["device"], light.values["address"]) == (PHONE.device, PHONE.address)


async def test_at_one_table_no_network_is_needed(ready: Subject) -> None:
    subject = replace(ready, lan=False, network=Lan(found=(), comes=None))
    assert await not_green(subject) == {}
