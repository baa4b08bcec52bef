"""Work on many files in order, on several processes where that is worth their start."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from errno import ECHILD
from typing import TYPE_CHECKING, Any, TypeVar

from catalog.load import File

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

Result = TypeVar("Result")
CHUNK = 64
AHEAD = 2  # chunks that a process is given at once, so that it need not wait for the next
ROOM = 1 << 20  # bytes of results that may wait for us
WORTH_IT = 400  # files below which a second process costs more than it saves


def cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def in_chunks(files: Sequence[File], work: Callable[[Sequence[File]], Result], jobs: int) -> Iterator[Result]:
    """The results of `work` on the files, chunk by chunk, in their order. It runs in forked processes if `jobs` > 1.

    Raises OSError if one of these is killed. They end when this one does, whatever ends it.
    """
    chunks = [files[start : start + CHUNK] for start in range(0, len(files), CHUNK)]
    if jobs < 2 or len(files) < WORTH_IT or not hasattr(os, "fork"):
        yield from map(work, chunks)
        return
    workers: list[_Worker] = []
    try:
        for _ in range(jobs):
            workers.append(_Worker(lambda number: work(chunks[number]), workers))
        yield from _in_order(workers, len(chunks))
    finally:
        for worker in workers:
            worker.end()


class _Worker:
    """A forked process that is sent the numbers of chunks, so that nothing but these and results crosses."""

    def __init__(self, work: Callable[[int], Any], elders: Sequence[_Worker]) -> None:
        from multiprocessing import Pipe, get_context

        numbers, self.numbers = Pipe(duplex=False)
        self.results, results = Pipe(duplex=False)
        _widen(results)
        ours = [end for one in (self, *elders) for end in (one.numbers, one.results)]
        self.process = get_context("fork").Process(target=_serve, args=(work, numbers, results, ours), daemon=True)
        self.process.start()
        numbers.close()
        results.close()

    def give(self, number: int | None) -> None:
        """Sends the number of a chunk to work on, if there is one."""
        if number is not None:
            with suppress(BrokenPipeError):  # it was killed: `take` tells
                self.numbers.send(number)

    def take(self) -> tuple[int, Any]:
        """The number of a chunk that is done, and its result. Raises what the work raised, and OSError."""
        try:
            number, result, error = self.results.recv()
        except (EOFError, OSError):
            raise OSError(ECHILD, "One of the processes that read the records was killed") from None
        if error is not None:
            raise error
        return number, result

    def end(self) -> None:
        """Ends the process, whatever it does."""
        self.process.kill()
        self.process.join()
        self.numbers.close()
        self.results.close()


def _in_order(workers: Sequence[_Worker], chunks: int) -> Iterator[Any]:
    from multiprocessing.connection import wait

    left = iter(range(chunks))
    by_results = {worker.results: worker for worker in workers}
    done: dict[int, Any] = {}
    for worker in [*workers] * AHEAD:
        worker.give(next(left, None))
    for number in range(chunks):
        while number not in done:
            for ready in wait([*by_results]):
                worker = by_results[ready]  # type: ignore[index]
                finished, result = worker.take()
                done[finished] = result
                worker.give(next(left, None))
        yield done.pop(number)


def _serve(
    work: Callable[[int], Any],
    numbers: Connection[Any, int],
    results: Connection[Any, Any],
    others: Sequence[Connection[Any, Any]],
) -> None:
    """Works on chunks until nobody sends or takes any more."""
    for end in others:
        end.close()  # the last copies are then in the process that gives the work: they close when it dies
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is told once
    with suppress(EOFError, BrokenPipeError):
        while True:
            number = numbers.recv()
            try:
                results.send((number, work(number), None))
            except BrokenPipeError:
                raise
            except Exception as error:
                results.send((number, None, error))


def _widen(end: Connection[Any, Any]) -> None:
    """Lets a chunk's results wait in a pipe while other rows are inserted, where the system has room for that."""
    with suppress(ImportError, AttributeError, OSError):
        import fcntl

        fcntl.fcntl(end.fileno(), fcntl.F_SETPIPE_SZ, ROOM)
