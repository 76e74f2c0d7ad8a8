"""The import contracts of pyproject.toml catch what they are for, shown on a skeleton tree."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.docs.tree import ROOT

pytestmark = pytest.mark.slow

CONFIG = ROOT / "pyproject.toml"
LAYERS = "Layers"
PURE = "The core is pure"
QUIET = "Channels and scoring"
GRAPH = "Only engine.graph"
REMOTE = "Consoles and remote"


def broken(folder: Path, module: str, imports: str) -> list[str]:
    """The contracts that a skeleton of all packages breaks, when one module imports another."""
    shutil.copy(CONFIG, folder)
    contracts = tomllib.loads(CONFIG.read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    packages = {name for layer in contracts[0]["layers"] for name in re.findall(r"\w+", layer)}
    modules = {f"{name}/a.py" for name in packages} | {"engine/graph.py", module}
    for path in modules | {f"{Path(path).parent}/__init__.py" for path in modules}:
        file = folder / "simulator" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"import {imports}\n" if path == module else "")
    (folder / "simulator" / "__init__.py").write_text("")
    lint = (
        "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True))"
    )
    done = subprocess.run(
        [sys.executable, "-c", lint], cwd=folder, capture_output=True, text=True, check=False
    )
    assert "Contracts: " in done.stdout, done.stdout + done.stderr
    return re.findall(r"^(.+) BROKEN", done.stdout, re.MULTILINE)


@pytest.mark.parametrize(
    ("module", "imports", "contract"),
    [
        ("domain/a.py", "simulator.engine.a", LAYERS),
        ("service/a.py", "simulator.plays.a", LAYERS),
        ("channels/a.py", "simulator.scoring.a", LAYERS),
        ("nowhere/a.py", "simulator.domain.a", LAYERS),
        ("domain/__init__.py", "os", PURE),
        ("engine/a.py", "random", PURE),
        ("acts/a.py", "time", PURE),
        ("scoring/a.py", "datetime, random", QUIET),
        ("channels/a.py", "pathlib", QUIET),
        ("cli/a.py", "networkx", GRAPH),
        ("engine/a.py", "networkx", GRAPH),
        ("consoles/a.py", "simulator.stores.a", REMOTE),
        ("remote/a.py", "simulator.stores.a", REMOTE),
    ],
)
def test_the_contract_is_broken_by(
    tmp_path: Path, module: str, imports: str, contract: str
) -> None:
    (found,) = broken(tmp_path, module, imports)
    assert found.startswith(contract)


@pytest.mark.parametrize(
    ("module", "imports"),
    [
        ("engine/graph.py", "networkx"),
        ("engine/a.py", "simulator.engine.graph"),
        ("channels/a.py", "simulator.text.a"),
        ("plays/a.py", "simulator.service.a"),
        ("cli/a.py", "simulator.stores.a"),
    ],
)
def test_no_contract_is_broken_by(tmp_path: Path, module: str, imports: str) -> None:
    assert broken(tmp_path, module, imports) == []
