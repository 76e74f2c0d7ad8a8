"""The project's own files, as the version control knows them."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def tracked() -> Iterator[Path]:
    """Every tracked file, from the project's root; skips the test where there is no repository."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a repository: which files are the project's is not known")
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    paths = (Path(name) for name in listed.stdout.split("\0") if name)
    return (path for path in paths if (ROOT / path).is_file())
