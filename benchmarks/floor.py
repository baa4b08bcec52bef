"""The floor of a build: read every file, PyYAML's C loader, `executemany` into two bare tables. Nothing is checked.

No shapes, no quantities, no references, no keys, no indexes, no second core: floor.py FOLDER DATABASE.
"""

import os
import sqlite3
import sys

import yaml

root, target = sys.argv[1:3]
if os.path.exists(target):
    os.remove(target)
files = sorted(
    os.path.join(folder, name)
    for top in ("systems", "sources", "events")
    for folder, _, names in os.walk(os.path.join(root, top))
    for name in names
)
connection = sqlite3.connect(target, isolation_level=None)
connection.executescript(
    "pragma journal_mode = off; pragma synchronous = off;"
    "create table records (id text primary key, name, kind, country, status, summary);"
    "create table claims (record_id, key, ord, value, source); begin"
)
records, claims = [], []


def flush():
    connection.executemany("insert into records values (?, ?, ?, ?, ?, ?)", records)
    connection.executemany("insert into claims values (?, ?, ?, ?, ?)", claims)
    records.clear()
    claims.clear()


for file in files:
    with open(file, "rb") as handle:
        r = yaml.load(handle.read(), yaml.CSafeLoader)
    name, kind, country = (
        r.get("name", r.get("title")),
        r.get("class", r.get("kind")),
        r.get("origin", r.get("country")),
    )
    records.append((file, name, kind, str(country), r.get("status"), r.get("summary")))
    for key, entries in r.get("specs", {}).items():
        entries = entries if isinstance(entries, list) else [entries]
        claims += [(file, key, n, str(c["value"]), str(c["source"])) for n, c in enumerate(entries)]
    claims += [(file, id, 0, d["title"], d.get("url")) for id, d in r.get("documents", {}).items()]
    claims += [(file, c["by"], n, c["says"], str(c["source"])) for n, c in enumerate(r.get("claims", ()))]
    if len(records) >= 500:
        flush()
flush()
connection.execute("commit")
