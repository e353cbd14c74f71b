"""A PostgreSQL that lives as long as a test session: its own cluster in a folder of its own, on 127.0.0.1 alone."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

DEBIAN = Path("/usr/lib/postgresql")
OWNER = "postgres"  # the server refuses to run as root


def programs() -> Path | None:
    """The folder of initdb and pg_ctl: on the path, or where Debian puts the newest; None where there is none."""
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).parent
    versions = [path.parent for path in DEBIAN.glob("*/bin/initdb")]
    return max(versions, key=lambda folder: float(folder.parent.name), default=None)


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a server in an empty folder; gives its address as SQLAlchemy writes it, and stops the server at the end."""
    binaries = programs()
    assert binaries is not None
    folder.mkdir(parents=True)
    as_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if as_root:
        shutil.chown(folder, OWNER)
        for parent in folder.parents[:-1]:
            parent.chmod(parent.stat().st_mode | 0o011)  # so that its user may pass
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    data, log = folder / "data", folder / "log"
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [str(binaries / program), *arguments],
            check=True,
            timeout=60,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            user=OWNER if as_root else None,
        )

    run("initdb", "-D", str(data), "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--no-sync")
    run("pg_ctl", "-D", str(data), "-l", str(log), "-w", "-o", settings, "start")
    try:
        yield f"postgresql+psycopg://{OWNER}@127.0.0.1:{port}/postgres"
    finally:
        run("pg_ctl", "-D", str(data), "-m", "immediate", "-w", "stop")
