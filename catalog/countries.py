"""Countries: codes of ISO 3166-1 alpha-2 from pycountry, names from Unicode CLDR, the rest from the vocabulary."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from catalog.problems import Refused, did_you_mean
from catalog.vocabulary import vocabulary


class Country(NamedTuple):
    """A country or other party. `kind` is current, former or other; `alpha_3` is None where ISO has none."""

    id: str
    name: str
    alpha_3: str | None
    kind: str


@cache
def countries() -> dict[str, Country]:
    """Every code that a record may use."""
    import pycountry
    from babel import Locale

    names = Locale("en").territories
    table = {
        entry.alpha_2: Country(entry.alpha_2, names.get(entry.alpha_2, entry.name), entry.alpha_3, "current")
        for entry in pycountry.countries
    }
    for id, extra in vocabulary().countries.items():
        table[id] = Country(id, extra["name"], _former_alpha_3(id), extra["kind"])
    return table


def _former_alpha_3(id: str) -> str | None:
    import pycountry

    former = pycountry.historic_countries.get(alpha_4=id)
    return former.alpha_3 if former else None


def country(code: object) -> Country:
    """The country of a code. Raises Refused with the likely code for a name or an unknown code."""
    found = countries().get(code) if isinstance(code, str) else None
    if found is None:
        raise Refused(
            f"the country `{code}`",
            "an ISO 3166-1 alpha-2 code, a former state or an x- code",
            _cure(str(code)),
            "country",
        )
    return found


def _cure(code: str) -> str:
    for known in countries().values():
        if code.casefold() in (known.name.casefold(), (known.alpha_3 or "").casefold(), known.id.casefold()):
            return f"write `{known.id}` for {known.name}"
    if code in ("UK", "SU"):
        return {"UK": "write `GB` for the United Kingdom", "SU": "write `SUHH` for the Soviet Union"}[code]
    near = did_you_mean(code, [known.name for known in countries().values()])
    return f"{near} write its two-letter code" if near else "see `catalog countries`"
