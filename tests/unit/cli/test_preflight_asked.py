"""What `simulacro preflight` is told: a port that may not be had, and values of placeholders."""

from __future__ import annotations

import errno
import json
import os
import socket
from pathlib import Path
from typing import Any

import pytest

from simulator.cli import GOOD, NOT_DONE, NOT_GOOD, main
from simulator.domain.errors import UsageError
from simulator.web import serving
from tests.ports import own_port
from tests.unit.ops.ground import SCENARIO, a_case

FOR_ADMINISTRATORS = 80


class Guarded(socket.socket):
    """What a plain user gets of the system: no port below 1024, whoever runs the test."""

    def bind(self, address: Any) -> None:
        """Bind, unless it is kept for administrators."""
        if 0 < address[1] < 1024:
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        super().bind(address)


@pytest.fixture
def plain_user(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket, "socket", Guarded)


@pytest.fixture
def case(store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A scenario with nothing wrong; its file."""
    monkeypatch.setenv("COLUMNS", "400")
    monkeypatch.delenv("SIMULACRO_BACKUPS", raising=False)
    return a_case(tmp_path / "here")


@pytest.mark.usefixtures("plain_user")
def test_a_port_for_administrators_is_not_said_to_be_taken(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It said that another program had port 80, and sent people to look for it."""
    port = str(FOR_ADMINISTRATORS)
    assert main(["preflight", "scenarios/case", "--no-lan", "--port", port]) == NOT_GOOD
    said = capsys.readouterr().out
    assert f"{port} may not be used by you" in said
    assert "Name a port above 1023 with --port." in said
    assert "taken" not in said


@pytest.mark.usefixtures("plain_user")
def test_a_server_says_so_too() -> None:
    with pytest.raises(UsageError) as refused:
        serving.listening(lan=False, port=FOR_ADMINISTRATORS)
    assert refused.value.code == "port_forbidden"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(UsageError) as refused:
            serving.listening(lan=False, port=other.getsockname()[1])
    assert refused.value.code == "port_taken"


def test_values_of_placeholders_are_taken_as_run_takes_them(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It knew no `--set`, and looked at another story than `run` played."""
    needs = SCENARIO.replace("title: Case\n", "title: Case\nvalues: {site: news.example}\n")
    a_case(case.parents[2], needs.replace("A reporter calls.", "'It stands on {site}.'"))
    asked = ["preflight", "scenarios/case", "--no-lan", "--format", "json"]
    asked += ["--port", str(own_port())]
    for given, code in (([], "right"), (["--set", "site=www.google.com"], "warned")):
        assert main([*asked, *given]) == GOOD
        found = {each["check"]: each for each in json.loads(capsys.readouterr().out)["checks"]}
        assert found["scenario"]["code"] == code
    assert main([*asked, "--set", "town=Talca"]) == NOT_DONE
    assert main([*asked, "--set", "site"]) == NOT_DONE
