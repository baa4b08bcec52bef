"""A progress bar of one line on a terminal, nothing elsewhere."""

from __future__ import annotations

from types import TracebackType
from typing import TextIO


class Progress:
    """Called with what is done and the number of all; used as a context, it clears its line at the end."""

    def __init__(self, stream: TextIO, things: str = "records") -> None:
        self._stream, self._things, self._shown = stream, things, -1
        self._silent = not stream.isatty()

    def __enter__(self) -> Progress:
        return self

    def __call__(self, done: int, total: int) -> None:
        percent = 100 * done // max(total, 1)
        if self._silent or percent == self._shown:
            return
        self._shown = percent
        filled = "█" * (percent // 5)
        self._stream.write(f"\r{filled:<20} {percent:3d} % of {total:,} {self._things}")
        self._stream.flush()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._shown >= 0:
            self._stream.write("\r\x1b[K")
