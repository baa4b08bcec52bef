"""Writes the produced parts of the documents with cog; with --check tells whether they are up to date."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from catalog.cli.fresh import open_fresh

ROOT = Path(__file__).parents[1]


def produced() -> list[str]:
    """The documents that hold a part produced by cog."""
    texts = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [
        str(path.relative_to(ROOT)) for path in texts if path.is_file() and "[[[cog" in path.read_text(encoding="utf-8")
    ]


def main() -> int:
    """Runs cog over the documents; 0 if all is written, or with --check if nothing differs."""
    open_fresh().close()
    way = ["--check", "--diff"] if "--check" in sys.argv else ["-r"]
    command = [sys.executable, "-m", "cogapp", "-P", *way, "-I", str(ROOT / "scripts"), *produced()]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
