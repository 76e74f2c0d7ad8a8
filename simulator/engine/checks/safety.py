"""Nothing real in the story: addresses, names, networks and hashes that exist (TTX117 to TTX120).

What nobody can own or reach is free: documentation addresses (RFC 5737, RFC 3849, RFC 9637) and
private ones; reserved names (RFC 2606, RFC 6762) and inner ones; AS numbers of RFC 5398 and 6996.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from simulator.engine.checks.base import At, error, warning
from simulator.engine.checks.subject import Subject
from simulator.engine.checks.words import Text

FREE_V4 = tuple(
    IPv4Network(network)
    for network in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",
        "127.0.0.0/8",
        "169.254.0.0/16",
        "172.16.0.0/12",
        "192.0.2.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",
    )
)
ROUTED_V6 = IPv6Network("2000::/3")
FREE_V6 = (IPv6Network("2001:db8::/32"), IPv6Network("3fff::/20"))

FREE_NAMES = frozenset({"example.com", "example.net", "example.org", "example.edu"})
FREE_TOPS = frozenset(
    {
        "example",
        "invalid",
        "test",
        "localhost",
        "local",
        "internal",
        "intranet",
        "lan",
        "home",
        "corp",
        "arpa",
        "onion",
    }
)
FREE_AS = (range(64496, 65536), range(65536, 65552), range(4200000000, 4294967296))
MACHINES = frozenset({400})
"""Numbers after AS that mean a computer."""

V4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?!\w|\.\d)")
V6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
IS_VERSION = re.compile(
    r"(?:\bv|\bver\.?|\bversion|\bversión|\bfirmware|\brelease|\bbuild|\bsection|\bsección|§)\s*\Z",
    re.IGNORECASE,
)
LABEL = r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?"
IN_MAIL_OR_URL = re.compile(
    rf"(?:[\w.+-]@|\b(?:https?|ftp|ssh|sftp|wss?)://(?:[^\s/@]*@)?|\bwww\.)((?:{LABEL}\.)+[a-z]{{2,24}})\b",
    re.IGNORECASE,
)
BARE = re.compile(
    rf"(?<![\w@.:/\\-])((?:{LABEL}\.)+(?:com|net|org|edu|gov|mil|info|biz)(?:\.[a-z]{{2}})?)"
    r"(?![\w@-]|\.\w)"
)
AS_NUMBER = re.compile(r"\b(?:AS|ASN[ :]{0,2})(\d{1,10})\b")
HASH = re.compile(r"(?<![\w-])(?:[0-9a-fA-F]{64}|[0-9a-fA-F]{40}|[0-9a-fA-F]{32})(?![\w-])")
MAYBE_V4 = re.compile(r"\.\d+\.\d+\.\d")
MAYBE_V6 = re.compile(r":[0-9A-Fa-f]{0,4}:")
MAYBE_BARE = re.compile(r"\.(?:com|net|org|edu|gov|mil|info|biz)")
MAYBE_IN_MAIL_OR_URL = ("@", "://", "www.")
MAYBE_NETWORK = re.compile(r"ASN?[ :]{0,2}\d")
"""A part of each that is quick to find."""
VARIED = 8
"""Of how many different signs a real hash has at least."""
LONGEST_PATTERN = 16


@error("TTX117")
def routable_address(subject: Subject) -> Iterator[At]:
    """An address that may belong to somebody."""
    yield from _each(subject.texts.having(MAYBE_V4, MAYBE_V6), addresses, "address")


@warning("TTX118")
def live_name(subject: Subject) -> Iterator[At]:
    """A domain name that somebody may own."""
    maybe = subject.texts.having(MAYBE_BARE, words=MAYBE_IN_MAIL_OR_URL)
    yield from _each(maybe, live_names, "name")


@warning("TTX119")
def assigned_network(subject: Subject) -> Iterator[At]:
    """The number of a network that may be somebody's."""
    yield from _each(subject.texts.having(MAYBE_NETWORK), networks, "number")


@warning("TTX120")
def real_hash(subject: Subject) -> Iterator[At]:
    """What looks like the hash of a real file."""
    yield from _each(subject.texts.having_run("0-9a-fA-F", 32), hashes, "hash")


def _each(texts: Iterable[Text], find: Callable[[str], Iterator[str]], key: str) -> Iterator[At]:
    for text in texts:
        for found in dict.fromkeys(find(text.text)):
            yield At(text.path, {key: found})


def addresses(text: str) -> Iterator[str]:
    """The addresses in a text that are routed on the internet."""
    for found in V4.finditer(text):
        is_version = IS_VERSION.search(text, max(0, found.start() - 12), found.start())
        if not is_version and _is_routed_v4(found[0]):
            yield found[0]
    for found in V6.finditer(text):
        if _is_routed_v6(found[0]):
            yield found[0]


def live_names(text: str) -> Iterator[str]:
    """The domain names in a text that may be somebody's."""
    found = [*IN_MAIL_OR_URL.finditer(text), *BARE.finditer(text)]
    for host in (each[1] for each in found):
        labels = host.lower().split(".")
        if labels[-1] not in FREE_TOPS and ".".join(labels[-2:]) not in FREE_NAMES:
            yield host


def networks(text: str) -> Iterator[str]:
    """The AS numbers in a text that may be somebody's."""
    for found in AS_NUMBER.finditer(text):
        number = int(found[1])
        if number not in MACHINES and not any(number in free for free in FREE_AS):
            yield found[0]


def hashes(text: str) -> Iterator[str]:
    """What in a text looks like the hash of a real file: long, and without a pattern."""
    for found in HASH.finditer(text):
        signs = found[0].lower()
        pattern = any(signs[n:] == signs[:-n] for n in range(1, LONGEST_PATTERN + 1))
        if len(set(signs)) >= VARIED and not pattern and not signs.isdecimal():
            yield found[0]


def _is_routed_v4(text: str) -> bool:
    try:
        address = IPv4Address(text)
    except ValueError:
        return False
    return not any(address in network for network in FREE_V4)


def _is_routed_v6(text: str) -> bool:
    try:
        address = IPv6Address(text)
    except ValueError:
        return False
    return address in ROUTED_V6 and not any(address in network for network in FREE_V6)
