"""Processes that begin at once: forks of one that has imported what servers need."""

from __future__ import annotations

import multiprocessing

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.served.process", "tests.browser.child"])
