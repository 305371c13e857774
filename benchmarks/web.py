"""What the counter costs: `python -m benchmarks.web`. Previews of a known leaflet, and fifty people at once.

The server runs as it is served (`leafgen serve`), on a port of its own; who asks is another process on this machine.
Figures are the clock's: a machine that does other things shows it.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections import Counter

import httpx2

PORT = 8491
ADDRESS = f"http://127.0.0.1:{PORT}"
USERS, EACH = 50, 4
LEAFLET = {"indication": "cramps", "locale": "nl"}


async def ask(client: httpx2.AsyncClient, **fields: str) -> tuple[int, float]:
    """The status of one leaflet, and the seconds it took."""
    start = time.perf_counter()
    answer = await client.post("/api/leaflet", json={**LEAFLET, **fields})
    return answer.status_code, time.perf_counter() - start


async def preview(client: httpx2.AsyncClient, name: str) -> float:
    """The seconds that the preview of a patient's leaflet takes, with the pictures of its pages and its proof."""
    page = await client.get("/")
    mark = page.text.partition('name="csrf" value="')[2][:64]
    form = {"csrf": mark, "kind": "leaflet", **LEAFLET, "patient_name": name}
    start = time.perf_counter()
    answer = await client.post("/", data=form, headers={"hx-request": "true"})
    assert "data:application/pdf" in answer.text
    return time.perf_counter() - start


async def user(number: int) -> list[tuple[int, float]]:
    """One of many: a leaflet for each of some patients, one after the other."""
    async with httpx2.AsyncClient(base_url=ADDRESS, timeout=300) as client:
        return [await ask(client, patient_name=f"P. Number {chr(97 + number % 26)}{chr(97 + n)}") for n in range(EACH)]


async def measure() -> None:
    """Print the figures."""
    async with httpx2.AsyncClient(base_url=ADDRESS, timeout=300) as client:
        _, first = await ask(client)
        known = [(await ask(client))[1] for _ in range(20)]
        await ask(client, patient_name="P. Number a")
        stamped = [(await ask(client, patient_name=f"P. Number {chr(97 + n)}"))[1] for n in range(20)]
        shown = [await preview(client, f"P. Number {chr(97 + n)}") for n in range(20)]
    print(f"a leaflet nobody asked for yet          {first * 1000:8.0f} ms")
    print(f"a known leaflet, for nobody             {statistics.median(known) * 1000:8.0f} ms")
    print(f"a known leaflet, for a patient          {statistics.median(stamped) * 1000:8.0f} ms")
    print(f"the same at the counter, with its pages  {statistics.median(shown) * 1000:7.0f} ms")
    start = time.perf_counter()
    found = [one for some in await asyncio.gather(*map(user, range(USERS))) for one in some]
    took = time.perf_counter() - start
    times = sorted(seconds * 1000 for _, seconds in found)
    print(f"{USERS} at once, {EACH} patients each: statuses {dict(Counter(status for status, _ in found))}")
    middle, most = times[len(times) // 2], times[len(times) * 95 // 100]
    print(f"  median {middle:.0f} ms, 95 in 100 within {most:.0f} ms, slowest {times[-1]:.0f} ms")
    print(f"  {len(times) / took:.0f} leaflets a second")


def main() -> None:
    """Start the server, measure, stop it."""
    command = [sys.executable, "-m", "leafgen", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    try:
        for _ in range(200):
            try:
                httpx2.get(ADDRESS)
                break
            except httpx2.TransportError:
                time.sleep(0.1)
        asyncio.run(measure())
        with open(f"/proc/{server.pid}/status", encoding="ascii") as status:
            print(
                next(line.strip() for line in status if line.startswith("VmHWM")), "(the server; its processes apart)"
            )
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
