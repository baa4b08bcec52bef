"""The floor of a build that has nothing to do: the size and time of every record's file, by scandir. scan.py FOLDER"""

import os
import sys


def scan(folder):
    for entry in os.scandir(folder):
        if entry.is_dir():
            yield from scan(entry.path)
        else:
            status = entry.stat()
            yield entry.path, status.st_mtime_ns, status.st_size


hash(tuple(sorted(item for top in ("systems", "sources", "events") for item in scan(os.path.join(sys.argv[1], top)))))
