"""What is shipped: the wheel, built from the tracked files alone, carries the library and runs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.docs.tree import ROOT, tracked

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("wheel")]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel built from the source distribution, and that from a copy of the tracked files."""
    copy = tmp_path_factory.mktemp("copy")
    for path in tracked():
        (copy / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, copy / path)
    out = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, copy, cwd=copy)
    assert len(list(out.glob("*.tar.gz"))) == 1
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel, and sees this one's dependencies."""
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    programs = home / "bin"
    run(
        *(sys.executable, "-m", "pip", "--python", programs / "python"),
        *("install", "--quiet", "--no-deps", "--no-index", wheel),
        cwd=home,
    )
    (packages,) = home.glob("lib/python*/site-packages")
    (packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return programs


def run(*command: str | Path, cwd: Path) -> str:
    """What a command prints; fails the test with it where the command fails."""
    kept = {"PATH", "LANG", "CI"}
    environment = {name: value for name, value in os.environ.items() if name in kept}
    done = subprocess.run(
        command,
        cwd=cwd,
        env=environment | {"HOME": str(cwd), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{command} ended with {done.returncode}:\n{done.stdout}"
    return done.stdout


def test_the_wheel_carries_the_content_library(wheel: Path) -> None:
    shipped = set(ZipFile(wheel).namelist())
    library = {
        f"simulator/_content/{path}"
        for path in map(str, tracked())
        if path.startswith(("scenarios/", "injects/", "debriefs/"))
    }
    assert any(path.endswith("/scenario.yaml") for path in library)
    assert library - shipped == set()


def test_the_wheel_carries_everything_of_the_package(wheel: Path) -> None:
    shipped = set(ZipFile(wheel).namelist())
    package = {str(path) for path in tracked() if path.parts[0] == "simulator"}
    assert "simulator/README.md" in package
    assert any(path.startswith("simulator/locales/") for path in package)
    assert package - shipped == set()


def test_the_wheel_carries_no_tests(wheel: Path) -> None:
    tops = {path.split("/")[0] for path in ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"simulator"}


def test_the_installed_package_is_its_own(installed: Path, tmp_path: Path) -> None:
    found = run(
        installed / "python", "-c", "import simulator; print(simulator.__file__)", cwd=tmp_path
    )
    assert Path(found.strip()).is_relative_to(installed.parent)


def test_the_demo_runs_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    said = run(installed / "simulacro", "demo", "--headless", cwd=tmp_path)
    named = re.findall(r"[\w./~-]+\.(?:md|html)\b", said)
    assert named, f"the demo names no report:\n{said}"
    reports = [tmp_path / name.replace("~", str(tmp_path), 1) for name in named]
    assert [report for report in reports if not report.is_file()] == []
    assert all(report.stat().st_size > 500 for report in reports)
