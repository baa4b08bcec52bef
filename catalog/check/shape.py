"""Does a record have the form? jsonschema finds the faults, this module says them in the catalog's words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema_rs

from catalog.check.shapes import Schema, schemas
from catalog.load import Record
from catalog.problems import Problem, Where, did_you_mean, nearest

_example = re.compile(r".* like (`[^`]+`)", re.DOTALL).match
_type_names = {
    "string": "text",
    "integer": "a whole number",
    "object": "a mapping",
    "array": "a list",
    "boolean": "true or false",
}


@cache
def _validator(kind: str) -> Any:
    return jsonschema_rs.validator_for(schemas()[kind])


def check_shape(record: Record) -> Iterator[Problem]:
    """Every way in which a record's form differs from its kind's."""
    if not _validator(record.kind).is_valid(record.data):
        yield from _faults(record, _validator(record.kind), schemas()[record.kind])


def check_form(record: Record, schema: Schema) -> Iterator[Problem]:
    """Every way in which a file that is no record, as a mapping of columns, differs from a form of its own."""
    yield from _faults(record, jsonschema_rs.validator_for(schema), schema)


def _faults(record: Record, validator: Any, schema: Schema) -> Iterator[Problem]:
    for error in validator.iter_errors(record.data):
        yield from _explain(record, schema, error)


def _explain(record: Record, schema: Schema, error: Any) -> Iterator[Problem]:
    kind, where = error.kind, tuple(error.instance_path)
    name = type(kind).__name__
    shape = _below(schema, error.schema_path)
    if name == "AdditionalProperties":
        for key in kind.unexpected:
            yield _unknown_key(record, where, key, shape, error.instance[key])
    elif name == "Required":
        yield _missing_key(record, where, kind.property, shape)
    elif name == "PropertyNames":
        yield from _odd_names(record, where, error.instance)
    else:
        required = _is_required(schema, error.schema_path)
        found, expected, cure = _other(name, error, shape, required)
        fix = _respelled(name, error)
        yield Problem(record.file, rule="shape", found=found, expected=expected, cure=cure, where=where, fix=fix)


def _below(schema: Schema, path: list[str | int]) -> Schema:
    """The part of a schema that holds the keyword at the end of a schema path."""
    part: Any = schema
    for step in path[:-1]:
        part = schema["$defs"][part["$ref"].rpartition("/")[2]] if step == "$ref" else part[step]
    return part if isinstance(part, dict) else {}


def _is_required(schema: Schema, path: list[str | int]) -> bool:
    """True if the mapping around the value that a schema path leads to can't do without it."""
    steps = path[:-1]
    while steps and steps[-1] in ("then", "else"):
        steps = steps[:-1]
    named = len(steps) > 1 and steps[-2] == "properties"
    return named and steps[-1] in _below(schema, steps[:-1]).get("required", ())


def _what(where: Where) -> str:
    return "property" if where == ("specs",) else "key"


_COMMA = 'quote the value before it: inside { } a comma ends a value, so write {value: "4,195 m", …}'


def _unknown_key(record: Record, where: Where, key: str, shape: Schema, value: Any) -> Problem:
    known = shape.get("properties", {})
    found = f"unknown {_what(where)} `{key}`"
    expected = (
        "a property of the vocabulary (`catalog properties`)" if where == ("specs",) else f"one of: {', '.join(known)}"
    )
    near = nearest(key, known)
    cure = f"did you mean `{near}`?" if near else _COMMA if value is None else ""
    return Problem(
        record.file,
        rule="unknown-key",
        found=found,
        expected=expected,
        cure=cure or "remove it, or say it in `note`",
        where=(*where, key),
        on_key=True,
    )


def _missing_key(record: Record, where: Where, key: str, shape: Schema) -> Problem:
    meaning = shape["properties"][key].get("description", "")
    cure = f"add `{key}:`" + (f" ({meaning})" if meaning else "")
    return Problem(
        record.file,
        rule="missing-key",
        found=f"no `{key}`",
        expected=f"`{key}` is required here",
        cure=cure,
        where=where,
        on_key=True,
    )


def _odd_names(record: Record, where: Where, instance: dict[str, Any]) -> Iterator[Problem]:
    for key in instance:
        if (
            not key
            or key != key.lower()
            or not all(part.isalnum() and part.isascii() for part in key.replace(".", "-").split("-"))
        ):
            cure = "rename it; it is cited as `publisher/document`"
            yield Problem(
                record.file,
                rule="document-id",
                found=f"the document id `{key}`",
                expected="lower-case letters, digits and single hyphens or dots",
                cure=cure,
                where=(*where, key),
                on_key=True,
            )


def _other(name: str, error: Any, shape: Schema, required: bool) -> tuple[str, str, str]:
    value, meaning = error.instance, shape.get("description", "")
    key = error.instance_path[-1] if error.instance_path else ""
    if value is None or name in ("MinLength", "MinItems"):
        return _nothing(meaning, required)
    if name == "Enum":
        return (
            f"`{key}: {_shown(value)}`",
            meaning,
            did_you_mean(str(value), map(str, error.kind.options)) or "the closed lists are in catalog/vocabulary/",
        )
    if name == "Type":
        return _wrong_type(value, error.kind.types, meaning)
    if name == "Pattern":
        return f"`{_shown(value)}`", meaning, _pattern_cure(value, meaning)
    if name == "MaxLength":
        return f"a text of {len(value)} characters", f"at most {error.kind.limit}", "shorten it"
    if name == "UniqueItems":
        return "the same item twice", "different items", "remove one"
    if name in ("Minimum", "Maximum"):
        return (
            f"`{key}: {_shown(value)}`",
            meaning,
            f"write a number of the scale, {shape['minimum']} to {shape['maximum']}",
        )
    return error.message, meaning, ""


def _pattern_cure(value: str, meaning: str) -> str:
    if value != value.strip():
        return "remove the spaces around it"
    if "\n" in value:
        return "write it on one line"
    return "write the whole address, beginning with https://" if "http" in meaning else _like(meaning)


def _respelled(name: str, error: Any) -> str | None:
    """The same word without stray spaces, or as its closed list spells it."""
    if not isinstance(error.instance, str):
        return None
    word = error.instance.strip()
    if name == "Enum":
        return next((option for option in map(str, error.kind.options) if _plain(option) == _plain(word)), None)
    return word if name == "Pattern" and word != error.instance else None


def _plain(word: str) -> str:
    return word.strip().casefold().replace("_", "-").replace(" ", "-")


def _nothing(meaning: str, required: bool) -> tuple[str, str, str]:
    left_out = "or remove the key: an absent field means that nobody looked"
    return "nothing here", meaning, f"fill it in{': it is required' if required else f', {left_out}'}"


def _wrong_type(value: Any, types: list[str], meaning: str) -> tuple[str, str, str]:
    kind = {dict: "a mapping", list: "a list", bool: "true or false", int: "a number"}.get(type(value), "text")
    wanted = " or ".join(_type_names[type_] for type_ in types if type_ != "null")
    return (
        f"{kind}: `{_shown(value)}`",
        wanted + (f" ({meaning})" if meaning else ""),
        _type_cure(value, types, meaning),
    )


def _type_cure(value: Any, types: list[str], meaning: str) -> str:
    if "object" in types:
        return _like(meaning) or "write `key: value` lines"
    if types == ["array"]:
        return "begin each entry with `- `"
    if isinstance(value, (dict, list)):
        return "write one value here; a second is an entry of its own"
    if "with its unit" in meaning:
        return "write the unit that the source states"
    return f'quote it: "{json.dumps(value)}"'


def _like(meaning: str) -> str:
    """A cure from the example in a description, where it has one."""
    match = _example(meaning)
    return f"write it like {match[1]}" if match else ""


def _shown(value: Any) -> str:
    text = str(value).replace("\n", " ")
    return text if len(text) <= 60 else text[:57] + "…"
