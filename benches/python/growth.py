"""Growth: time and memory from 1 to 10^6 characters and from 1 to 10^7 messages, which must be linear: nanoseconds a
character, or a message, stay the same.

    python benches/python/growth.py [--quick]

More than 255 segments are an error that knows the answer, so the count of a long text is one; that costs the same.
Memory is the most that Python's allocator held during the call, by ``tracemalloc``. No time is asserted.
"""

from __future__ import annotations

import argparse
import contextlib
import time
import tracemalloc
from collections.abc import Callable

import smsenc
from smsenc import gsm7, ucs2

PHRASES = {
    "ascii": "The quick brown fox jumps over 13 lazy dogs, then rests. ",
    "brackets": '{"id": [1234], "state": "ok"} and some plain words. ',
    "euro": "Zwölf Äpfel für 3 € und fünf Öle für alle Gäste, bitte. ",
    "cyrillic": "Ваша посылка готова, код никому не сообщайте. ",
    "emoji": "Party at eight \U0001f389, bring cake and your friends! ",
}


def count(text: str) -> None:
    with contextlib.suppress(smsenc.TooManySegments):
        smsenc.count_segments(text)


def cut(text: str) -> None:
    smsenc.encode(text, overflow="truncate")


OPERATIONS: dict[str, tuple[Callable[[str], object], bool]] = {
    # An operation, and whether it takes characters outside of the default alphabet.
    "count_segments": (count, True),
    "encode, truncated": (cut, True),
    "gsm7.encode": (gsm7.encode, False),
    "ucs2.encode": (ucs2.encode, True),
}


def best(operation: Callable[[str], object], text: str, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter_ns()
        operation(text)
        times.append(time.perf_counter_ns() - start)
    return min(times) / len(text)


def stream(texts: list[str]) -> object:
    return smsenc.count_segments_many(iter(texts))


LISTS: dict[str, Callable[[list[str]], object]] = {
    "count_segments_many": smsenc.count_segments_many,
    "of an iterator": stream,
    "estimate_many": smsenc.estimate_many,
}


def messages(quick: bool) -> None:
    """Time and memory of lists: a thousand different texts, again and again."""
    sizes = [10**power for power in range(6 if quick else 8)]
    print("nanoseconds a message at 1, 10, ... messages; octets a message in Python's allocator")
    different = [f"{number} {PHRASES['ascii']}" for number in range(1000)]
    texts = different * max(1, sizes[-1] // len(different))
    for name, operation in LISTS.items():
        found = []
        for size in sizes:
            part = texts[:size]
            times = []
            for _ in range(2 if quick or size > 10**6 else 5):
                start = time.perf_counter_ns()
                operation(part)
                times.append(time.perf_counter_ns() - start)
            found.append(min(times) / size)
        tracemalloc.start()
        operation(texts)
        held = tracemalloc.get_traced_memory()[1] / len(texts)
        tracemalloc.stop()
        print(f"{name:<28}" + "".join(f"{one:>9.1f}" for one in found) + f"{held:>8.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="few rounds")
    quick = parser.parse_args().quick
    messages(quick)
    sizes = [10**power for power in range(7)]
    print("nanoseconds a character at 1, 10, ... 10^6 characters; octets a character held beside the text at 10^6")
    for kind, phrase in PHRASES.items():
        texts = [(phrase * (size // len(phrase) + 1))[:size] for size in sizes]
        for name, (operation, any_text) in OPERATIONS.items():
            if not any_text and kind in ("cyrillic", "emoji"):
                continue
            found = [best(operation, text, 2 if quick else 9) for text in texts]
            tracemalloc.start()
            operation(texts[-1])
            held = tracemalloc.get_traced_memory()[1] / sizes[-1]
            tracemalloc.stop()
            print(f"{kind:<9} {name:<18}" + "".join(f"{one:>9.2f}" for one in found) + f"{held:>8.1f}")


if __name__ == "__main__":
    main()
