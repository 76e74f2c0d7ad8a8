"""Slips of the pen that YAML takes for something else: sentences cut, made mappings, refused."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from yaml import MarkedYAMLError, YAMLError

from simulator.content.marks import Data, Found, Node, Places, offsets

BRACED = re.compile(r"\{[^{},:\n]+\}")
TEXT_AFTER_COLON = re.compile(r":\s+\S")
UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]",
)
SHOWN = 200
NOT_IN_NUMBERS = frozenset("'\"|>:[]{},")
OPENING = {'"': '"', "'": "'", "]": "[", "}": "{"}

Slip = tuple[str, dict[str, object]]
"""A code and its values."""


def looks_like_sentence(key: str) -> bool:
    """Whether a key is rather the beginning of a sentence that has a colon in it."""
    return any(sign.isspace() for sign in key) or key[:1].isupper()


# --- In what was read ---


def merge_keys(text: str, places: Places) -> Iterator[Found]:
    """The keys that YAML 1.1 merges other mappings by."""
    for at in offsets(text, "<<"):
        node = places.last_before(at)
        if node and node.start == at and node.is_key and node.value == "<<":
            yield Found("merge_key", at, {"key": "<<"}, node.path)


def cut_texts(text: str, blocks: Sequence[tuple[int, int]], places: Places) -> Iterator[Found]:
    """Texts that end at a ` #3`, which begins a comment; before a comment meant as one is `# `."""
    at = text.find("#")
    while at >= 0:
        end = at + 1
        block = bisect_right(blocks, (at, 0)) - 1
        if block >= 0 and at < blocks[block][1]:
            end = blocks[block][1]
        elif _may_cut(text, at) and (node := places.last_before(at)):
            end = max(end, node.end - 1)  # only the first after a text can have cut it
            if _ends_at(node, text[node.start : at].rstrip(" \t")):
                cut = text[at : at + SHOWN].partition("\n")[0]
                yield Found("text_cut_by_comment", at, {"cut": cut}, node.path)
        at = text.find("#", end)


def _may_cut(text: str, at: int) -> bool:
    """Whether a number sign stands behind text and a blank, and before no blank."""
    if not text[at + 1 : at + 2].strip() or not text[at - 1 : at].isspace():
        return False
    return text[max(0, at - 1000) : at].rstrip(" \t")[-1:] not in ("", "\n")


def _ends_at(node: Node, written: str) -> bool:
    """Whether what was written up to a number sign is just this node's plain scalar."""
    if isinstance(node.value, list | dict):
        return False
    if not isinstance(node.value, str):
        return NOT_IN_NUMBERS.isdisjoint(written)
    return "".join(written.split()) == "".join(node.value.split())


def in_mapping(
    text: str, start: int, pair: tuple[str, Data], *, flow: bool, listed: bool
) -> Slip | None:
    """What a mapping of one key may have been meant for: `- Who leads : the CSIRT`, `{utility}`."""
    key, value = pair
    if flow:
        braced = value is None and BRACED.match(text, start)
        return ("text_began_with_brace", {"char": "{"}) if braced else None
    if not listed or isinstance(value, list | dict) or text[start] in "'\"":
        return None
    if text.startswith("? ", start):
        return "text_began_with_mark", {"char": "?"}
    blank_before_colon = text[start + len(key) : start + len(key) + 1].isspace()
    if blank_before_colon or any(sign.isspace() for sign in key):
        return "text_became_mapping", {"key": key}
    return None


def in_sequence(text: str, start: int, items: list[Data]) -> Slip | None:
    """What a list of one text in a list may have been meant for: `- [DRAFT]`."""
    if len(items) == 1 and isinstance(items[0], str) and text.startswith("- [", start - 2):
        return "text_began_with_mark", {"char": "["}
    return None


# --- In what could not be read ---

BEGINNINGS = "an anchor", "an alias", "a tag", "a directive", "a block scalar"
UNPRINTABLE_FOUND = "unprintable"


@dataclass(frozen=True, slots=True)
class Refusal:
    """What libyaml says of a text it stops in: its words, where it stopped, what it was reading."""

    text: str
    problem: str
    context: str
    at: int
    began: int

    @property
    def sign(self) -> str:
        """The sign at which it stopped."""
        return self.text[self.at : self.at + 1]


Answer = tuple[str, str, int]
"""A code, the sign that led to it, and its place."""


def refusal_of(text: str, error: YAMLError | UnicodeError) -> Refusal:
    """What libyaml says in an error; one of its decoder has no place, so the sign is searched."""
    if not isinstance(error, MarkedYAMLError):
        sign = UNPRINTABLE.search(text)
        at = sign.start() if sign else 0
        return Refusal(text, UNPRINTABLE_FOUND, "", at, at)
    at = error.problem_mark.index if error.problem_mark else 0
    began = error.context_mark.index if error.context_mark else at
    return Refusal(text, str(error.problem), str(error.context), at, began)


def unread(refusal: Refusal, places: Places) -> Found:
    """Why a text is no YAML: what its author did, wherever that can be told."""
    for explain in EXPLANATIONS:
        answer = explain(refusal, places)
        if answer:
            code, char, place = answer
            return Found(code, place, {"char": char})
    return Found("not_yaml", refusal.at, {"problem": refusal.problem})


def _unprintable(refusal: Refusal, _: Places) -> Answer | None:
    if refusal.problem != UNPRINTABLE_FOUND:
        return None
    return "not_printable", f"U+{ord(refusal.sign or ' '):04X}", refusal.at


def _tab(refusal: Refusal, _: Places) -> Answer | None:
    stopped = refusal.problem == "found character that cannot start any token"
    if "a tab character" in refusal.problem or (stopped and refusal.sign == "\t"):
        return "tabs", "\t", refusal.at
    return None


def _beginning(refusal: Refusal, _: Places) -> Answer | None:
    """A text that begins with a sign that means something to YAML: `@all`, `*bold*`, `> 50 %`."""
    place = None
    if refusal.problem == "found character that cannot start any token":
        place = refusal.at
    elif refusal.context.endswith(BEGINNINGS) and refusal.problem.startswith(("did", "could")):
        place = refusal.began
    elif refusal.problem.endswith(("expected node content", "are not allowed in this context")):
        place = refusal.at if refusal.sign in tuple("]},?-") else None
    if place is None:
        return None
    return "text_began_with_mark", refusal.text[place : place + 1], place


def _not_closed(refusal: Refusal, _: Places) -> Answer | None:
    sign = refusal.text[refusal.began : refusal.began + 1]
    if refusal.context.endswith("a quoted scalar") and refusal.problem.endswith("end of stream"):
        return "quote_not_closed", sign, refusal.began
    if refusal.problem.startswith("did not find expected ','"):
        return "bracket_not_closed", sign, refusal.began
    return None


def _colon(refusal: Refusal, _: Places) -> Answer | None:
    """A second colon in one line: `body: The plan says: tell the CSIRT`."""
    before = refusal.text[: refusal.at].rpartition("\n")[2]
    refused = refusal.problem.startswith("mapping values are not allowed")
    if refused and TEXT_AFTER_COLON.search(before):
        return "colon_in_text", ":", refusal.at
    return None


def _more_behind(refusal: Refusal, places: Places) -> Answer | None:
    """More behind what YAML took for the whole: `[DRAFT] text`, `"Stop" he said`, `*bold text`."""
    if not refusal.problem.endswith(("expected '-' indicator", "expected key")):
        return None
    text = refusal.text
    before = text[max(0, refusal.at - 1000) : refusal.at].rstrip(" \t")
    opening = OPENING.get(before[-1:], "*")
    last = places.last_before(refusal.at)
    path = last.path if last else ()
    for start in (places.offset(path[:length]) for length in range(len(path) + 1)):
        if text[start] == opening and (opening != "*" or "\n" not in text[start : refusal.at]):
            code = "text_began_with_brace" if opening == "{" else "text_began_with_mark"
            return code, opening, start
    return None


EXPLANATIONS: tuple[Callable[[Refusal, Places], Answer | None], ...] = (
    _unprintable,
    _tab,
    _beginning,
    _not_closed,
    _colon,
    _more_behind,
)
