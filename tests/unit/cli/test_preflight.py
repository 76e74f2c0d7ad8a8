"""`simulacro preflight`: what is printed, with which code it ends, and who counts as a device."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from simulator.cli import GOOD, NOT_DONE, NOT_GOOD, main
from simulator.cli.lights import Lamp, lines
from simulator.cli.reached import keep_reached, reached_at
from simulator.ops.preflight import CHECKS
from simulator.ops.preflight.base import red
from simulator.web import addresses
from simulator.web.addresses import is_own, lan_addresses
from simulator.web.arrivals import Arrivals
from simulator.web.serving import listening
from tests.docs.tree import ROOT
from tests.ports import own_port
from tests.unit.ops.ground import SCENARIO, SPANISH, a_case


@pytest.fixture
def case(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A scenario with which nothing is wrong, a wide screen, and no taken port."""
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.delenv("SIMULACRO_BACKUPS", raising=False)
    a_case(tmp_path / "here")
    return "scenarios/case"


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    """The lights that were printed as JSON, by their names."""
    found = json.loads(capsys.readouterr().out)
    return {each["check"]: each for each in found["checks"]} | {"": found}


@contextmanager
def another_program() -> Iterator[int]:
    """A port that another program has."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        yield int(taken.getsockname()[1])


# What is printed


def test_each_light_is_a_line_with_sign_word_and_what_was_looked_at(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preflight", case, "--no-lan", "--port", str(own_port())]) == GOOD
    *all_lines, empty, last = capsys.readouterr().out.splitlines()
    found = [line for line in all_lines if not line.startswith(" ")]
    assert [line[:9] for line in found] == ["✓ green  "] * len(CHECKS)
    assert f"{case}: nothing is wrong with it." in found[0]
    assert (empty, last) == ("", "✓ Ready: everything is green.")


def test_red_and_amber_say_what_to_do(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    with another_program() as port:
        code = main(["preflight", case, "--no-lan", "--port", str(port), "--backups", "off"])
    assert code == NOT_GOOD
    found = capsys.readouterr().out.splitlines()
    place = next(n for n, line in enumerate(found) if line.startswith("✗ red"))
    assert found[place].endswith(f"{port} is taken by another program.")
    assert found[place + 1].strip() == "→ End that program, or name another port with --port."
    place = next(n for n, line in enumerate(found) if line.startswith("! amber"))
    assert found[place].endswith("Backups are off.")
    assert found[place + 1].strip().startswith("→ Leave out")
    assert found[-1] == "✗ Not ready. Red: 1, amber: 1, green: 7."


def test_amber_is_good_enough_unless_strict(case: str) -> None:
    amber = ["preflight", case, "--no-lan", "--port", str(own_port()), "--backups", "off"]
    assert main(amber) == GOOD
    assert main([*amber, "--strict"]) == NOT_GOOD


def test_a_scenario_that_is_not_there_cannot_be_looked_at(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["preflight", "nothing-here"]) == NOT_DONE
    assert "There is no scenario nothing-here" in capsys.readouterr().err


def test_json_has_colour_words_and_what_is_to_be_done(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with another_program() as port:
        options = ["--no-lan", "--port", str(port), "--format", "json"]
        assert main(["preflight", case, *options]) == NOT_GOOD
    found = told(capsys)
    assert (found[""]["scenario"], found[""]["colour"]) == (case, "red")
    assert {name: found[name]["colour"] for name in CHECKS} == {
        name: "red" if name == "port" else "green" for name in CHECKS
    }
    assert found["port"]["todo"] == "End that program, or name another port with --port."
    assert found["disk"]["todo"] == ""


def test_a_diagnostic_stands_below_the_light_it_turned(
    case: str, capsys: pytest.CaptureFixture[str]
) -> None:
    a_case(Path(), SCENARIO, SPANISH.replace("title: Primero, ", ""))
    assert main(["preflight", case, "--no-lan"]) == NOT_GOOD
    found = capsys.readouterr().out
    assert "TTX049 1 of 6 texts have no translation" in found
    assert "Mend it; simulacro check names each fault with a hint." in found


def test_it_speaks_spanish(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["preflight", case, "--no-lan", "--language", "es"]) in (GOOD, NOT_GOOD)
    found = capsys.readouterr().out
    assert "✓ verde" in found
    assert "no hay nada mal en él" in found


@pytest.mark.parametrize("columns", [100, 80, 40])
def test_nothing_is_wider_than_the_screen(
    case: str, columns: int, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    main(["preflight", "hospital-ransomware", "--backups", "off"])
    assert max(map(len, capsys.readouterr().out.splitlines())) <= columns


def test_colour_is_an_addition_and_can_be_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    class Screen:
        encoding = "utf-8"

        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out: Any = Screen()
    light = red("none")
    (painted, *_) = lines("address", light, "en", Lamp.of(out), CHECKS)
    monkeypatch.setenv("NO_COLOR", "1")
    (plain, *_) = lines("address", light, "en", Lamp.of(out), CHECKS)
    assert plain.startswith("✗ red ")
    assert "\x1b" not in plain
    assert painted.replace("\x1b[1;31m", "").replace("\x1b[0m", "") == plain != painted
    out.encoding = "latin-1"
    (letters, *_) = lines("address", light, "en", Lamp.of(out), CHECKS)
    assert letters.startswith("x red ")


# Networks


def test_no_address_turns_that_line_red(
    case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_routed", list)
    monkeypatch.setattr(addresses, "_on_cards", lambda: ["127.0.0.1"])
    options = ["--port", str(own_port()), "--format", "json", "--wait", "1"]
    assert main(["preflight", case, *options]) == NOT_GOOD
    found = told(capsys)
    assert [name for name in CHECKS if found[name]["colour"] == "red"] == ["address"]


def test_that_nobody_comes_within_the_wait_turns_that_line_red(
    case: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_routed", lambda: ["192.168.1.5"])
    options = ["--port", str(port := own_port()), "--wait", "1", "--format", "json"]
    assert main(["preflight", case, *options]) == NOT_GOOD
    printed = capsys.readouterr()
    assert f"http://192.168.1.5:{port}/" in printed.err
    found = {each["check"]: each for each in json.loads(printed.out)["checks"]}
    assert [name for name in CHECKS if found[name]["colour"] == "red"] == ["device"]
    assert "client isolation" in found["device"]["todo"]


def test_only_what_can_be_bound_is_this_machines() -> None:
    assert is_own("127.0.0.1")
    assert not is_own("192.0.2.200")
    assert not is_own("not an address")


def test_an_address_that_was_reached_comes_first_while_this_machine_has_it(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(addresses, "_routed", lambda: ["192.168.1.5"])
    monkeypatch.setattr(addresses, "_on_cards", lambda: ["192.168.1.5", "10.0.0.4", "127.0.0.1"])
    monkeypatch.setattr(addresses, "is_own", lambda address: address == "10.0.0.4")
    store.mkdir()
    assert (reached_at(store), lan_addresses(None)) == (None, ("192.168.1.5", "10.0.0.4"))
    keep_reached(store, "10.0.0.4")
    assert lan_addresses(reached_at(store)) == ("10.0.0.4", "192.168.1.5")
    where = listening(lan=True, port=0, first=reached_at(store))
    where.bound.close()
    assert where.urls[0] == f"http://{where.told}/" == f"http://10.0.0.4:{where.port}/"
    keep_reached(store, "10.0.0.99")
    assert lan_addresses(reached_at(store)) == ("192.168.1.5", "10.0.0.4")
    where = listening(lan=True, port=0, first=reached_at(store))
    where.bound.close()
    assert where.told == ""


def test_a_file_that_holds_no_address_is_none(store: Path) -> None:
    store.mkdir()
    (store / "reached-at").write_text("evil.example\n")
    assert reached_at(store) is None


async def opened(
    url: str, device: str, language: str = "en", host: str | None = None
) -> httpx.Response:
    """The page, as one of this machine's own addresses opens it."""
    way = httpx.AsyncHTTPTransport(local_address=device)
    async with httpx.AsyncClient(transport=way, trust_env=False) as client:
        called = {"host": host} if host else {}
        return await client.get(url, headers={"accept-language": language, **called})


async def test_only_another_device_counts() -> None:
    where = listening(lan=False, port=0)
    arrivals = Arrivals(where, own=lambda address: address == "127.0.0.1", linger=0)
    async with arrivals.open():
        same = await opened(where.urls[0], "127.0.0.1")
        assert "own computer" in same.text
        assert not arrivals.came.done()
        strange = await opened(where.urls[0], "127.0.0.2", host="evil.example")
        assert strange.status_code == 421
        assert not arrivals.came.done()
        other = await opened(where.urls[0], "127.0.0.2", "es-UY,es;q=0.9")
        assert "El camino está abierto" in other.text
        assert "127.0.0.2" in other.text
        assert "default-src 'none'" in other.headers["content-security-policy"]
        assert await asyncio.wait_for(arrivals.came, 5) == ("127.0.0.2", "127.0.0.1")
        assert (await opened(f"{where.urls[0]}static/style.css", "127.0.0.2")).status_code == 200


# A device of its own: another network namespace, with a cable to this one's


IN_A_ROOM = """
ip link set lo up
unshare --net sleep 300 & phone=$!
until [ "$(readlink /proc/$phone/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.05; done
for net in 10.9.8 192.168.77; do
    ip link add to$net type veth peer name eth0 netns $phone
    nsenter -t $phone -n ip link set eth0 name at$net
    ip addr add $net.1/24 dev to$net; ip link set to$net up
    nsenter -t $phone -n ip addr add $net.2/24 dev at$net
    nsenter -t $phone -n ip link set at$net up
done
"$1" -m simulator preflight "$2" --wait 120 --format json & flying=$!
nsenter -t $phone -n "$1" -m tests.unit.cli.phone http://192.168.77.1:8075/ >&2
wait $flying
"$1" -m simulator run "$2" --plain --name mine </dev/null >&2
"$1" -m simulator serve mine --lan >"$3" & serving=$!
until grep Address "$3" >&2; do sleep 0.1; kill -0 $serving; done
"$1" -m simulator stop mine >&2
kill $phone
"""


@pytest.mark.slow
def test_a_phone_on_the_second_network_is_named_and_its_way_is_told_from_then_on(
    case: str, store: Path, tmp_path: Path
) -> None:
    """On two networks the first address is not the one that everybody can reach."""
    room = ["unshare", "--user", "--map-root-user", "--net"]
    if not all(map(shutil.which, ("unshare", "nsenter", "ip"))):
        pytest.skip("a network of its own needs unshare, nsenter and ip")
    up = [*room, "ip", "link", "set", "lo", "up"]
    tried = subprocess.run(up, capture_output=True, check=False)
    if tried.returncode:
        pytest.skip(f"this machine makes no network: {tried.stderr.decode().strip()}")
    printed = tmp_path / "printed"
    given = [sys.executable, str(Path(case).absolute()), str(printed)]
    done = subprocess.run(
        [*room, "sh", "-ec", IN_A_ROOM, "sh", *given],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == GOOD, done.stderr
    found = {each["check"]: each for each in json.loads(done.stdout)["checks"]}
    assert found["address"]["found"].startswith("Others are told 10.9.8.1;")
    assert found["device"]["found"].startswith("192.168.77.2 came in by 192.168.77.1;")
    assert reached_at(store) == "192.168.77.1"
    told = [line for line in printed.read_text().splitlines() if line.startswith("Address")]
    assert told[:2] == ["Address: http://192.168.77.1:8075/", "Address: http://10.9.8.1:8075/"]
