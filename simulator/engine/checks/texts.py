"""What players read: its length, words said twice, words meant for the staff (TTX114 to TTX116)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from simulator.engine.checks.base import At, warning
from simulator.engine.checks.subject import Subject
from simulator.engine.checks.words import Text

SCREEN = 1500
"""Characters that a phone shows in about three screens; a document may be longer."""
LONG_CHANNELS = frozenset({"document"})
WORTH_COMPARING = 40
"""Shorter texts may well be the same."""

KEYWORDS = (
    "facilitat",
    "facilitad",
    "inject",
    "inyecto",
    "expected action",
    "esperada",
    "player",
    "participant",
    "jugador",
    "listen for",
    "red flag",
    "hint",
    "move on",
    "delivery",
    "pista",
    "escuchar",
    "señales de alarma",
)
"""Whatever the pattern below finds has one of these; looking for them first is quick."""

FOR_STAFF = re.compile(
    r"""
    \b facilitat(?: ors? | eurs? | rices? ) \b
  | \b facilitador(?: a | as | es )? \b
  | \b (?: this | the | next | previous | each | an ) \s+ injects? \b
  | \b inject \s+ (?: \# | no\. )? \s* \d+ \b
  | \b (?: este | el | del | al | próximo | siguiente | cada ) \s+ (?: inject | inyecto )s? \b
  | \b expected \s+ actions? \b
  | \b acci(?: ón | ones ) \s+ esperadas? \b
  | \b (?: do \s+ not | don['’]t | never ) \s+ (?: tell | show | reveal | read ) \b [^.!?\n]{0,40}
    \b (?: players? | participants? ) \b
  | \b no \s+ (?: decir | mostrar | revelar | leer | entregar ) (?: lo | la | los | las )? \b
    [^.!?\n]{0,40} \b (?: jugador | participante )(?: a | as | es | s )? \b
  | ^ \W* (?: listen \s+ for | red \s+ flags? | hints? | move \s+ on | delivery | pistas?
    | escuchar \s+ si | señales \s+ de \s+ alarma ) \s* :
    """,  # noqa: RUF001
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
"""Words by which notes for the staff are known, in English, Spanish and their neighbours."""


@warning("TTX114")
def too_long(subject: Subject) -> Iterator[At]:
    """A text that is more than a phone shows at a glance."""
    for place, inject in enumerate(subject.scenario.injects):
        if inject.channel in LONG_CHANNELS:
            continue
        if len(inject.body) > SCREEN:
            told = {"id": inject.id, "length": len(inject.body), "limit": SCREEN}
            yield At(("injects", place, "body"), told)
        for at, version in enumerate(inject.versions):
            if len(version.body) > SCREEN:
                told = {"id": inject.id, "length": len(version.body), "limit": SCREEN}
                yield At(("injects", place, "versions", at, "body"), told)


@warning("TTX115")
def same_words(subject: Subject) -> Iterator[At]:
    """Two injects with the same text."""
    first: dict[str, str] = {}
    for place, inject in enumerate(subject.scenario.injects):
        if len(inject.body) < WORTH_COMPARING:
            continue
        other = first.setdefault(inject.body, inject.id)
        if other != inject.id:
            yield At(("injects", place, "body"), {"id": inject.id, "other": other})


@warning("TTX116")
def for_the_staff(subject: Subject) -> Iterator[At]:
    """Words meant for the staff where players read them; briefs may name the facilitator."""
    for text in subject.texts.having(words=KEYWORDS):
        if found := control_words(text):
            yield At(text.path, {"words": " ".join(found.split())})


def control_words(text: Text) -> str | None:
    """The first words of a text that are meant for the staff."""
    for found in FOR_STAFF.finditer(text.text):
        if not (text.is_brief and found[0].lower().startswith("facilita")):
            return found[0]
    return None
