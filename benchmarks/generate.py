"""Writes an invented catalog of any size: python benchmarks/generate.py FOLDER --systems 10000 --seed 1.

Records have the form, the size and the variety of real ones, and are valid: `catalog check` in FOLDER finds nothing.
What they say is invented. The same seed and number give the same bytes; memory grows by names and documents alone.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import NamedTuple

from flow_style import flow, listed, quoted
from invented_names import (
    COUNTRY_OF,
    MOST_WORDS,
    OUTLETS,
    SAYS,
    SCRIPT_OF,
    SPEAKERS,
    USERS,
    short,
    title,
    word,
)
from invented_systems import Draft, System

from catalog.countries import countries
from catalog.vocabulary import SystemClass, vocabulary

DOCUMENTS_A_SYSTEM, DOCUMENTS_A_PUBLISHER, SYSTEMS_AN_EVENT = 3, 8, 6
WEIGHTS = {"artillery": 5, "missiles": 3, "munitions": 3}  # families that real catalogs hold most of
MOST_SYSTEMS = MOST_WORDS * DOCUMENTS_A_PUBLISHER // DOCUMENTS_A_SYSTEM


class World(NamedTuple):
    """All that records cite, in the order in which systems do, and the seed."""

    seed: int
    systems: list[System]
    munitions: list[str]
    documents: list[str]
    publishers: list[str]
    languages: dict[str, str]


def generate(folder: Path, systems: int, seed: int) -> int:
    """Writes the catalog below a folder and returns the number of its records."""
    made: Counter[Path] = Counter()
    for name, text in _records(_world(systems, seed)):
        path = folder / name
        if path.parent not in made:
            path.parent.mkdir(parents=True)
        made[path.parent] += 1
        path.write_text(text, encoding="utf-8")
    return made.total()


def _records(world: World) -> Iterator[tuple[str, str]]:
    """Every record's file name and text."""
    owned: dict[str, list[str]] = {publisher: [] for publisher in world.publishers}
    for document in world.documents:
        publisher, _, id = document.partition("/")
        owned[publisher].append(id)
    for number, (publisher, ids) in enumerate(owned.items()):
        yield f"sources/{publisher}.yml", "\n".join(_source(world, number, ids)) + "\n"
    for system in world.systems:
        yield f"systems/{system.kind.family}/{system.id}.yml", _system(world, system)
    for number in range(1, max(1, len(world.systems) // SYSTEMS_AN_EVENT) + 1):
        yield _event(world, number)


def _rng(seed: int, *what: object) -> Random:
    """Chance of its own for each record, so that a record does not depend on those before it."""
    return Random("/".join(map(str, (seed, *what))))


def _world(number: int, seed: int) -> World:
    rng, total = _rng(seed, "world"), number * DOCUMENTS_A_SYSTEM
    systems = _systems(rng, number)
    munitions = [system.id for system in systems if system.kind.stands_for == "munition"]
    publishers = [_id(_publisher(seed, n)) for n in range(max(2, total // DOCUMENTS_A_PUBLISHER))]
    languages = {publisher: rng.choice([*SCRIPT_OF]) for publisher in publishers}
    return World(seed, systems, munitions, list(_documents(rng, total, publishers)), publishers, languages)


def _id(name: str) -> str:
    return name.lower().replace(" ", "-")


def _systems(rng: Random, number: int) -> list[System]:
    """Who is who: a third of the systems are variants of one shortly before them."""
    kinds = [*vocabulary().classes.values()]
    weights = [WEIGHTS.get(kind.family, 1) for kind in kinds]
    made: list[System] = []
    origin: System | None = None
    for n in range(number):
        if origin is not None and n - origin.number < 6 and rng.random() < 0.35:
            made.append(_named(n, f"{origin.mark}M{n - origin.number}", origin.word, origin.kind, origin.id))
        else:
            mark = f"{''.join(rng.choices('KTMBSRNVDG', k=2))}-{n + 10}"
            origin = _named(n, mark, rng.randrange(MOST_WORDS), rng.choices(kinds, weights)[0], None)
            made.append(origin)
    return made


def _named(number: int, mark: str, chosen: int, kind: SystemClass, base: str | None) -> System:
    name = f"{mark} {short(word(chosen), 'latin')}"
    return System(number, _id(name), name, mark, chosen, kind, base)


def _publisher(seed: int, number: int) -> str:
    """A name that no other publisher has: the words of different numbers differ."""
    return f"{word((number * 48_271 + seed) % MOST_WORDS).capitalize()} {OUTLETS[number % len(OUTLETS)]}"


def _documents(rng: Random, total: int, publishers: list[str]) -> Iterator[str]:
    """Documents in the order in which systems cite them; few publishers have many, most have a few, all have one."""
    shares = [min(rng.paretovariate(1.6), 20.0) for _ in publishers]
    owners = publishers + rng.choices(publishers, shares, k=max(0, total - len(publishers)))
    rng.shuffle(owners)
    for number, owner in enumerate(owners, start=100):
        day = f"{rng.randrange(1998, 2026)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
        topic = short(word(rng.randrange(MOST_WORDS)), "latin").lower()
        yield f"{owner}/{rng.choice((day, day, day[:7], 'art'))}-{topic}-{number}"


def _source(world: World, number: int, ids: list[str]) -> Iterator[str]:
    rng, words, site = (
        _rng(world.seed, "source", number),
        vocabulary().terms,
        f"https://{world.publishers[number]}.example/",
    )
    language, grade = world.languages[world.publishers[number]], rng.choices(*_falling(words["reliability"]))[0]
    yield f"name: {quoted(_publisher(world.seed, number))}"
    yield f"kind: {rng.choices(*_falling(words['publisher_kind']))[0]}"
    yield f"country: {rng.choice(COUNTRY_OF[language].split())}"
    yield f"language: {language}"
    yield f"reliability: {grade}"
    yield f"reliability_note: {quoted(f'Invented for measurements; graded {grade} so that every grade occurs.')}"
    yield f"url: {quoted(site)}"
    if number and rng.random() < 0.03:
        yield f"part_of: {world.publishers[rng.randrange(number)]}"
    yield "documents:"
    yield from (f"  {id}: {_document(rng, id, site, language)}" for id in ids)


def _falling(words: dict[str, str]) -> tuple[list[str], list[float]]:
    """The words of a list and their weights: the middle ones are frequent, the ends rare."""
    middle = (len(words) - 1) / 2
    return [*words], [1 / (1 + abs(place - middle)) for place in range(len(words))]


def _document(rng: Random, id: str, site: str, language: str) -> str:
    day, _word, number = id.rsplit("-", 2)
    return flow(
        title=quoted(title(rng, language)),
        url=quoted(f"{site}{id.replace('-', '/', 1)}.html"),
        issued=day if day[0].isdigit() else None,
        accessed=f"2026-11-{int(number) % 28 + 1:02}",
        language=language,
    )


def _system(world: World, system: System) -> str:
    rng, first = _rng(world.seed, "system", system.number), system.number * DOCUMENTS_A_SYSTEM
    own = world.documents[first : first + DOCUMENTS_A_SYSTEM]
    documents = list(dict.fromkeys(own + [_popular(rng, world.documents) for _ in range(rng.choice((4, 8, 16)))]))
    fires: list[str] = []
    if system.kind.stands_for == "launcher":
        fires = rng.sample(world.munitions, min(len(world.munitions), rng.choice((1, 2, 3))))
    return Draft(rng, system, documents, world.publishers, world.languages, fires).text(own)


def _popular(rng: Random, documents: list[str]) -> str:
    """Any document, the early ones more often."""
    return documents[int(len(documents) * rng.random() ** 2)]


def _event(world: World, number: int) -> tuple[str, str]:
    """An event's file name and text."""
    rng = _rng(world.seed, "event", number)
    giver, taker = rng.sample(USERS, 2)
    day = f"{rng.randrange(2015, 2027)}-{rng.randrange(1, 13):02}-{rng.randrange(1, 29):02}"
    kind, by = rng.choice([*vocabulary().terms["event_kind"]]), countries()[giver].name
    systems = dict.fromkeys(rng.choice(world.systems).id for _ in range(rng.choice((1, 2))))
    lines = [f"kind: {kind}", f"title: {quoted(f'{by}: {kind} number {number} of the list')}", f"from: {giver}"]
    lines += [f"to: {taker}"] if rng.random() < 0.7 else []
    lines += [f"systems: [{', '.join(systems)}]", f"date: {rng.choice((day, day, day[:7]))}", "claims:"]
    for speaker in rng.sample(SPEAKERS, rng.choice((2, 3, 4))):
        lines += _word_on_it(rng, world, f"{by} {speaker}", day)
    return f"events/{day[:4]}/{day}-{kind}-{number}.yml", "\n".join(lines) + "\n"


def _word_on_it(rng: Random, world: World, speaker: str, day: str) -> Iterator[str]:
    words, number = vocabulary().terms, f"{rng.randrange(2, 4000):,}"
    yield f"  - by: {quoted(speaker)}"
    yield f"    says: {quoted(rng.choice(SAYS).format(n=number, year=day[:4]))}"
    if rng.random() < 0.2:
        yield f"    stance: {rng.choice([*words['stance']])}"
    if rng.random() < 0.6:
        yield f"    quantity: {quoted(rng.choice(('', 'about ', 'more than ')) + number)}"
        yield f"    of: {rng.choice([*words['event_of']])}"
    yield f"    claimed_on: {day}"
    yield f"    source: {listed(dict.fromkeys(_popular(rng, world.documents) for _ in range(rng.choice((1, 1, 2)))))}"
    if rng.random() < 0.4:
        yield f"    via: {rng.choice(world.publishers)}"


def main() -> None:
    """Reads the command line, writes, says what was written."""
    parser = argparse.ArgumentParser(description="Writes an invented catalog for measurements.")
    parser.add_argument("folder", type=Path, help="where to write it; must be new or empty")
    parser.add_argument("--systems", type=int, default=1000, help="how many systems (1000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed gives another catalog (1)")
    wanted = parser.parse_args()
    if not 1 <= wanted.systems <= MOST_SYSTEMS:
        parser.error(f"--systems must be from 1 to {MOST_SYSTEMS:,}")
    if wanted.folder.exists() and (not wanted.folder.is_dir() or any(wanted.folder.iterdir())):
        parser.error(f"{wanted.folder} exists and is not an empty folder: name a new one")
    print(f"{wanted.folder}: {generate(wanted.folder, wanted.systems, wanted.seed):,} records")


if __name__ == "__main__":
    main()
