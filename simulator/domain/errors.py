"""The errors a person is told about: a code and its values, never a sentence.

SimulatorError            something a person should be told
├── Refused               the rules do not allow this command now
├── NotAllowed            this person may not
├── ContentError          a file is wrong; carries diagnostics
├── UsageError            what was asked for cannot be understood or found
└── StoreError            the log cannot be read or written
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from simulator.domain.diagnostic import Diagnostic


class SimulatorError(Exception):
    """Something a person should be told, as a code and values; interfaces word it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        details = ", ".join(f"{key}={value!r}" for key, value in self.values.items())
        return f"{self.code} ({details})" if details else self.code


class Refused(SimulatorError):
    """The rules of play do not allow this command now."""


class NotAllowed(SimulatorError):
    """This person may not give this command."""


class UsageError(SimulatorError):
    """What was asked for cannot be understood or is not there."""


class StoreError(SimulatorError):
    """The log cannot be read or written."""


class ContentError(SimulatorError):
    """A content file is wrong; the diagnostics say what and where."""

    def __init__(self, diagnostics: tuple[Diagnostic, ...]) -> None:
        super().__init__("content", count=len(diagnostics))
        self.diagnostics = diagnostics
