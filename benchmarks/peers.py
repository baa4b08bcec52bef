"""Other tools that make a database of YAML: one file that lists all records, into one table."""

from __future__ import annotations

from pathlib import Path

from ground import Ground
from measure import BIN, Subject

CONVERT = "yaml.load(text, {loader})"


def peers(ground: Ground, target: Path) -> dict[str, Subject]:
    """Each tool on the records of a generated catalog, given as the one list that they read."""
    every = target.with_name("all.yml")
    every.write_text(listed(ground.root), encoding="utf-8")
    subjects = {"`yaml-to-sqlite`": [str(BIN / "yaml-to-sqlite"), str(target), "records", str(every)]}
    for name, loader in (("`yaml.safe_load`", "yaml.SafeLoader"), ("its C loader", "yaml.CSafeLoader")):
        line = [str(BIN / "sqlite-utils"), "insert", str(target), "records", str(every), "--text", "--alter"]
        line += ["--import", "yaml", "--convert", CONVERT.format(loader=loader)]
        subjects[f"`sqlite-utils insert --convert` with {name}"] = line
    return {name: Subject(line, prepare=lambda: target.unlink(missing_ok=True)) for name, line in subjects.items()}


def listed(root: Path) -> str:
    """All records as one YAML list; each gets its path as `id`."""
    parts = []
    for path in sorted(path for top in ("systems", "sources", "events") for path in (root / top).rglob("*.yml")):
        body = path.read_text(encoding="utf-8").rstrip("\n").replace("\n", "\n  ")
        parts.append(f"- id: {path.relative_to(root).with_suffix('').as_posix()}\n  {body}\n")
    return "".join(parts)
