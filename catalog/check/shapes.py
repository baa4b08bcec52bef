"""The shape of the three record kinds, once: JSON Schema made from the vocabulary, for the checker and for editors."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from catalog.vocabulary import Property, Vocabulary, vocabulary

Schema = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
ID = "[a-z0-9]+(-[a-z0-9]+)*"


# How an entry is written: hover texts of editors and cures of the checker show it.
CLAIM_FORM = "`{value: 40 km, source: publisher/document}`"
CLASS_CLAIM_FORM = "`{class: artillery-rocket, source: publisher/document}`"
OPERATOR_FORM = "`{country: KP, source: publisher/document}`"
WORD_FORM = "`{by: The Staff, says: sends more, source: publisher/document}`"
DOCUMENT_FORM = "`{title: Guns, url: https://example.org/guns, accessed: 2026-11-22, language: en}`"


def text(description: str, longest: int = 500) -> Schema:
    """A non-empty text without spaces around it."""
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": longest,
        "pattern": r"^\S(.*\S)?$",
        "description": description,
    }


def one_or_list(item: Schema) -> Schema:
    """One item, or a list of different ones. `if` rather than `anyOf`, so that a fault is told once and exactly."""
    return {
        "if": {"type": "array"},
        "then": {"type": "array", "minItems": 1, "uniqueItems": True, "items": item},
        "else": item,
    }


def mapping(properties: Schema, required: Iterable[str] = (), description: str = "") -> Schema:
    """A mapping with these keys and no others."""
    shape: Schema = {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        "required": list(required),
    }
    return shape | ({"description": description} if description else {})


def choice(options: Mapping[Any, str], description: str) -> Schema:
    """One word of a closed list; editors show what each means (`enumDescriptions`, a word of theirs)."""
    return {"enum": list(options), "enumDescriptions": list(options.values()), "description": description}


def record_id(description: str) -> Schema:
    """The id of a record: its file's stem."""
    return {"type": "string", "pattern": f"^{ID}$", "description": f"{description}: an id like `koksan-m1978`"}


def _date(description: str) -> Schema:
    return {"type": ["string", "integer"], "description": f"{description}, as EDTF: 2024, 2024-11, 2024-11-14, 2024~"}


DOCUMENT = {
    "type": "string",
    "pattern": f"^{ID}/[a-z0-9]+([-.][a-z0-9]+)*$",
    "description": "a document, like `yonhap/2025-02-19-koksan`",
}
SOURCE = one_or_list(DOCUMENT) | {"description": "the documents that say so"}
COUNTRY = {
    "type": "string",
    "description": "ISO 3166-1 alpha-2 code (`KP`), a former state (`SUHH`) or an `x-` code",
}
WEB: Schema = {
    "type": "string",
    "pattern": r"^https?://[^\s<>\"']+$",
    "maxLength": 1000,
    "description": "an http or https address, like `https://example.org/page`",
}
NOTE = text("what a reader must know to judge the figure", 1000)
LANGUAGE: Schema = {
    "type": "string",
    "pattern": "^[a-z]{2,3}(-[A-Za-z]{2,8})?$",
    "description": "ISO 639 language code, like `ko`",
}
VIA = {"type": "string", "pattern": f"^{ID}$", "description": "the publisher whom the document repeats, like `yonhap`"}
VALUE = {"type": ["string", "integer"], "description": "the value as the source words it"}
CREDIBILITY = {
    "type": "integer",
    "minimum": 1,
    "maximum": 6,
    "description": "an editor's judgement of this claim, 1 (confirmed) to 6 (cannot be judged)",
}


@cache
def schemas() -> dict[str, Schema]:
    """The JSON Schema of each record kind: system, source, event."""
    words = vocabulary()
    return {"system": _system(words), "source": _source(words), "event": _event(words)}


def schema_text(kind: str) -> str:
    """The JSON Schema of a record kind as JSON, as docs/schemas/ holds it for editors."""
    return json.dumps(schemas()[kind], ensure_ascii=False, indent=2)


def _system(words: Vocabulary) -> Schema:
    operator = {
        "country": COUNTRY,
        "since": _date("first seen or known with this operator"),
        "until": _date("last known with this operator"),
        "status": choice(words.terms["status"], "its status with this operator"),
        "quantity": VALUE,
        "source": SOURCE,
        "via": VIA,
        "note": NOTE,
    }
    classes = {id: entry.description for id, entry in words.classes.items()}
    class_claim = {"class": choice(classes, "a class"), "source": SOURCE, "via": VIA, "note": NOTE}
    shape = mapping(
        {
            "name": text("the name that readers know", 120),
            "aliases": {
                "type": "array",
                "items": _alias(words),
                "description": "other names, designations and scripts",
            },
            "class": choice(classes, "what it is"),
            "class_claims": {
                "type": "array",
                "items": mapping(
                    class_claim, ("class", "source"), f"what a source takes it for, like {CLASS_CLAIM_FORM}"
                ),
                "description": "how sources class it, where they differ",
            },
            "origin": one_or_list(COUNTRY) | {"description": "the country or countries that made it"},
            "status": choice(words.terms["status"], "where it stands"),
            "summary": text("one or two plain sentences", 600),
            "variant_of": record_id("the record of the base version"),
            "links": mapping(
                {
                    "wikidata": _pattern("^Q[0-9]+$", "a Wikidata item, like `Q42`"),
                    "dis": _pattern(r"^[0-9]+(\.[0-9]+){2,6}$", "a SISO-REF-010 entity type, like `1.1.119.4.1.1`"),
                    "odin": WEB,
                },
                description="the same system elsewhere, like `{wikidata: Q42}`",
            ),
            "specs": mapping(
                {id: _claims_of(entry) for id, entry in words.properties.items() if entry.dimension != "class"},
                description="what is claimed, by property: lines like `crew: {value: 8, source: publisher/document}`",
            )
            | {"type": ["object", "null"]},  # a form to fill begins with none
            "operators": {
                "type": "array",
                "items": mapping(operator, ("country", "source"), f"who has it, like {OPERATOR_FORM}"),
                "description": "who has it",
            },
            "fires": {"type": "array", "items": _fires(), "description": "munition records that it fires"},
        },
        ("name", "class", "origin", "status", "summary"),
    )
    return {"$schema": DRAFT, "title": "A weapon, launcher or munition", "$defs": {"claim": _claim(words)}} | shape


def _pattern(pattern: str, description: str) -> Schema:
    return {"type": "string", "pattern": pattern, "description": description}


def _alias(words: Vocabulary) -> Schema:
    form = mapping(
        {
            "name": text("a name", 120),
            "language": LANGUAGE,
            "kind": choice(words.terms["name_kind"], "what kind of name"),
        },
        ("name",),
        "a name with its language and kind",
    )
    return {"if": {"type": "object"}, "then": form, "else": text("a name", 120)}


def _claims_of(entry: Property) -> Schema:
    claim = {"$ref": "#/$defs/claim"}
    return one_or_list(claim) | {"description": f"{entry.description} For example: {entry.example}"}


def _claim(words: Vocabulary) -> Schema:
    reason = choice(words.terms["deprecated"], "why")
    deprecated = mapping(
        {"reason": reason, "note": NOTE}, ("reason",), "why a wrong figure is wrong, like `{reason: unit-error}`"
    )
    conditions = words.stated_conditions
    varies_by = {id: condition.description for id, condition in conditions.items()}
    shape = {
        "value": VALUE,
        "munition": record_id("the munition record that the figure holds for"),
        **{id: condition_shape(words, id) for id in conditions},
        "varies_by": choice(varies_by, "the condition that the source's span runs over"),
        "source": SOURCE,
        "via": VIA,
        "credibility": CREDIBILITY,
        "preferred": text("why an editor prefers this claim", 400),
        "deprecated": deprecated,
        "confirmed": text("why the figure stands although `catalog check` asks about it", 400),
        "note": NOTE,
    }
    return mapping(shape, ("value", "source"), f"a claim, like {CLAIM_FORM}")


def condition_shape(words: Vocabulary, id: str) -> Schema:
    """One term of a condition's list, or a quantity as the source words it."""
    condition = words.conditions[id]
    if condition.terms:
        return choice(condition.terms, condition.description)
    return {"type": "string", "description": f"{condition.description} A {condition.dimension} with its unit."}


def _fires() -> Schema:
    id = record_id("a munition record")
    form = mapping({"munition": id, "source": SOURCE, "via": VIA, "note": NOTE}, ("munition",), "what it fires")
    return {"if": {"type": "object"}, "then": form, "else": id}


def _source(words: Vocabulary) -> Schema:
    document = mapping(
        {
            "title": text("the document's title", 400),
            "url": WEB,
            "archived": WEB,
            "author": text("who wrote it", 200),
            "issued": _date("when it was published"),
            "accessed": _date("when it was read"),
            "language": LANGUAGE,
            "pages": text("pages of a printed document", 60),
            "note": NOTE,
        },
        ("title", "language"),
        f"a document, like {DOCUMENT_FORM}",
    ) | {"dependentRequired": {"url": ["accessed"]}}
    shape = mapping(
        {
            "name": text("the publisher's name", 160),
            "kind": choice(words.terms["publisher_kind"], "what kind of publisher"),
            "country": COUNTRY,
            "language": LANGUAGE,
            "reliability": choice(words.terms["reliability"], "Admiralty scale, A to F"),
            "reliability_note": text("why this grade", 400),
            "url": WEB,
            "part_of": VIA,
            "documents": {
                "type": "object",
                "propertyNames": {"pattern": "^[a-z0-9]+([-.][a-z0-9]+)*$"},
                "additionalProperties": document,
                "description": "documents by their short names",
            },
        },
        ("name", "kind", "reliability", "reliability_note"),
    )
    return {"$schema": DRAFT, "title": "A publisher and its documents"} | shape


def _event(words: Vocabulary) -> Schema:
    claim = mapping(
        {
            "by": text("who claims it", 160),
            "says": text("what is claimed, in your own words", 600),
            "stance": choice(words.terms["stance"], "how the claimant stands to it; `states` if left out"),
            "quantity": VALUE,
            "of": choice(words.terms["event_of"], "what is counted"),
            "claimed_on": _date("when it was said"),
            "source": SOURCE,
            "via": VIA,
            "credibility": CREDIBILITY,
            "note": NOTE,
        },
        ("by", "says", "source"),
        f"who says what, like {WORD_FORM}",
    )
    shape = mapping(
        {
            "kind": choice(words.terms["event_kind"], "what happened"),
            "title": text("one plain line", 200),
            "from": COUNTRY,
            "to": COUNTRY,
            "place": text("country or region, as published", 120),
            "systems": {
                "type": "array",
                "uniqueItems": True,
                "items": record_id("a system record"),
                "description": "the systems concerned",
            },
            "date": _date("when it happened or became known"),
            "claims": {"type": "array", "minItems": 1, "items": claim, "description": "who says what"},
            "note": NOTE,
        },
        ("kind", "title", "date", "claims"),
    )
    return {"$schema": DRAFT, "title": "A transfer, sighting, use, loss, test or estimate"} | shape
