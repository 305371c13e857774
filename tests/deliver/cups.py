"""A real print server for tests: cupsd on loopback, with a queue to a printer on loopback that keeps what it gets.

The printer listens as network printers do (raw port): a queue to a plain file has no filter, and CUPS then writes
nothing.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

CUPSD = shutil.which("cupsd") or shutil.which("cupsd", path="/usr/sbin:/sbin")
#: Why there is no print server here, or nothing.
LACKING = (
    "cupsd is not installed (Debian: apt install cups cups-client)"
    if not CUPSD or not shutil.which("lp")
    else "cupsd runs as root only"
    if os.geteuid()
    else ""
)
_CONF = """\
Listen 127.0.0.1:{port}
LogLevel debug
Browsing Off
WebInterface No
DefaultAuthType None
JobKillDelay 1
PreserveJobFiles No
<Location />
  Allow from 127.0.0.1
</Location>
<Policy default>
  JobPrivateAccess default
  JobPrivateValues none
  SubscriptionPrivateAccess default
  SubscriptionPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
_FILES = """\
ServerRoot {root}
CacheDir {root}/cache
StateDir {root}/state
RequestRoot {root}/spool
TempDir {root}/spool/tmp
ErrorLog {root}/error_log
AccessLog {root}/access_log
PageLog {root}/page_log
SystemGroup root
"""
_QUEUE = """\
<Printer {name}>
DeviceURI socket://127.0.0.1:{port}
State Idle
Accepting Yes
</Printer>
"""


@dataclass(frozen=True)
class PrintServer:
    """Where it listens, as CUPS_SERVER names it, and its folder; `queue` prints into `out`."""

    address: str
    root: Path
    queue: str = "front-desk"

    @property
    def out(self) -> Path:
        return self.root / "out.prn"

    def received(self, size: int) -> bytes:
        """What the printer has got, once it has that many bytes, or after a while."""
        for _ in range(400 if size else 20):
            if self.out.is_file() and self.out.stat().st_size >= size:
                break
            time.sleep(0.05)
        return self.out.read_bytes() if self.out.is_file() else b""


@contextmanager
def print_server() -> Iterator[PrintServer]:
    """A cupsd and a printer of our own, both ended when done."""
    with socket.create_server(("127.0.0.1", 0)) as printer, tempfile.TemporaryDirectory() as folder:
        # What sends a job to the printer runs as another user, who must reach the spool.
        Path(folder).chmod(0o711)
        yield from _print_server(Path(folder), printer)


def _keep(printer: socket.socket, out: Path) -> None:
    """Print: what one connection sends becomes the file, whole."""
    while True:
        try:
            connection, _ = printer.accept()
        except OSError:
            return
        with connection, connection.makefile("rb") as sent:
            partial = out.with_suffix(".partial")
            partial.write_bytes(sent.read())
            partial.replace(out)


def _print_server(root: Path, printer: socket.socket) -> Iterator[PrintServer]:
    assert CUPSD
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = PrintServer(f"127.0.0.1:{port}", root)
    for folder in ("cache", "state", "spool/tmp"):
        (root / folder).mkdir(parents=True)
    (root / "cupsd.conf").write_text(_CONF.format(port=port))
    (root / "cups-files.conf").write_text(_FILES.format(root=root))
    (root / "printers.conf").write_text(_QUEUE.format(name=server.queue, port=printer.getsockname()[1]))
    threading.Thread(target=_keep, args=(printer, server.out), daemon=True).start()
    process = subprocess.Popen(
        [CUPSD, "-f", "-c", str(root / "cupsd.conf"), "-s", str(root / "cups-files.conf")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        for _ in range(200):
            with socket.socket() as probe:
                if not probe.connect_ex(("127.0.0.1", port)):
                    break
            assert process.poll() is None, (root / "error_log").read_text()
            time.sleep(0.05)
        yield server
    finally:
        process.terminate()
        process.wait(timeout=20)
