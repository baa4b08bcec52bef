"""Drafts from Wikidata's items. Units and references are kept; what has no word of the catalog is left out and told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from catalog.check.shapes import LANGUAGE, WEB
from catalog.dates import span
from catalog.draft.drafts import Draft
from catalog.draft.form import place_of, refuse_faults
from catalog.draft.sourced import Own, Sources
from catalog.draft.taken import id_for
from catalog.draft.wikibase import (
    Item,
    Quantity,
    Snak,
    Statement,
    brief,
    day_of,
    item_of,
    language_of,
    quantity_of,
    text_of,
)
from catalog.draft.written import written
from catalog.load.reader import read
from catalog.problems import Refused
from catalog.stated import state
from catalog.vocabulary import vocabulary

LONGEST = 120  # of a name, as the checker takes it
HOME = "https://www.wikidata.org/"
PUBLISHER = {"name": "Wikidata", "kind": "reference", "url": HOME}

# Of references: address, archived copy, title, day of publication, day of reading. Of statements: circumstances, circa.
URL, ARCHIVED, TITLE, ISSUED, RETRIEVED = "P854", "P1065", "P1476", "P577", "P813"
CIRCUMSTANCES, CIRCA = "P1480", "Q5727902"
_of_references = {URL, ARCHIVED, TITLE, ISSUED, RETRIEVED}

_language = re.compile(LANGUAGE["pattern"]).fullmatch
_web = re.compile(WEB["pattern"]).fullmatch


class Asked(NamedTuple):
    """What a person says of an item that its JSON does not: its class, when it was downloaded, and other keys."""

    class_: str
    accessed: str
    name: str | None = None
    id: str | None = None
    given: Mapping[str, Any] = {}


@cache
def words() -> dict[str, dict[str, Any]]:
    """Wikidata's properties and units in the catalog's words."""
    found: dict[str, dict[str, Any]] = read(Path(__file__).with_suffix(".yml").read_bytes())
    return found


def draft_of(item: Item, asked: Asked, sources: Sources) -> Draft:
    """The draft of an item's system. Raises Refused for an item without a name, or with one that gives no id, and for
    anything asked that the checker would not take."""
    refuse_faults("system", {"class": asked.class_, **asked.given})
    span(asked.accessed)
    name = asked.name or item.labels.get("en") or item.labels.get("mul")
    if not name:
        raise Refused(f"{item.id} has no English label", "a name", "give one with --name")
    id = id_for(name, asked.id)
    taken = _Taken(item, asked, sources, name)
    data = {
        "name": name,
        "aliases": taken.aliases(),
        "class": asked.class_,
        **dict.fromkeys(("origin", "status", "summary")),
        **asked.given,
        "links": {"wikidata": item.id},
        "specs": taken.specs(),
    }
    refuse_faults("system", {key: value for key, value in data.items() if value is not None and key != "specs"})
    kept = {key: value for key, value in data.items() if value != [] and value != {}}
    return Draft(place_of("system", id, data), written("system", kept), taken.left_out)


class _Taken:
    """What an item gives, and what was left out, with the reason."""

    def __init__(self, item: Item, asked: Asked, sources: Sources, name: str) -> None:
        self.item, self.asked, self.sources, self.name = item, asked, sources, name
        self.left_out = [f"description in Wikidata: {item.description}"] if item.description else []

    def aliases(self) -> list[Any]:
        """All labels and aliases but the name; one that several languages share stands once, without language."""
        languages: dict[str, set[str]] = {}
        for language, text in self.item.names:
            languages.setdefault(text, set()).add(language)
        names: list[Any] = []
        for text, spoken in languages.items():
            if len(text) > LONGEST:
                self.left_out.append(f"the name `{text[:60]}…` in {', '.join(sorted(spoken))}: it is too long")
            elif text != self.name:
                language = next(iter(spoken))
                known = len(spoken) == 1 and language != "mul" and _language(language)
                names.append({"name": text, "language": language} if known else text)
        return names

    def specs(self) -> dict[str, Any]:
        """The claims of all statements that the catalog has words for."""
        claims: dict[str, list[dict[str, Any]]] = {}
        for id, statements in self.item.statements.items():
            if id not in words()["properties"]:
                continue
            for statement in statements:
                try:
                    property, claim = self._claim(words()["properties"][id], statement)
                except Refused as refused:
                    label = words()["properties"][id]["label"]
                    self.left_out.append(f"{id} {label} {brief(statement.snak)}: {refused.found}")
                    continue
                claims.setdefault(property, []).append(claim)
        self.left_out += _unknown(self.item)
        return {property: found[0] if len(found) == 1 else found for property, found in claims.items()}

    def _claim(self, entry: Mapping[str, Any], statement: Statement) -> tuple[str, dict[str, Any]]:
        """A statement as a claim of a property. Raises Refused for one that would have to be guessed at."""
        if statement.rank == "deprecated":
            why = ", ".join(f"{snak.property} {brief(snak)}" for snak in statement.qualifiers)
            raise Refused(f"deprecated in Wikidata{f' ({why})' if why else ''}")
        property = _property(entry, self.asked.class_)
        value, notes = _value(statement)
        state(value, vocabulary().properties[property])
        documents, said = self._documents(statement.references)
        notes += [entry["note"]] if "note" in entry else []
        notes += ["preferred in Wikidata"] if statement.rank == "preferred" else []
        source = documents or [self._own()]
        claim = {"value": value, "source": source[0] if len(source) == 1 else source}
        return property, {**claim, "note": "; ".join([*notes, *said])} if notes or said else claim

    def _documents(self, references: Sequence[Sequence[Snak]]) -> tuple[list[str], list[str]]:
        """The documents of references with an address, and what is said of those without."""
        documents: dict[str, None] = {}
        said = [] if references else ["Wikidata names no source"]
        for snaks in references:
            urls = [text_of(snak) for snak in snaks if snak.property == URL]
            for url in urls:
                if _web(url) and len(url) <= WEB["maxLength"]:
                    documents[self.sources.cite(_document(url, snaks))] = None
                else:
                    said.append("the source's address in Wikidata is none")
            others = ", ".join(
                f"{snak.property} {brief(snak)}" for snak in snaks if snak.property not in _of_references
            )
            if others:
                said.append(f"source in Wikidata: {others}")
        return list(documents), said

    def _own(self) -> str:
        """The item itself as a document."""
        own = Own("wikidata", PUBLISHER, self.item.id.lower())
        language = "en" if "en" in self.item.labels else "mul"
        url = f"{HOME}wiki/{self.item.id}"
        return self.sources.cite(
            {"title": self.name, "url": url, "accessed": self.asked.accessed, "language": language}, own
        )


def _property(entry: Mapping[str, Any], class_id: str) -> str:
    """The property that a statement is of: of several, the one that the class expects."""
    to: list[str] = entry["to"]
    if len(to) == 1 and not entry.get("expected"):
        return to[0]
    class_ = vocabulary().classes[class_id]
    expected = [id for id in to if id in class_.expects]
    if len(expected) != 1:
        raise Refused(f"not clear which property of a {class_.label} it is (`{'`, `'.join(to)}`)")
    return expected[0]


def _value(statement: Statement) -> tuple[str, list[str]]:
    """The value as the catalog words it, and what must be noted of it."""
    about = [snak for snak in statement.qualifiers if (snak.property, item_of(snak)) == (CIRCUMSTANCES, CIRCA)]
    if others := [f"{snak.property} {brief(snak)}" for snak in statement.qualifiers if snak not in about]:
        raise Refused(f"it holds under {', '.join(others)}, which must be read")
    if statement.snak.kind in ("somevalue", "novalue"):
        return {"somevalue": "unknown", "novalue": "none"}[statement.snak.kind], []
    quantity = quantity_of(statement.snak)
    if quantity is None:
        raise Refused("no quantity")
    unit = words()["units"].get(quantity.unit)
    if unit is None:
        raise Refused(f"the unit {quantity.unit or '(none)'}, which stands for none of the catalog's")
    number, notes = _spelled(quantity)
    return f"{'about ' if about else ''}{number} {unit}", notes


def _spelled(quantity: Quantity) -> tuple[str, list[str]]:
    amount, low, high = (f"{number:f}" for number in quantity[:3])
    above, below = quantity.high - quantity.amount, quantity.amount - quantity.low
    if above == below:
        return (f"{amount} ± {above:f}" if above else amount), []
    return f"{low}{'-' if quantity.low >= 0 else '..'}{high}", [f"Wikidata gives {amount} within these bounds"]


def _document(url: str, snaks: Iterable[Snak]) -> dict[str, Any]:
    """The document of a reference; what Wikidata does not say of it is left to be filled in."""
    known = {snak.property: snak for snak in snaks}
    document: dict[str, Any] = {"title": None, "url": url, "accessed": None, "language": None}
    if (title := known.get(TITLE)) is not None:
        language = language_of(title)
        document |= {"title": text_of(title)[:400] or None, "language": language if _language(language) else None}
    if (archived := known.get(ARCHIVED)) is not None and _web(text_of(archived)):
        document["archived"] = text_of(archived)
    for key, id in (("issued", ISSUED), ("accessed", RETRIEVED)):
        if id in known and (day := day_of(known[id])):
            document[key] = int(day) if day.isdecimal() else day
    return document


def _unknown(item: Item) -> Iterator[str]:
    """What is told of statements whose property the catalog has no word for; identifiers together in one line."""
    identifiers = []
    for id, statements in item.statements.items():
        if id in words()["properties"]:
            continue
        if statements and all(statement.snak.type == "external-id" for statement in statements):
            identifiers.append(id)
            continue
        label = words()["others"].get(id, "for which the catalog has no word")
        yield f"{id} {label}: {', '.join(brief(statement.snak) for statement in statements)}"
    if identifiers:
        yield f"identifiers elsewhere: {', '.join(identifiers)}"
