"""Imports at the start: whoever needs the libraries waits for the thread that brings them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[3]
# Without the lock, a second thread that imports folium meanwhile is broken off with a deadlock error now and then.
TOGETHER = """
import sys, threading
from ui.shell import preload
preload.begin()
failed = []
def page():
    try:
        with preload.importing:
            assert all(name in sys.modules for name in preload.NEEDED)
            import streamlit_folium
    except RuntimeError as problem:
        failed.append(problem)
threads = [threading.Thread(target=page) for _ in range(8)]
[thread.start() for thread in threads]; [thread.join() for thread in threads]
print("failed:", failed)
"""


def test_pages_that_open_while_libraries_are_imported_wait_for_them() -> None:
    done = subprocess.run(
        [sys.executable, "-c", TOGETHER], cwd=PROJECT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.strip().endswith("failed: []"), done.stderr[-2000:]


WAITING = """
import threading
from ui.shell import preload
print(preload.under_way())
preload.begin()
print(preload.under_way(), all(name in __import__("sys").modules for name in preload.FOR_FRAMES))
with preload.importing: preload.done()
print(preload.under_way())
"""


def test_a_page_is_told_to_wait_until_every_page_is_there_and_meanwhile_may_send_a_frame() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WAITING], cwd=PROJECT, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.split() == ["False", "True", "True", "False"], done.stderr[-2000:]
