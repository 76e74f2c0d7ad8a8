"""The pages about diagnostics: their titles and the examples in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from simulator.content.examine import Examiner
from simulator.content.sources import Located
from simulator.plugins import Registry

FOLDER = Path("simulator/diagnostics")
FENCE = re.compile(
    r"^```yaml (?P<sort>bad|good)(?P<info>[^\n]*)\n(?P<text>.*?)^```$", re.MULTILINE | re.DOTALL
)
TITLE = re.compile(r"# (TTX\d{3}) \S.*")
AT_TOP = ("injects/", "debriefs/")
"""Files of the library stand in the project, all others in the scenario's folder."""
EXAMINER = Examiner(Registry("channels"), tuple(Registry("scoring")))


@dataclass(frozen=True)
class Page:
    """One page: what it says, and its bad and good examples."""

    code: str
    text: str

    @property
    def title(self) -> str:
        return self.text.partition("\n")[0]

    def example(self, sort: str) -> dict[str, bytes]:
        """The files of the bad or the good example: name → content.

        After the name of a file may stand `encoding=…`, and `times=…` for one that repeats itself.
        """
        files: dict[str, bytes] = {}
        for found in FENCE.finditer(self.text):
            if found["sort"] == sort:
                words = found["info"].split()
                options = dict(word.split("=") for word in words if "=" in word)
                name = next((word for word in words if "=" not in word), "scenario.yaml")
                text = found["text"] * int(options.get("times", 1))
                files[name] = text.encode(options.get("encoding", "utf-8"))
        return files

    @property
    def asked_for(self) -> str | None:
        """The name under which the bad example is looked for, where that is not its own."""
        found = re.search(r"^```yaml bad .*\blook=(\S+)", self.text, re.MULTILINE)
        return found[1] if found else None


def pages() -> Iterator[Page]:
    """Every page, by its number."""
    for file in sorted(FOLDER.glob("TTX*.md")):
        yield Page(file.stem, file.read_text(encoding="utf-8"))


def examined(
    files: dict[str, bytes], folder: Path, asked_for: str | None = None
) -> tuple[Located, ...]:
    """What is found in an example that is written to a folder."""
    home = folder / "scenarios" / "example"
    for name, content in files.items():
        file = (folder if name.startswith(AT_TOP) else home) / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    main = home / "scenario.yaml"
    looked_at = [main] if main.is_file() else sorted(home.rglob("*.yaml"))
    if asked_for:
        looked_at = [home / asked_for]
    return tuple(d for file in looked_at for d in EXAMINER.examined(file).diagnostics)
