"""Bulk building of personalised requests, beside ``json.dumps`` of an equal dict in the same run.

    python benches/python/bench_requests.py [--count N] [--rounds N]

Rounds of both sides alternate, so that the machine's moods hit both; the ratio is that of the medians. The reference is
``json.dumps`` of the dict that the body stands for, made in the loop as a sender would, and encoded to octets; it does
not count parts, check numbers or make a value, which the other side does. Peak memory is ``tracemalloc`` over a stream
that is ten times as long as the first: constant means that both peaks agree.

The goal of the product is a ratio of at most 1.5 for ordinary texts. No time is asserted.
"""

from __future__ import annotations

import argparse
import json
import platform
import statistics
import time
import tracemalloc
from collections import deque
from collections.abc import Callable, Iterable, Iterator

from smsenc import estimate
from smsenc.gateways import Request
from smsenc.gateways.clickatell import Callback, Failure, one, rest

NAMES = ("Ada", "Grace Hopper", "Bob", "Katherine", "Li", "Mohammed", "Anastasia", "Jo")
KINDS = {
    "plain, one part": "Hi {name}, your parcel {n} is ready. Bring this message and a photo id.",
    "plain, two parts": "Hi {name}, your parcel {n} is ready. " + "Bring this message and a photo id. " * 5,
    "accented GSM-7": "Hallo {name}, Ihr Päckchen {n} liegt für Sie bereit. Grüße aus Köln.",
    "UCS-2": "Привет, {name}! Ваша посылка {n} готова.",
}


def rows(text: str, count: int) -> Iterator[tuple[str, str]]:
    """Personalised rows; the same for both sides."""
    left, middle, right = text.replace("{name}", "\0").replace("{n}", "\0").split("\0")
    for n in range(count):
        yield f"{left}{NAMES[n & 7]}{middle}{n:07d}{right}", f"2783{n:07d}"


def dicts(pairs: Iterable[tuple[str, str]], unicode: bool, parts: int) -> Iterator[bytes]:
    """The reference: a dict and ``json.dumps``; for UCS-2 the hex is made, since the body holds it."""
    for text, number in pairs:
        if unicode:
            body = {
                "text": text.encode("utf-16-be").hex().upper(),
                "to": [number],
                "unicode": 1,
                "maxMessageParts": parts,
                "from": "27831234567",
                "callback": 7,
            }
        else:
            body = {"text": text, "to": [number], "maxMessageParts": parts, "from": "27831234567", "callback": 7}
        yield json.dumps(body).encode()


def drain(stream: Iterable[object]) -> None:
    """Take everything and keep nothing."""
    deque(stream, maxlen=0)


def timed(make: Callable[[], Iterable[object]]) -> float:
    """Seconds for a whole stream."""
    start = time.perf_counter()
    drain(make())
    return time.perf_counter() - start


def peak(make: Callable[[], Iterable[object]]) -> int:
    """The most octets that a whole stream holds at a time."""
    tracemalloc.start()
    drain(make())
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def measured(kind: str, text: str, count: int, rounds: int) -> str:
    """One line of the table."""
    parts = estimate(next(rows(text, 1))[0]).segments

    def build(count: int) -> Iterator[Request | Failure]:
        return rest.requests_from_rows(rows(text, count), token="key", from_="27831234567", callback=Callback(7))

    def reference(count: int) -> Iterator[bytes]:
        return dicts(rows(text, count), kind == "UCS-2", parts)

    made = next(build(1))
    assert isinstance(made, Request), made
    assert json.loads(made.content) == json.loads(next(reference(1)))
    ours, theirs = [], []
    for _ in range(rounds):
        # The rows themselves cost the same on both sides and are taken off.
        empty = timed(lambda: rows(text, count))
        ours.append(timed(lambda: build(count)) - empty)
        theirs.append(timed(lambda: reference(count)) - empty)
    one_side, other = statistics.median(ours), statistics.median(theirs)
    small, large = peak(lambda: build(count // 100 or 1)), peak(lambda: build(count // 10 or 1))
    return (
        f"{kind:18} {count / one_side:12,.0f} {count / other:13,.0f} {one_side / other:6.2f} "
        f"{small / 1024:8,.1f} K {large / 1024:8,.1f} K"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--count", type=int, default=1_000_000, help="requests in a round")
    parser.add_argument("--rounds", type=int, default=5, help="rounds of each side")
    arguments = parser.parse_args()
    print(f"Python {platform.python_version()}, {platform.machine()}, {arguments.count} requests x {arguments.rounds}")
    print(f"{'':18} {'bodies/s':>12} {'json.dumps/s':>13} {'ratio':>6} {'peak n/100':>10} {'peak n/10':>10}")
    for kind, text in KINDS.items():
        print(measured(kind, text, arguments.count, arguments.rounds))
    packed = timed(lambda: one.requests_from_rows(rows(KINDS["plain, one part"], arguments.count), token="key"))
    print(f"One API, 200 messages in a request: {arguments.count / packed:,.0f} messages/s")


if __name__ == "__main__":
    main()
