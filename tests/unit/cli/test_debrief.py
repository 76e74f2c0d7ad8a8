"""`simulacro debrief` writes the report of a kept exercise, in formats and languages asked for."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import pytest

from simulator.cli import main
from simulator.cli.debrief import debrief_of, write_reports
from simulator.domain.debrief import Debrief
from simulator.domain.errors import UsageError
from simulator.stores.sqlite import SqliteLog
from tests.builders import Table
from tests.unit.scoring.response import RIGHT, a_table, done, ended

RUBRIC = """\
schema_version: 1
id: harm-only
title: Only harm
rules: [harm, astrology]
"""


@pytest.fixture
def played() -> Table:
    return ended(done(a_table(), *RIGHT))


@pytest.fixture
def store(tmp_path: Path, played: Table) -> Path:
    """A store that keeps one exercise, called `table`."""

    async def keep() -> None:
        log = SqliteLog(tmp_path / "store")
        async with log.turn("table") as turn:
            await turn.append(played.records)
        await log.close()

    asyncio.run(keep())
    return tmp_path / "store"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_all_formats_are_written_in_the_scenarios_language(tmp_path: Path, played: Table) -> None:
    written = write_reports(played.records, tmp_path / "out")
    assert names(tmp_path / "out") == ["table.en.html", "table.en.md", "table.json"]
    assert sorted(path.name for path in written) == names(tmp_path / "out")


def test_each_language_has_its_files_and_machines_have_one(tmp_path: Path, played: Table) -> None:
    write_reports(played.records, tmp_path, ("md", "json"), ("en", "es"))
    assert names(tmp_path) == ["table.en.md", "table.es.md", "table.json"]


def test_the_json_is_the_debrief(tmp_path: Path, played: Table) -> None:
    write_reports(played.records, tmp_path, ("json",))
    read = json.loads((tmp_path / "table.json").read_text("utf-8"))
    assert Debrief.model_validate(read) == debrief_of(played.records)


def test_the_same_log_gives_the_same_bytes(tmp_path: Path, played: Table) -> None:
    for folder in ("a", "b"):
        write_reports(played.records, tmp_path / folder)
    for name in names(tmp_path / "a"):
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


@pytest.mark.parametrize(
    ("formats", "languages", "code"),
    [(("docx",), None, "unknown_format"), (("md",), ("xx",), "unknown_language")],
)
def test_what_there_is_not_is_told(
    tmp_path: Path, played: Table, formats: tuple[str], languages: tuple[str] | None, code: str
) -> None:
    with pytest.raises(UsageError, match=code):
        write_reports(played.records, tmp_path, formats, languages)
    assert names(tmp_path) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path, played: Table) -> None:
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(UsageError, match="cannot_write"):
        write_reports(played.records, tmp_path / "out")


def test_the_command_says_what_it_wrote(
    tmp_path: Path, store: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["debrief", "table", "--store", str(store), "--out", str(out)]) == 0
    assert capsys.readouterr().out.split() == [
        str(out / name) for name in ("table.en.md", "table.en.html", "table.json")
    ]


def test_another_rubric_may_be_given(tmp_path: Path, store: Path) -> None:
    rubric = tmp_path / "harm-only.yaml"
    rubric.write_text(RUBRIC, encoding="utf-8")
    command = ["debrief", "table", "--store", str(store), "--out", str(tmp_path / "out")]
    assert main([*command, "--rubric", str(rubric), "--format", "md,json"]) == 0
    debrief = Debrief.model_validate_json((tmp_path / "out" / "table.json").read_text("utf-8"))
    assert (debrief.rubric, debrief.rules) == ("harm-only", ("harm",))
    told = (tmp_path / "out" / "table.en.md").read_text("utf-8")
    assert "The rubric asks for “astrology”, which this version does not compute." in told


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["nowhere"], 2),
        (["table", "--format", "docx"], 2),
        (["table", "--language", "xx"], 2),
        ([], 2),
        (["table", "--rubric", "nowhere.yaml"], 2),
    ],
)
def test_the_exit_code_says_what_was_wrong(
    tmp_path: Path, store: Path, arguments: list[str], code: int
) -> None:
    out = str(tmp_path / "out")
    assert main(["debrief", *arguments, "--store", str(store), "--out", out]) == code
