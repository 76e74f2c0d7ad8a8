"""Settings: flags, the environment, a TOML file and defaults, the first that says something.

`simulacro.toml` is read in the folder one works in, else in the user's configuration folder.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from simulator.domain.errors import UsageError

FILE = "simulacro.toml"
BACKUPS, OFF = "backups", "off"
"""The folder of backups below the store's, unless another is set; and what sets none."""
KEYS = "keys."
"""Before the name of an action of the full screen, for the key that somebody wants for it."""
Source = Literal["flag", "environment", "file", "default"]
_PASSWORD = re.compile(r"(?<=://)([^/@:]*):[^/@]*(?=@)")


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting as it stands."""

    name: str
    value: str
    source: Source
    where: str = ""
    """The variable or the file that it comes from."""

    @property
    def shown(self) -> str:
        """The value as anybody may see it: the password in an address is masked."""
        return _PASSWORD.sub(r"\1:***", self.value)


def settings(flags: Mapping[str, str | None] | None = None) -> tuple[Setting, ...]:
    """Every setting; `flags` are those given on the command line. Raises `UsageError`."""
    file, values = _file()
    given = flags or {}
    found = {name: _setting(name, given.get(name), file, values) for name in _DECLARED}
    if not found[BACKUPS].value and "://" not in (store := found["store"].value):
        beside = str(Path(store) / BACKUPS)
        found[BACKUPS] = replace(found[BACKUPS], value=beside)
    keys = (Setting(n, value, "file", str(file)) for n, value in values.items() if KEYS in n)
    return (*found.values(), *keys)


def store_folder(given: str | None = None) -> Path:
    """The folder of exercises: `--store`, `SIMULACRO_STORE`, the file's, the user's data folder."""
    return Path(_setting("store", given, *_file()).value)


def backups_folder(store: Path, given: str | None = None) -> Path | None:
    """Where backups are made by themselves, of a store: `--backups`, `SIMULACRO_BACKUPS`, the
    file's, the folder below the store's; none where they are off. Raises `UsageError`.
    """
    found = _setting(BACKUPS, given, *_file()).value
    return None if found == OFF else Path(found) if found else store / BACKUPS


def language() -> str:
    """What the language of messages is set to; a file that cannot be read sets nothing."""
    try:
        file, values = _file()
    except UsageError:
        file, values = None, {}
    return _setting("language", None, file, values).value


def theme() -> str:
    """How the full screen looks. Raises `UsageError` where the file cannot be read."""
    return _setting("theme", None, *_file()).value


def keymap() -> Mapping[str, str]:
    """Action of the full screen → the key somebody wants for it. Raises `UsageError`."""
    _, values = _file()
    return {name.removeprefix(KEYS): key for name, key in values.items() if KEYS in name}


def faults_file() -> Path:
    """Where faults of ours are written down in full."""
    return state_folder() / "faults.log"


def state_folder() -> Path:
    """Where this machine's user keeps what is neither an exercise nor a setting."""
    return _home("XDG_STATE_HOME", ".local", "state") / "simulacro"


def _setting(name: str, flag: str | None, file: Path | None, values: Mapping[str, str]) -> Setting:
    variable, default = _DECLARED[name]
    if flag:
        return Setting(name, flag, "flag", f"--{name}")
    if found := os.environ.get(variable):
        return Setting(name, found, "environment", variable)
    if name in values:
        return Setting(name, values[name], "file", str(file))
    return default()


def _default_store() -> Setting:
    folder = _home("XDG_DATA_HOME", ".local", "share") / "simulacro" / "exercises"
    return Setting("store", str(folder), "default")


def _default_language() -> Setting:
    if found := os.environ.get("LANG"):
        return Setting("language", found, "environment", "LANG")
    return Setting("language", "en", "default")


_DECLARED: Mapping[str, tuple[str, Callable[[], Setting]]] = {
    "store": ("SIMULACRO_STORE", _default_store),
    "language": ("SIMULACRO_LANGUAGE", _default_language),
    "theme": ("SIMULACRO_THEME", lambda: Setting("theme", "dark", "default")),
    BACKUPS: ("SIMULACRO_BACKUPS", lambda: Setting(BACKUPS, "", "default")),
}
"""Setting → its variable, and what it is where nothing is said."""


def _file() -> tuple[Path | None, Mapping[str, str]]:
    """The TOML file that counts, and what it sets. Raises `UsageError` where it is wrong."""
    user = _home("XDG_CONFIG_HOME", ".config") / "simulacro"
    path = next((p for p in (Path(FILE), user / FILE) if p.is_file()), None)
    return (path, _read(path)) if path else (None, {})


def _read(path: Path) -> Mapping[str, str]:
    import tomllib

    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise UsageError("config_unreadable", file=path, problem=error) from error
    keys = found.pop("keys", {})
    if isinstance(keys, Mapping):
        found |= {f"{KEYS}{action}": key for action, key in keys.items()}
    for name, value in found.items():
        if (name not in _DECLARED and KEYS not in name) or not isinstance(value, str):
            known = ", ".join((*_DECLARED, "[keys]"))
            raise UsageError("config_unknown", file=path, name=name, known=known)
    for name in {"store", BACKUPS} & set(found):
        if "://" not in found[name] and found[name] != OFF:
            found[name] = str(path.parent / Path(found[name]).expanduser())
    return found


def _home(variable: str, *below: str) -> Path:
    """A folder of the user's, as the XDG rules have it."""
    named = os.environ.get(variable)
    return Path(named) if named else Path.home().joinpath(*below)
