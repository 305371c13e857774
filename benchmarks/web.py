"""What the counter costs: `python -m benchmarks.web`. Pages, previews of known and of new leaflets, a batch, and fifty
people at once.

The server runs as it is served (`leafgen serve`), on a port of its own, with nothing remembered; who asks is another
process on this machine. The clock shows what else a machine does; processor seconds (of the server and its processes,
which meanwhile make likely leaflets ready) show what it costs.
"""

from __future__ import annotations

import asyncio
import io
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx2

PORT = 8491
ADDRESS = f"http://127.0.0.1:{PORT}"
USERS, EACH = 50, 4
LEAFLET = {"indication": "cramps", "locale": "nl"}
PAGES = ("/", "/batch", "/translations", "/review")
#: Leaflets of a clinic that is not the workplace's own: the server has not made them ready.
NEW = [
    {"indication": name, "locale": locale, "clinic": "demo-clinic"}
    for name in ("sleep", "constipation", "migraine-prevention")
    for locale in ("nl", "de", "ar")
]
ROWS = 200
_TICK = os.sysconf("SC_CLK_TCK")


def processes(server: int) -> Iterator[int]:
    """The server and its processes, by id."""
    yield server
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == server:
            yield int(folder.name)


def spent(server: int) -> float:
    """Processor seconds of all of them so far."""
    total = 0
    for one in processes(server):
        fields = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / _TICK


def peak(process: int) -> float:
    """The most memory a process ever held, in MB."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1]) / 1024


async def ask(client: httpx2.AsyncClient, **fields: str) -> tuple[int, float]:
    """The status of one leaflet, and the seconds it took."""
    start = time.perf_counter()
    answer = await client.post("/api/leaflet", json={**LEAFLET, **fields})
    return answer.status_code, time.perf_counter() - start


async def mark(client: httpx2.AsyncClient) -> str:
    """What the forms of a page bear."""
    return (await client.get("/")).text.partition('name="csrf" value="')[2][:64]


@dataclass(frozen=True)
class Seen:
    """One preview: the seconds until its pages were shown, and until its proof stood beside them; the first by the
    processor, too."""

    pages: float
    proof: float
    worked: float


async def preview(client: httpx2.AsyncClient, csrf: str, server: int, **fields: str) -> Seen:
    """Ask for a leaflet as the page does: at first for what there is, then for its proof."""
    form, header = {"csrf": csrf, "kind": "leaflet", **LEAFLET, **fields}, {"hx-request": "true"}
    start, before = time.perf_counter(), spent(server)
    answer = (await client.post("/", data=form, headers=header)).text
    pages, worked = time.perf_counter() - start, spent(server) - before
    assert "data:image/png" in answer, answer[:400]
    if "data-proving" in answer:
        answer = (await client.post("/", data={**form, "proof": "whole"}, headers=header)).text
    assert "data:application/pdf" in answer
    return Seen(pages, time.perf_counter() - start, worked)


async def quiet(server: int) -> None:
    """Wait until the server has done what it foresees: a person takes longer to choose, or to type a name."""
    before = -1.0
    while before != (before := spent(server)):
        await asyncio.sleep(0.5)


async def weights(client: httpx2.AsyncClient) -> None:
    """What each page weighs with all it asks for, as a browser that knows nothing of it gets it."""
    for path in PAGES:
        page = await client.get(path)
        files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
        weight = len(page.content) + sum([len((await client.get(file)).content) for file in files])
        print(f"page {path:14} with styles, scripts and mark  {weight / 1000:8.1f} kB")


def line(what: str, seen: list[Seen]) -> None:
    """The median and the most of some previews."""
    for part in ("pages", "proof", "worked"):
        ms = [getattr(one, part) * 1000 for one in seen]
        name = {"pages": f"{what}: its pages", "proof": "  its proof", "worked": "  processor, for its pages"}[part]
        print(f"{name:48} {statistics.median(ms):6.0f} ms, at most {max(ms):.0f} ms")


async def new_ones(client: httpx2.AsyncClient, csrf: str, server: int) -> None:
    """Leaflets that nobody asked for yet: without a name, and then with one."""
    for what, more in (("for nobody", {}), ("for a patient", {"patient_name": "P. Number"})):
        found = []
        for fields in NEW:
            await quiet(server)
            found.append(await preview(client, csrf, server, **fields, **more))
        line(f"a new leaflet {what}", found)


async def batch(client: httpx2.AsyncClient, csrf: str, server: int) -> None:
    """A table of patients: looked at every second, made, and fetched."""
    names = (f"a{n},leaflet,cramps,nl,P. Number {chr(97 + n % 26)}\n" for n in range(ROWS))
    table = "id,kind,indication,locale,patient_name\n" + "".join(names)
    start, before = time.perf_counter(), spent(server)
    answer = await client.post("/batch", data={"csrf": csrf}, files={"table": ("t.csv", table)}, follow_redirects=True)
    path = answer.url.path
    for step in ("check", "make"):
        if step == "make":
            await client.post(f"{path}/make", data={"csrf": csrf})
        while 'id="progress"' in (await client.get(path)).text:
            await asyncio.sleep(0.2)
        print(f"{ROWS} rows, {step:5}  {time.perf_counter() - start:6.1f} s")
    found = await client.post(f"{path}/documents", data={"csrf": csrf})
    assert len(zipfile.ZipFile(io.BytesIO(found.content)).namelist()) == ROWS + 3
    size = len(found.content) / 1e6
    print(f"  {spent(server) - before:.1f} processor seconds, an archive of {size:.1f} MB")


async def user(number: int) -> list[tuple[int, float]]:
    """One of many: a leaflet for each of some patients, one after the other."""
    async with httpx2.AsyncClient(base_url=ADDRESS, timeout=300) as client:
        return [await ask(client, patient_name=f"P. Number {chr(97 + number % 26)}{chr(97 + n)}") for n in range(EACH)]


async def crowd() -> None:
    """Fifty at once."""
    start = time.perf_counter()
    found = [one for some in await asyncio.gather(*map(user, range(USERS))) for one in some]
    took = time.perf_counter() - start
    times = sorted(seconds * 1000 for _, seconds in found)
    print(f"{USERS} at once, {EACH} patients each: statuses {dict(Counter(status for status, _ in found))}")
    middle, most = times[len(times) // 2], times[len(times) * 95 // 100]
    print(f"  median {middle:.0f} ms, 95 in 100 within {most:.0f} ms, slowest {times[-1]:.0f} ms")
    print(f"  {len(times) / took:.0f} leaflets a second")


async def measure(server: int) -> None:
    """Print the figures."""
    async with httpx2.AsyncClient(base_url=ADDRESS, timeout=300) as client:
        await weights(client)
        csrf = await mark(client)
        await preview(client, csrf, server)
        await preview(client, csrf, server, patient_name="P. Number a")
        await quiet(server)
        line("a known leaflet for nobody", [await preview(client, csrf, server) for _ in range(20)])
        names = [f"P. Number {chr(97 + n)}" for n in range(20)]
        line("a known leaflet for a patient", [await preview(client, csrf, server, patient_name=one) for one in names])
        await new_ones(client, csrf, server)
        await batch(client, csrf, server)
    await crowd()
    held = {one: peak(one) for one in processes(server)}
    others = ", ".join(f"{held[one]:.0f}" for one in held if one != server)
    print(f"most memory held: server {held[server]:.0f} MB, its processes {others} MB")


def main() -> None:
    """Start the server, measure, stop it."""
    command = [sys.executable, "-m", "leafgen", "serve", "--port", str(PORT)]
    with tempfile.TemporaryDirectory() as cache:
        server = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, "XDG_CACHE_HOME": cache})
        try:
            for _ in range(200):
                try:
                    httpx2.get(ADDRESS)
                    break
                except httpx2.TransportError:
                    time.sleep(0.1)
            asyncio.run(measure(server.pid))
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
