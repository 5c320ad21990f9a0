"""The live page: the first answer, fifty at once, what a page weighs, and how soon it cancels.

    python benchmarks/bench_live.py

Bars: a first answer within 2 s, warm; of fifty at once all are answered or told to wait; cancelled
within 1 s.
"""

import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from math import isnan
from pathlib import Path

import httpx

ROOT = Path(__file__).parents[1]
QUESTIONS = ("taper", "champion_leaves", "slack", "in_house", "spin_out")
PLACES = (
    "of=baseline",
    "of=baseline&is.setting.rating=good",
    "of=permissive_good_council",
    "of=reference",
)
LONG = "of=baseline&is.people.frontline=400&change=champion_stays"
NEXT = "of=baseline&is.people.frontline=401&change=champion_stays"
MANY = 50
PATIENCE = 240.0


def ask(client: httpx.Client, address: str) -> tuple[float, int]:
    """Ask as a browser does: wait, look again, come back when told to; seconds, times sent away."""
    began, away = time.perf_counter(), 0
    while time.perf_counter() - began < PATIENCE:
        found = client.get(address)
        if found.status_code == 200:
            return time.perf_counter() - began, away
        if found.status_code == 503:
            away += 1
            time.sleep(float(found.headers["retry-after"]))
        elif found.status_code == 202:
            time.sleep(0.4)
        else:
            found.raise_for_status()
    return float("nan"), away


def first_answers(client: httpx.Client) -> None:
    """Ask what was never asked before, one after another."""
    for number, place in enumerate(PLACES):
        seconds, _ = ask(client, f"/answer?{place}&change={QUESTIONS[number]}&seed=7")
        again, _ = ask(client, f"/answer?{place}&change={QUESTIONS[number]}&seed=7")
        print(f"  {place:<36} {seconds:6.2f} s; asked again {1000 * again:.0f} ms")


def many_at_once(address: str) -> None:
    """Ask fifty questions in the same moment."""

    def one(number: int) -> tuple[float, int]:
        with httpx.Client(base_url=address, timeout=60.0, follow_redirects=True) as client:
            return ask(client, f"/answer?of=baseline&change=taper&seed={100 + number}")

    began = time.perf_counter()
    with ThreadPoolExecutor(MANY) as pool:
        found = list(pool.map(one, range(MANY)))
    times = sorted(seconds for seconds, _ in found)
    answered = sum(not isnan(seconds) for seconds in times)
    away = Counter(times_away > 0 for _, times_away in found)[True]
    print(f"  {answered} of {MANY} answered in {time.perf_counter() - began:.0f} s;", end=" ")
    print(f"half of them within {times[MANY // 2]:.0f} s; {away} were told to come back, and did")


def weight(client: httpx.Client) -> None:
    """Count what a browser loads for an answer, with nothing kept from before."""
    page = client.get("/answer?of=baseline&change=taper&seed=7")
    parts = [page, *(client.get(part) for part in re.findall(r'"(/static/[^"]+)"', page.text))]
    sizes = sum(len(part.content) for part in parts)
    print(f"  an answer: {len(parts)} requests, {sizes / 1000:.0f} kB; nothing from elsewhere")


def cancelling(client: httpx.Client) -> None:
    """Let two long works take both slots, cancel both, and see how soon another begins."""
    for place, wait in enumerate((0.0, 1.0, 3.0)):
        keys = []
        for address in (f"{LONG}&seed={2 * place + 1}", f"{LONG}&seed={2 * place + 2}", NEXT):
            waiting = client.get(f"/answer?{address}&precision={0.01 + 0.001 * place:g}")
            found = re.search(r"/cancel/(\w+)", waiting.text)
            keys += [found[1]] if found else []
        if len(keys) < 3:
            print("  one was answered before it could be cancelled")
            continue
        time.sleep(wait)
        began = time.perf_counter()
        for key in keys[:2]:
            client.post(f"/cancel/{key}")
        while client.get(f"/progress/{keys[2]}").json().get("says", "").startswith("Waiting"):
            time.sleep(0.02)
        print(f"  {wait:.0f} s on: {time.perf_counter() - began:.2f} s until another began")
        client.post(f"/cancel/{keys[2]}")


def main() -> None:
    """Serve in a process of its own, and measure."""
    command = [sys.executable, "-m", "exit_sim", "serve", "--port", "0"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)  # noqa: S603
    try:
        (address,) = re.findall(
            r"http://[^/]+", process.stdout.readline() if process.stdout else ""
        )
        with httpx.Client(base_url=address, timeout=60.0, follow_redirects=True) as client:
            ask(client, "/answer?of=baseline&change=taper")
            ask(client, "/answer?of=reference&change=taper")
            print("First answers, warm (never asked before):")
            first_answers(client)
            print(f"{MANY} at once:")
            many_at_once(address)
            print("Weight:")
            weight(client)
            print("Cancelling:")
            cancelling(client)
    finally:
        process.terminate()
        process.wait(20)


if __name__ == "__main__":
    main()
