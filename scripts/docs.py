"""Writes the produced parts of the documents with cog, and the schemas that editors read; with --check tells whether
they are up to date."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from catalog.check.shapes import schema_text, schemas
from catalog.cli.fresh import open_fresh

ROOT = Path(__file__).parents[1]


def produced() -> list[str]:
    """The documents that hold a part produced by cog."""
    texts = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
    return [
        str(path.relative_to(ROOT)) for path in texts if path.is_file() and "[[[cog" in path.read_text(encoding="utf-8")
    ]


def stale_schemas() -> dict[Path, str]:
    """The files of docs/schemas that differ from the checker's schemas, and what they should hold."""
    wanted = {ROOT / "docs" / "schemas" / f"{kind}.json": f"{schema_text(kind)}\n" for kind in schemas()}
    return {
        path: text for path, text in wanted.items() if not path.is_file() or path.read_text(encoding="utf-8") != text
    }


def main() -> int:
    """Runs cog over the documents; 0 if all is written, or with --check if nothing differs."""
    stale = stale_schemas()
    if "--check" in sys.argv and stale:
        print(f"not up to date: {', '.join(path.name for path in stale)}: run scripts/docs.py")
        return 1
    for path, text in stale.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    open_fresh().close()
    way = ["--check", "--diff"] if "--check" in sys.argv else ["-r"]
    command = [sys.executable, "-m", "cogapp", "-P", *way, "-I", str(ROOT / "scripts"), *produced()]
    environment = {**os.environ, "COLUMNS": "80", "NO_COLOR": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
