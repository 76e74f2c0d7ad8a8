"""What the tests of commands about kept exercises share."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty store in an empty home, spoken of in English; commands run beside it."""
    for name in ("SIMULACRO_STORE", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("SIMULACRO_STORE", str(tmp_path / "store"))
    return tmp_path / "store"
