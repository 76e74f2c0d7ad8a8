"""A server in a network of its own, which counts every connection that is tried from there.

`unshare -rn python -m tests.served.alone`: plays a little, then prints the kernel's counts.
"""

from __future__ import annotations

import asyncio
import fcntl
import json
import socket
import struct
import sys
import tempfile
from pathlib import Path

from simulator.stores.sqlite import SqliteLog
from tests.builders import a_player
from tests.served.asking import HERE, Connection
from tests.served.kills import kit
from tests.served.process import Served, Setting, begun, tokens

SET_FLAGS, UP, LOOPBACK = 0x8914, 0x1, b"lo"


def up() -> None:
    """The new network has a loopback; it is down at first."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, SET_FLAGS, struct.pack("16sh14x", LOOPBACK, UP))


def counts() -> dict[str, int]:
    """What this network's kernel has counted: connections begun, packets without a way."""
    found: dict[str, int] = {}
    lines = Path("/proc/net/snmp").read_text(encoding="ascii").splitlines()
    for names, values in zip(lines[::2], lines[1::2], strict=True):
        kind, *fields = names.split()
        found |= {kind + f: int(v) for f, v in zip(fields, values.split()[1:], strict=True)}
    return {name: found[name] for name in ("Tcp:ActiveOpens", "Ip:OutNoRoutes", "Udp:OutDatagrams")}


async def played(folder: Path) -> int:
    """An exercise over HTTP; how many connections that took."""
    seat = a_player("red", person="p-1")
    log = SqliteLog(folder)
    await begun(log, kit(), (seat,))
    await log.close()
    served = Served(Setting(folder))
    try:
        port = await asyncio.to_thread(served.ready)
        connection = Connection(port, tokens(folder, ("p-1",))["p-1"])
        for path in ("/api/health", "/api/openapi.json", f"{HERE}/view", f"{HERE}/names"):
            status, _ = await connection.ask("GET", path)
            assert status == 200, path
        said = {"kind": "log_decision", "text": "Alone"}
        status, _ = await connection.submit(said, "k-1")
        assert status == 200
        stream = Connection(port, tokens(folder, ("p-1",))["p-1"])
        async for kind, _, view in stream.follow(0):
            assert kind == "view"
            assert "Alone" in json.dumps(view)
            break
        connection.close()
        await asyncio.sleep(1.5)  # a beat of the ticker
    finally:
        await asyncio.to_thread(served.end)
    return 2


def main() -> int:
    """Play, and print what was counted."""
    up()
    with tempfile.TemporaryDirectory() as folder:
        ours = asyncio.run(played(Path(folder)))
    print(json.dumps(counts() | {"ours": ours}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
