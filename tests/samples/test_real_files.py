"""Every real file goes through its importer; what comes out has no error, and losses are exact."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli import GOOD, NOT_DONE, main

CACAO = {
    "cacao-cosai/01-detect_ai_training_data_poisoning.json": (35, 47),
    "cacao-cosai/05-ssrf-based_metadata_credential_abuse_in_cloud_infrastructure.json": (50, 53),
    "cacao-oasis/basic-example-1.json": (21, 28),
    "cacao-soarca/http-playbook.json": (32, 41),
    "cacao-soarca/manual-playbook.json": (31, 49),
}
NO_PLAYBOOK = "cacao-oasis/identity-object.json"
REACT = {
    "react/RP_0001_phishing_email.yml": (172, 187),
    "react-stages/RS0001.yml": (179, 323),
    "react-stages/RS0002.yml": (106, 201),
    "react-stages/RS0003.yml": (64, 93),
    "react-stages/RS0004.yml": (11, 21),
    "react-stages/RS0005.yml": (34, 51),
    "react-stages/RS0006.yml": (3, 3),
}
"""File → leaf values carried over, and all of them."""
SCENARIO = "scenarios-machine/icebergttx/ransomware_response.json"


@pytest.fixture(autouse=True)
def _in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")


def playbooks(samples: Path) -> Path:
    return samples / "playbooks-machine"


def carried(format_: str, file: Path, out: Path, capsys: pytest.CaptureFixture[str]) -> str:
    """Import a file, which must leave no error; the last line but those of the check."""
    capsys.readouterr()
    assert main(["import", format_, str(file), "--out", str(out)]) == GOOD
    lines = capsys.readouterr().out.splitlines()
    return next(line for line in lines if line.startswith("Carried over "))


def said(values: tuple[int, int]) -> str:
    return (
        f"Carried over {values[0]} of {values[1]} leaf values ({values[0] * 100 // values[1]} %)."
    )


@pytest.mark.parametrize("file", CACAO)
def test_a_cacao_playbook(
    file: str, samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert carried("cacao", playbooks(samples) / file, tmp_path, capsys) == said(CACAO[file])


def test_a_cacao_object_that_is_no_playbook(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = playbooks(samples) / NO_PLAYBOOK
    assert main(["import", "cacao", str(file), "--out", str(tmp_path)]) == NOT_DONE
    assert "it is an object of type identity" in capsys.readouterr().err


@pytest.mark.parametrize("file", REACT)
def test_a_react_playbook_or_stage(
    file: str, samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert carried("react", playbooks(samples) / file, tmp_path, capsys) == said(REACT[file])


def test_every_react_action(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = sorted((playbooks(samples) / "react-actions").glob("*.yml"))
    shares = [carried("react", file, tmp_path, capsys).split() for file in files]
    assert len(list(tmp_path.glob("*.yaml"))) == len(files) == 72
    assert (sum(int(s[2]) for s in shares), sum(int(s[4]) for s in shares)) == (379, 674)


def test_the_icebergttx_scenario(
    samples: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert carried("icebergttx", samples / SCENARIO, tmp_path, capsys) == said((84, 85))


def test_no_cacao_or_react_file_is_left_out(samples: Path) -> None:
    folder = playbooks(samples)
    found = {
        f"{p.parent.name}/{p.name}" for p in folder.glob("*/*") if p.suffix in (".json", ".yml")
    }
    actions = {name for name in found if name.startswith("react-actions/")}
    assert found - actions == {*CACAO, *REACT, NO_PLAYBOOK}
