"""The project's files speak of the product alone: no path of a builder's machine is in them."""

from __future__ import annotations

import re

import pytest

from tests.docs.tree import ROOT, tracked

FOLDERS = ("work", "root", "tmp/bash_jobs", "opt/pypi")
MACHINE_PATH = re.compile(r"(?<![\w./-])/(?:" + "|".join(FOLDERS) + r")(?![\w-])")


def machine_paths(text: str) -> list[str]:
    """The lines, with their numbers, in which a path of a builder's machine stands."""
    lines = enumerate(text.splitlines(), 1)
    return [f"{number} {line.strip()}" for number, line in lines if MACHINE_PATH.search(line)]


def test_no_file_mentions_a_path_of_a_machine() -> None:
    faults = [
        f"{path}:{fault}"
        for path in tracked()
        for fault in machine_paths((ROOT / path).read_text("utf-8", errors="replace"))
    ]
    assert faults == []


@pytest.mark.parametrize("folder", FOLDERS)
@pytest.mark.parametrize("around", ["{}", "{}/main/x.py", "see `{}/a`", "--out={}/a", '"{}"'])
def test_a_path_of_a_machine_is_found(folder: str, around: str) -> None:
    assert machine_paths("first\n" + around.format(f"/{folder}")) != []


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/work/plan",
        "../work/plan",
        "home/root/x",
        "and/or, work/root",
        "/workshop/a",
        "/rooted",
        "/tmp/exercise",
    ],
)
def test_other_paths_pass(text: str) -> None:
    assert machine_paths(text) == []
