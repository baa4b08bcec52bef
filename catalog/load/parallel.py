"""Work on many files in order, on several processes where that is worth their start."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from catalog.load import File

Result = TypeVar("Result")
CHUNK = 64
WORTH_IT = 400  # files below which a second process costs more than it saves

_work: Callable[[Sequence[File]], object] | None = None


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_chunks(files: Sequence[File], work: Callable[[Sequence[File]], Result], jobs: int) -> Iterator[Result]:
    """The results of `work` on the files, chunk by chunk, in their order. It runs in forked processes if `jobs` > 1."""
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    if jobs < 2 or len(files) < WORTH_IT or not hasattr(os, "fork"):
        yield from map(work, chunks)
        return
    from multiprocessing import get_context

    global _work
    _work = work  # inherited by the fork, so that nothing but files and results crosses
    with get_context("fork").Pool(jobs) as pool:
        yield from pool.imap(_run, chunks)


def _run(chunk: Sequence[File]) -> object:
    assert _work is not None
    return _work(chunk)
