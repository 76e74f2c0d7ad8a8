"""This machine's addresses on its networks; nothing is sent to find them out."""

from __future__ import annotations

import socket
from ipaddress import ip_address

import ifaddr

ROUTES = ("192.168.255.255", "10.255.255.255", "172.31.255.255", "198.51.100.1")
"""Where a way is asked for, so that the address comes first which most is reached from."""
WITHIN = ("docker", "br-", "veth", "virbr", "vmnet", "vboxnet", "lxc", "podman")
"""How cards begin that lead to nothing but this machine's own guests."""


def lan_addresses(first: str | None = None) -> tuple[str, ...]:
    """Every address of this machine on a network, `first` before the others if it is one."""
    wanted = (first,) if first and is_own(first) else ()
    found = dict.fromkeys((*wanted, *_routed(), *_on_cards()))
    return tuple(address for address in found if not ip_address(address).is_loopback)


def is_own(address: str) -> bool:
    """Whether an address is one of this machine's: only those can be listened at."""
    try:
        version = socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
        with socket.socket(version, socket.SOCK_DGRAM) as probe:
            probe.bind((address, 0))
    except (OSError, ValueError):
        return False
    return True


def _routed() -> list[str]:
    """The addresses that this machine would speak from, by its routes."""
    found: list[str] = []
    for target in ROUTES:
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect((target, 9))  # chooses a way, sends nothing
                found.append(probe.getsockname()[0])
            except OSError:
                continue
    return found


def _on_cards() -> list[str]:
    """The addresses of network cards: on several networks, routes do not tell them all."""
    try:
        cards = [c for c in ifaddr.get_adapters() if not c.nice_name.startswith(WITHIN)]
    except OSError:
        return []
    return [ip.ip for card in cards for ip in card.ips if isinstance(ip.ip, str)]
