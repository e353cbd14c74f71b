"""A process of its own in which foreign files are taken apart, so that a hang, a crash or a bomb is one refusal in words.

What runs there is named by whoever starts it (`loaders.sources.reader_process`). The process is started when the first such file comes,
serves one file after another, and is ended once nothing has been asked for a while, or when this process ends. It has a limit
of memory and, for each file, of time; it is not told the settings of this process (paths of the register, passwords), and has no network
but a proxy that answers nothing.

Questions go down as a pickle, which is ours; what comes back is JSON and Arrow, never a pickle: a library that a file has taken over
must not run anything here.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import pickle
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from geo.core.errors import DataProblem

PROJECT = Path(__file__).resolve().parent.parent.parent
PASSED_ON = {
    "PATH", "HOME", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "TMP", "TEMP", "SYSTEMROOT", "LD_LIBRARY_PATH", "VIRTUAL_ENV",
    "PYTHONHASHSEED", "SVD_AREA",
}  # fmt: skip
NO_PROXY_ANSWERS = "http://127.0.0.1:9"  # the port that discards: whatever would be fetched is not
OWN_SETTINGS = {
    "http_proxy": NO_PROXY_ANSWERS,
    "https_proxy": NO_PROXY_ANSWERS,
    "ARROW_DEFAULT_MEMORY_POOL": "system",  # the others reserve memory ahead, which the limit would count
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "PYTHONIOENCODING": "utf-8",
}
START_SECONDS = 60.0  # of the libraries; nothing foreign is read in it
LEAST_SECONDS, SECONDS_A_MEGABYTE = 7.0, 2.0  # several times what files take on an idle machine
LEAST_MEGABYTES, MEGABYTES_A_MEGABYTE = 500, 20
IDLE_SECONDS = 20.0
READY = "ready"


class ReadingProcess:
    """The process, as seen from here; use from any thread, one question at a time.

    module    what `python -m` runs: it answers the `questions`
    settings  of its environment, beside OWN_SETTINGS
    """

    def __init__(self, module: str, settings: Mapping[str, str]) -> None:
        self._module = module
        self.own_settings = {**OWN_SETTINGS, **settings}
        self._process: subprocess.Popen[bytes] | None = None
        self._settings: dict[str, str] = {}
        self._leaving: threading.Timer | None = None
        self._lock = threading.Lock()
        atexit.register(self.close)

    def ask(self, question: object, *, name: str, size: int) -> dict[str, Any]:
        """What the process answers to a question over a file.

        question  anything that pickles
        name      of the file, for messages
        size      of the file in bytes: a larger one is given more time and memory

        Raises DataProblem where the process takes too long, runs out of memory, or breaks off.
        """
        megabytes = size / 1e6
        seconds = LEAST_SECONDS + SECONDS_A_MEGABYTE * megabytes
        memory = int(LEAST_MEGABYTES + MEGABYTES_A_MEGABYTE * megabytes)
        with self._lock:
            if self._leaving is not None:
                self._leaving.cancel()
            process = self._started()
            line, is_late = self._exchange(process, (memory, seconds, question), seconds)
            if line:
                self._leaving = threading.Timer(IDLE_SECONDS, self._leave, [process])
                self._leaving.daemon = True
                self._leaving.start()
                return dict(json.loads(line))
            self.close()
            raise _took_too_long(name, seconds) if is_late else _broke_off(name, process)

    def _leave(self, process: subprocess.Popen[bytes]) -> None:
        """End the process once nothing has been asked of it for a while."""
        with self._lock:
            if self._process is process and self._leaving is threading.current_thread():
                self.close()

    def close(self) -> None:
        """End the process, if it runs."""
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _started(self) -> subprocess.Popen[bytes]:
        settings = {key: value for key, value in os.environ.items() if key in PASSED_ON}
        running = self._process is not None and self._process.poll() is None
        if self._process is not None and running and settings == self._settings:
            return self._process
        self.close()
        self._settings = settings
        self._process = subprocess.Popen(
            [sys.executable, "-m", self._module],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=PROJECT,
            env=settings | self.own_settings,
        )
        line, _ = self._answer(self._process, START_SECONDS)
        if line.strip().decode() != READY:
            self.close()
            raise RuntimeError("the process that reads foreign files does not start")
        return self._process

    def _exchange(
        self, process: subprocess.Popen[bytes], question: object, seconds: float
    ) -> tuple[bytes, bool]:
        assert process.stdin is not None
        data = pickle.dumps(question)
        try:
            process.stdin.write(struct.pack("<Q", len(data)) + data)
            process.stdin.flush()
        except OSError:
            return b"", False
        return self._answer(process, seconds)

    def _answer(self, process: subprocess.Popen[bytes], seconds: float) -> tuple[bytes, bool]:
        """The next line that the process says, empty where it says none; and whether it was ended for taking too long."""
        assert process.stdout is not None
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        watch = threading.Timer(seconds, end)
        watch.daemon = True
        watch.start()
        try:
            line = process.stdout.readline()
        finally:
            watch.cancel()
        return line, late.is_set() and not line


def _took_too_long(name: str, seconds: float) -> DataProblem:
    return DataProblem(
        f"{name} could not be read in {seconds:,.0f} seconds.",
        "Files of its size take far less, so its reading was stopped.",
        "It may be damaged, or made to keep a program busy: save it again as CSV (UTF-8), or as GeoJSON, and load that.",
    )


def _broke_off(name: str, process: subprocess.Popen[bytes]) -> DataProblem:
    return DataProblem(
        f"{name} cannot be read: the library that takes such files apart broke off over it.",
        f"It ended with status {process.returncode}, as for want of memory or by a fault of its own.",
        "The file may be damaged: save it again as CSV (UTF-8), or as GeoJSON, and load that.",
    )


def needs_too_much_memory(name: str) -> DataProblem:
    """What is said of a file that would take more memory than files of its size do."""
    return DataProblem(
        f"{name} needs more memory than a file of its size should.",
        "Its reading was stopped.",
        "It may be damaged, or made to swell: save it again as CSV (UTF-8), or in parts, and load that.",
    )


def questions() -> Iterator[Any]:
    """For the process itself: says that it is ready, then gives each question as it comes, under the limit of memory it came with.

    Ends when the asking process does.
    """
    while head := sys.stdin.buffer.read(8):
        (length,) = struct.unpack("<Q", head)
        memory, seconds, question = pickle.loads(sys.stdin.buffer.read(length))
        _limit(memory, seconds)
        yield question


def _limit(megabytes: int, seconds: float) -> None:
    """No more private memory and processor time than so much from here on; where the system knows no such limits, the asker's clock alone
    holds. The limit of processor time is for a process whose asker has gone."""
    if sys.platform == "win32":
        return
    import resource

    used = time.process_time()
    for limit, value in (
        (resource.RLIMIT_DATA, megabytes * 1_000_000),
        (resource.RLIMIT_CPU, int(used + seconds * 2 + 10)),
        (resource.RLIMIT_CORE, 0),
    ):
        _, most = resource.getrlimit(limit)
        resource.setrlimit(limit, (value, most))
