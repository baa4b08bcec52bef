"""How to cite a claim: a plain footnote, BibTeX, or CSL-JSON (docs.citationstyles.org, version 1.0)."""

from __future__ import annotations

import json
from typing import Any

from catalog.query.claims import Claim

STYLES = ("plain", "bibtex", "csl")


def cite(claim: Claim, subject: str, style: str = "plain") -> str:
    """A citation of the document behind a claim; `subject` says what the claim is about, as `Gun A, crew: 8`."""
    return {"plain": _plain, "bibtex": _bibtex, "csl": _csl}[style](claim, subject)


def _plain(claim: Claim, subject: str) -> str:
    via = f" (repeating {claim.via_name})" if claim.via_name else ""
    issued = f", {claim.issued}" if claim.issued else ""
    read = f", read {claim.accessed}" if claim.accessed else ""
    address = f", {claim.url}" if claim.url else ""
    return f"{claim.publisher}{via}, “{claim.title}”{issued}{address}{read}. {subject}. Arms catalog, claim {claim.id}."


def _bibtex(claim: Claim, subject: str) -> str:
    fields = {
        "title": claim.title,
        "organization": claim.publisher,
        "year": (claim.issued or "")[:4],
        "url": claim.url,
        "urldate": claim.accessed,
        "note": f"{subject}. Arms catalog, claim {claim.id}",
    }
    lines = [f"  {name} = {{{_tex(str(value))}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{claim.document_id.replace('/', '-')},", *lines, "}"])


def _tex(text: str) -> str:
    return "".join(
        {"\\": r"\textbackslash{}", "{": r"\{", "}": r"\}"}.get(mark, "\\" + mark if mark in "&%$#_" else mark)
        for mark in text
    )


def _csl(claim: Claim, subject: str) -> str:
    entry: dict[str, Any] = {
        "id": claim.document_id,
        "type": "webpage" if claim.url else "document",
        "title": claim.title,
        "publisher": claim.publisher,
        "URL": claim.url,
        "issued": _csl_date(claim.issued),
        "accessed": _csl_date(claim.accessed),
        "note": f"{subject}. Arms catalog, claim {claim.id}",
    }
    return json.dumps([{name: value for name, value in entry.items() if value}], ensure_ascii=False, indent=2)


def _csl_date(text: str | None) -> dict[str, Any] | None:
    """A date as date-parts where it is a plain one, else as the literal EDTF text."""
    if not text:
        return None
    parts = text.split("-")
    if all(part.isdigit() for part in parts):
        return {"date-parts": [[int(part) for part in parts]]}
    return {"literal": text}
