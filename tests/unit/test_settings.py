"""Settings: a flag, else the environment, else a file, else the default; each says which."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulator.cli import main
from simulator.cli.running import interface_language
from simulator.domain.errors import UsageError
from simulator.settings import (
    Setting,
    backups_folder,
    keymap,
    settings,
    store_folder,
    theme,
)

VARIABLES = (
    "SIMULACRO_STORE",
    "SIMULACRO_LANGUAGE",
    "SIMULACRO_BACKUPS",
    "LANG",
    "XDG_DATA_HOME",
    "XDG_CONFIG_HOME",
    "XDG_STATE_HOME",
)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user who has set nothing, in an empty folder."""
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path


def of(name: str, flag: str | None = None) -> Setting:
    return next(each for each in settings({name: flag}) if each.name == name)


def test_where_nothing_is_said_the_default_holds(home: Path) -> None:
    store = home / ".local" / "share" / "simulacro" / "exercises"
    assert of("store") == Setting("store", str(store), "default")
    assert of("language") == Setting("language", "en", "default")
    assert store_folder() == store


def test_the_users_own_file_comes_before_the_default(home: Path) -> None:
    file = home / ".config" / "simulacro" / "simulacro.toml"
    file.parent.mkdir(parents=True)
    file.write_text('store = "kept"\nlanguage = "es"\n')
    assert of("store") == Setting("store", str(file.parent / "kept"), "file", str(file))
    assert interface_language() == "es"


def test_the_file_of_the_folder_comes_before_the_users(home: Path) -> None:
    test_the_users_own_file_comes_before_the_default(home)
    Path("simulacro.toml").write_text('store = "~/mine"\n')
    assert store_folder() == home / "mine"
    assert of("language").source == "default"


def test_the_environment_comes_before_the_file(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("simulacro.toml").write_text('store = "kept"\nlanguage = "es"\n')
    monkeypatch.setenv("SIMULACRO_STORE", "/elsewhere")
    monkeypatch.setenv("SIMULACRO_LANGUAGE", "en")
    assert of("store") == Setting("store", "/elsewhere", "environment", "SIMULACRO_STORE")
    assert interface_language() == "en"


def test_the_flag_comes_before_all(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SIMULACRO_STORE", "/elsewhere")
    assert of("store", "here") == Setting("store", "here", "flag", "--store")
    assert store_folder("here") == Path("here")


def test_backups_lie_beside_the_exercises_unless_said_otherwise(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = Path("/kept")
    assert backups_folder(store) == store / "backups"
    Path("simulacro.toml").write_text('backups = "stick"\n')
    assert backups_folder(store) == Path("stick")
    Path("simulacro.toml").write_text('backups = "off"\n')
    assert backups_folder(store) is None
    monkeypatch.setenv("SIMULACRO_BACKUPS", "/media/stick")
    assert backups_folder(store) == Path("/media/stick")
    assert of("backups").source == "environment"
    assert backups_folder(store, "off") is None
    assert backups_folder(store, "here") == Path("here")


def test_the_systems_language_is_that_of_messages_where_none_is_set(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "es_ES.UTF-8")
    assert of("language") == Setting("language", "es_ES.UTF-8", "environment", "LANG")
    assert interface_language() == "es"
    Path("simulacro.toml").write_text('language = "en"\n')
    assert interface_language() == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("store = ", "config_unreadable"),
        ("\xff", "config_unreadable"),
        ('shop = "x"', "config_unknown"),
        ("store = 1", "config_unknown"),
    ],
)
def test_a_file_that_is_wrong_is_told_and_sets_no_language(
    home: Path, text: str, code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("simulacro.toml").write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=code):
        store_folder()
    assert interface_language() == "en"
    assert main(["config", "show"]) == 2
    assert "simulacro.toml" in capsys.readouterr().err


def test_what_is_secret_is_masked() -> None:
    address = "postgresql://simulacro:s3cret@db.example.org:5432/exercises"
    shown = Setting("store", address, "flag").shown
    assert shown == "postgresql://simulacro:***@db.example.org:5432/exercises"
    assert Setting("store", "/a/b:c@d", "flag").shown == "/a/b:c@d"


def test_config_shows_every_setting_and_where_it_comes_from(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("simulacro.toml").write_text('language = "en"\n')
    assert main(["config", "show", "--store", "here"]) == 0
    store, language, look, backups = capsys.readouterr().out.splitlines()
    assert store == "store     here  (given: --store)"
    assert language == "language  en  (file: simulacro.toml)"
    assert look == "theme     dark  (default)"
    assert backups == "backups   here/backups  (default)"
    monkeypatch.setenv("SIMULACRO_STORE", "postgresql://me:s3cret@db.example.org/x")
    assert main(["config", "show", "--json"]) == 0
    said = capsys.readouterr().out
    assert '"source": "environment"' in said
    assert "s3cret" not in said


def test_keys_and_theme_of_the_full_screen_are_set_in_the_file(home: Path) -> None:
    Path("simulacro.toml").write_text('theme = "light"\n[keys]\nrelease = "f5"\n')
    assert theme() == "light"
    assert keymap() == {"release": "f5"}
    assert of("keys.release") == Setting("keys.release", "f5", "file", "simulacro.toml")


def test_a_key_that_is_no_text_is_told(home: Path) -> None:
    Path("simulacro.toml").write_text("[keys]\nrelease = 5\n")
    with pytest.raises(UsageError) as wrong:
        keymap()
    assert wrong.value.values["name"] == "keys.release"
