"""How the console looks: light, dark, high contrast, and fit for the colour-blind.

No meaning hangs on colour alone; where there is none (`NO_COLOR`) everything still reads.
"""

from __future__ import annotations

from textual.theme import Theme

from simulator.domain.errors import UsageError

DARK = Theme(
    name="dark",
    primary="#5aa9e6",
    secondary="#8fb8de",
    accent="#f2b84b",
    warning="#f2b84b",
    error="#ff8a80",
    success="#7bd88f",
    foreground="#e8eaed",
    background="#12161c",
    surface="#1a2028",
    panel="#232b35",
    dark=True,
)
LIGHT = Theme(
    name="light",
    primary="#0b5394",
    secondary="#37648f",
    accent="#8a5300",
    warning="#8a5300",
    error="#a61b1b",
    success="#1e6b34",
    foreground="#1b1f24",
    background="#f7f7f5",
    surface="#ffffff",
    panel="#e6e8eb",
    dark=False,
)
CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#ffffff",
    accent="#00ffff",
    warning="#ffff00",
    error="#ff9999",
    success="#66ff66",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#202020",
    dark=True,
)
COLOUR_BLIND = Theme(
    name="colour-blind",
    primary="#56b4e9",
    secondary="#d58bb4",
    accent="#e69f00",
    warning="#e69f00",
    error="#f0a07a",
    success="#56b4e9",
    foreground="#f2f2f2",
    background="#101418",
    surface="#182028",
    panel="#222c36",
    dark=True,
)
"""Blue and orange instead of green and red (Okabe and Ito's palette)."""
THEMES = (DARK, LIGHT, CONTRAST, COLOUR_BLIND)
DEFAULT = DARK.name


def known_theme(name: str | None) -> str:
    """The theme of this name; without one, the first. Raises `UsageError`."""
    names = [theme.name for theme in THEMES]
    if name is not None and name not in names:
        raise UsageError("unknown_theme", theme=name, known=", ".join(names))
    return name or DEFAULT
