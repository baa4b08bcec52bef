"""Runs one command and writes its wall and CPU seconds and the peak memory of its largest process to a file.

A process starts with the peak of the one that made it; this one is smaller than any that is measured, if Python runs it
with -I -S, because it imports nothing but built-in modules.
"""

import posix
import sys
import time

begun = time.perf_counter()
child = posix.posix_spawnp(sys.argv[2], sys.argv[2:], posix.environ)
_, status, used = posix.wait4(child, 0)
wall = time.perf_counter() - begun
with open(sys.argv[1], "w") as result:
    result.write(f"{wall} {used.ru_utime + used.ru_stime} {used.ru_maxrss}")
sys.exit(posix.waitstatus_to_exitcode(status))
