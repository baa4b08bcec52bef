"""New records as forms to fill: what is known stands in them, all else as comments with an example and its meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from catalog.check.order import ordered
from catalog.check.shape import check_shape
from catalog.check.shapes import Schema, schemas
from catalog.check.values import check_values
from catalog.dates import span
from catalog.load import FOLDERS, Record
from catalog.load.writer import flow
from catalog.problems import Refused
from catalog.vocabulary import SystemClass, vocabulary

Given = Mapping[str, Any]
Line = tuple[str, str]  # what is written, and what it means

SOURCE = "publisher/document"
WIDEST = 76  # behind longer lines their meaning follows at once
LISTED = 12  # words of a closed list that a form names

HOW = """\
# Fill in what stands without a value. For what a page answers take the `# ` away and write the page's own words. Delete
# the rest, explanations too. `catalog cite` gives a document's id, docs/vocabulary.md all else that can be said."""

# What stands for the blanks of a new record while the rest of it is checked.
_filled: dict[str, Given] = {
    "system": {"name": "X", "class": "mortar", "origin": "x-unknown", "status": "unknown", "summary": "X"},
    "source": {"name": "X", "kind": "press", "reliability": "F", "reliability_note": "X"},
    "event": {"kind": "test", "title": "X", "date": "2024", "claims": [{"by": "X", "says": "X", "source": SOURCE}]},
}


def form(kind: str, id: str, given: Given, source: str | None = None) -> tuple[str, str]:
    """A new record: its file below the root, and its text. `source` is the document that its claims will cite.

    Raises Refused for anything given that the checker would not take.
    """
    refuse_faults(kind, given)
    file = place_of(kind, id, given)
    lines = {"system": _system, "source": _source, "event": _event}[kind](given, source)
    return file, "\n".join([modeline(file), HOW, *_aligned(lines)]) + "\n"


def refuse_faults(kind: str, given: Given) -> None:
    """Raises Refused for the first thing in a record without blanks that the checker would not take."""
    record = Record(kind, "new", "new.yml", {**_filled[kind], **given}, "")
    for check in (check_shape(record), check_values(record, ())):
        for problem in check:
            if problem.rule != "folder":
                raise Refused(problem.found, problem.expected, problem.cure, problem.rule)


def place_of(kind: str, id: str, data: Given) -> str:
    """The file of a record below the root: a system's by its class, an event's by its year."""
    if kind == "system":
        return f"systems/{vocabulary().classes[data['class']].family}/{id}.yml"
    if kind == "event":
        return f"events/{span(str(data['date'])).first[:4]}/{id}.yml"
    return f"sources/{id}.yml"


def modeline(file: str) -> str:
    """The comment by which editors find the schema of a record (redhat-developer/yaml-language-server, README)."""
    kind = next(FOLDERS[part] for part in file.split("/") if part in FOLDERS)
    return f"# yaml-language-server: $schema={'../' * file.count('/')}docs/schemas/{kind}.json"


def _system(given: Given, source: str | None) -> Iterator[Line]:
    class_ = vocabulary().classes[given["class"]]
    operator = {"country": None} if source else {"country": "KP", "since": "2024-11"}
    munition = None if source else "id-of-a-munition"
    cited = {"source": source or SOURCE}
    examples = {
        "aliases": "[Another Name, {name: 이름, language: ko, kind: native}]",
        "variant_of": "id-of-the-base-version",
        "links": "{wikidata: Q42}",
        "operators": flow([{**operator, **cited}]),
    }
    if class_.stands_for != "munition":
        examples["fires"] = flow([{"munition": munition, **cited}])
    yield from _entries(schemas()["system"], given, examples, {"specs": list(_specs(class_, source))})


def _specs(class_: SystemClass, source: str | None) -> Iterator[Line]:
    """The properties that a class expects, each with an example and its meaning.

    Where a real document is cited the value is blank, so that no example is taken for its word.
    """
    for id in ordered(list(class_.expects), schemas()["system"]["properties"]["specs"]):
        entry = vocabulary().properties[id]
        example = int(entry.example) if entry.example.isdigit() else entry.example
        if source:
            yield f"  # {id}: {flow({'value': None, 'source': source})}", f"like `{example}`: {entry.description}"
            continue
        round_ = {"ammunition": "full-bore"} if class_.ammunition and id == class_.main_range else {}
        yield f"  # {id}: {flow({'value': example, **round_, 'source': SOURCE})}", entry.description


def _source(given: Given, _: str | None) -> Iterator[Line]:
    examples = {"country": "KR", "language": "ko", "url": "https://example.org/", "part_of": "id-of-its-owner"}
    yield from _entries(schemas()["source"], given, examples, {})


def _event(given: Given, source: str | None) -> Iterator[Line]:
    examples = {
        "from": "KP",
        "to": "RU",
        "place": "Kursk Oblast, Russia",
        "systems": "[id-of-a-system]",
        "note": "what a reader must know",
    }
    yield from _entries(schemas()["event"], given, examples, {"claims": list(_words(source))})


def _words(source: str | None) -> Iterator[Line]:
    """One word on an event, as a block below `claims:`."""
    examples = {"stance": "denies", "quantity": "at least 100", "of": "guns", "claimed_on": "2024-12-23"}
    shape = schemas()["event"]["properties"]["claims"]["items"]
    for number, (left, meaning) in enumerate(_entries(shape, {"source": source} if source else {}, examples, {})):
        yield ("    " if number else "  - ") + left, meaning


def _entries(
    shape: Schema, given: Given, examples: Mapping[str, str], blocks: Mapping[str, list[Line]]
) -> Iterator[Line]:
    """The keys of a mapping in the checker's order: given, blank where required, else as a comment with an example."""
    for key, part in shape["properties"].items():
        if key in given:
            yield f"{key}: {flow(given[key])}", ""
        elif key in blocks:
            yield f"{key}:", ""
            yield from blocks[key]
        elif key in shape["required"]:
            yield f"{key}:", _meaning(part)
        elif key in examples:
            yield f"# {key}: {examples[key]}", _meaning(part)


def _meaning(part: Schema) -> str:
    options = part.get("enum", ())
    named = f": {', '.join(map(str, options))}" if 0 < len(options) <= LISTED else ""
    return str(part["description"]) + named


def _aligned(lines: Iterable[Line]) -> Iterator[str]:
    """Lines with their meanings behind them, one below the other."""
    known = list(lines)
    width = max((len(left) for left, meaning in known if meaning and len(left) <= WIDEST), default=0)
    for left, meaning in known:
        yield f"{left:<{width}}  # {meaning}" if meaning else left
