"""Work in forked processes that may be killed, limited and watched: what they said, and whether any of them is left."""

from __future__ import annotations

import ctypes
import io
import os
import pickle
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from pathlib import Path
from typing import NamedTuple

PATIENCE = 60.0  # seconds after which something hangs


class Fork:
    """A process of our own group that does some work. All its descendants hold the pipe whose other end we keep."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._told, tells = os.pipe()
        sys.stdout.flush()
        self.process = os.fork()
        if self.process == 0:
            os._exit(_work(work, tells))
        os.close(tells)

    def kill(self, alone: bool = False) -> None:
        """Kills it, with all its descendants or `alone`."""
        with suppress(ProcessLookupError):
            (os.kill if alone else os.killpg)(self.process, signal.SIGKILL)

    def kill_worker(self) -> bool:
        """Kills one of its children; False if there is none."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children")
        workers = children.read_text().split() if children.exists() else []
        for worker in workers[:1]:
            with suppress(ProcessLookupError):
                os.kill(int(worker), signal.SIGKILL)
        return bool(workers)

    def wait(self) -> int | None:
        """Its exit status, minus the signal that ended it, or None if it hangs (it is killed then)."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            done, status = os.waitpid(self.process, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status)
            time.sleep(0.002)
        self.kill()
        os.waitpid(self.process, 0)
        return None

    def rest(self) -> bytes | None:
        """What the work gave, once no process of it is left; None if one stays."""
        told = b""
        try:
            while select.select([self._told], [], [], PATIENCE)[0]:
                part = os.read(self._told, 1 << 16)
                if not part:
                    return told
                told += part
            return None
        finally:
            os.close(self._told)


def _work(work: Callable[[], object], tells: int) -> int:
    os.setsid()
    quiet = os.open(os.devnull, os.O_RDWR)
    for number in range(3):
        os.dup2(quiet, number)
    try:
        given = work()
        os.write(tells, pickle.dumps(given))
    except BaseException:
        return 1
    return 0


class Said(NamedTuple):
    """What a command line came to; status None if it hung, 99 if it left a traceback in `errors`."""

    status: int | None
    output: str
    errors: str


def said(line: list[str], folder: Path, rights: bool = True, **limits: int) -> Said:
    """What a command line says in a folder, in a process under limits such as RLIMIT_FSIZE=1000.

    Without `rights`, permissions hold for the superuser too.
    """

    def work() -> Said:
        os.chdir(folder)
        os.environ.pop("CATALOG_DB", None)
        for name, limit in limits.items():
            resource.setrlimit(getattr(resource, name), (limit, limit))
        if not rights:
            _give_up_rights()
        return run(line)

    fork = Fork(work)
    status = fork.wait()
    told = fork.rest()
    return pickle.loads(told) if told else Said(status, "", "")


def _give_up_rights() -> None:
    """Drops all capabilities of this process (capset(2), version 3)."""
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)
    if ctypes.CDLL(None, use_errno=True).capset(header, (ctypes.c_uint32 * 6)()) != 0:
        raise OSError(ctypes.get_errno(), "capset")


def run(line: list[str]) -> Said:
    """What a command line says in this process."""
    from catalog.cli import main

    output, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(output), redirect_stderr(errors):
        try:
            status = main(line)
        except BaseException:
            errors.write(traceback.format_exc())
            status = 99
    return Said(status, output.getvalue(), errors.getvalue())
