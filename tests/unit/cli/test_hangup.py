"""A full screen ends when its terminal is gone, though nobody passes the hangup on."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_a_screen_whose_terminal_is_gone_ends(tmp_path: Path) -> None:
    """Under `make` it once waited for keys for ever, at 70 % of a core."""
    ours, theirs = pty.openpty()
    said = {"TERM": "xterm-256color", "XDG_STATE_HOME": str(tmp_path)}
    process = subprocess.Popen(
        [sys.executable, "-m", "simulator", "run", "--store", str(tmp_path)],
        stdin=theirs, stdout=theirs, stderr=theirs, env=os.environ | said, start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    while b"exam-eve" not in shown and b"The night before" not in shown:
        shown += os.read(ours, 65536)
    os.close(ours)
    try:
        assert process.wait(60) == -signal.SIGHUP
    finally:
        process.kill()
        process.wait()
